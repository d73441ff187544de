package nextbest.recommendation;

import java.util.Objects;

/**
 * The smallest single change that would put an alternative first.
 *
 * @param candidate the alternative's key
 * @param subFactor the line that would have to change
 * @param ofMain whether it is the main candidate's line (it would have to fall) or the alternative's (it would have to rise)
 * @param hundredths by how much the line would change, in hundredths of a point; more than 0
 * @param evidence the id of the evidence that would have to be gone; empty if no single piece of evidence is enough
 */
public record FlipPoint(String candidate, SubFactor subFactor, boolean ofMain, int hundredths, String evidence) {
    public FlipPoint {
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(subFactor, "subFactor");
        Objects.requireNonNull(evidence, "evidence");
    }
}
