package nextbest.deal;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.identity.AssetId;

/**
 * A document or page of the content register. An empty set means 'not for one in particular'.
 *
 * @param asset which one
 * @param kind in the catalogue's words, for example {@code case-study}
 * @param title as people see it
 * @param link where it is opened
 * @param version as the register counts it; empty if it does not
 * @param industries for which industries, lower case
 * @param competitors against which competitors
 * @param techStack for which technologies
 */
public record ContentAsset(
        AssetId asset,
        String kind,
        String title,
        String link,
        String version,
        SortedSet<String> industries,
        SortedSet<String> competitors,
        SortedSet<String> techStack) {
    public ContentAsset {
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(version, "version");
        industries = Collections.unmodifiableSortedSet(new TreeSet<>(industries));
        competitors = Collections.unmodifiableSortedSet(new TreeSet<>(competitors));
        techStack = Collections.unmodifiableSortedSet(new TreeSet<>(techStack));
    }
}
