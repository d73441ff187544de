package nextbest.catalogue;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.deal.ResourceKind;

/**
 * What must be at hand to do an action.
 *
 * @param effortMinutes the rep's working time, 1 to 480
 * @param asset the document or page
 * @param resources people beside the rep
 * @param skills what the rep must be able to do, in the catalogue's words
 * @param organisation what the organisation must have said
 */
public record Requirements(
        int effortMinutes,
        AssetNeed asset,
        SortedSet<ResourceKind> resources,
        SortedSet<String> skills,
        SortedSet<OrganisationFact> organisation) {
    public static final int MAX_EFFORT_MINUTES = 480;

    public Requirements {
        if (effortMinutes < 1 || effortMinutes > MAX_EFFORT_MINUTES) {
            throw new IllegalArgumentException(
                    "the effort must be 1 to " + MAX_EFFORT_MINUTES + " minutes, but is " + effortMinutes);
        }
        Objects.requireNonNull(asset, "asset");
        resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
        skills = Collections.unmodifiableSortedSet(new TreeSet<>(skills));
        organisation = Collections.unmodifiableSortedSet(new TreeSet<>(organisation));
    }
}
