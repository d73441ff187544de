package nextbest.store.report;

import java.util.List;
import nextbest.learning.fairness.FairnessAudit;

/**
 * Whether groups of buyers and reps are treated alike: per group, the rate of something over that of all other groups.
 *
 * @param lines by kind of group, what is counted, and group
 * @param review what a person should look at: groups that are treated differently for certain, in words
 */
public record FairnessReport(List<Line> lines, List<String> review) {
    public FairnessReport {
        lines = List.copyOf(lines);
        review = List.copyOf(review);
    }

    /**
     * One group.
     *
     * @param kind {@code industry}, {@code size}, {@code region}, {@code amount} or {@code tenure}
     * @param rate {@code offered}: decisions with something delivered; {@code accepted}: delivered recommendations that the rep
     *     accepted; {@code advanced}: those with a closed window after which the deal moved on
     * @param finding the ratio with its interval, 95 % for all groups of a kind together
     */
    public record Line(String kind, String rate, FairnessAudit.Finding finding) {}
}
