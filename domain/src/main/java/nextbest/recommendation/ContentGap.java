package nextbest.recommendation;

import java.util.Objects;

/**
 * An action was called for, but the content register has nothing for it.
 *
 * @param candidate the candidate's key
 * @param assetKind what is missing, in the catalogue's words
 * @param madeFor what it would have to be made for, for example an industry; empty if nothing in particular
 */
public record ContentGap(String candidate, String assetKind, String madeFor) {
    public ContentGap {
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(assetKind, "assetKind");
        Objects.requireNonNull(madeFor, "madeFor");
    }
}
