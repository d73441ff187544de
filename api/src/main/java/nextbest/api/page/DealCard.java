package nextbest.api.page;

import java.util.List;
import nextbest.api.decision.CardSheet;

/**
 * What the card page shows beside the card itself.
 *
 * @param factors with their lines; none if the decision cannot be made again from its record
 * @param whyNot every candidate that is not on the card
 * @param answerable the recommendations that can be answered now
 * @param over whether the time for an answer is over
 * @param answered what the rep last said about the main recommendation; empty if nothing
 */
public record DealCard(
        CardSheet sheet,
        List<FactorLines> factors,
        List<WhyNot> whyNot,
        List<Integer> answerable,
        boolean over,
        String answered) {
    /** A factor and its lines, in whole points that add up. */
    public record FactorLines(String name, int points, int max, List<Line> lines) {}

    /**
     * One line.
     *
     * @param points as a person sees them
     * @param max its maximum in hundredths
     * @param percent of its maximum
     * @param reasons what moved it
     */
    public record Line(String name, int points, String max, int percent, List<Reason> reasons) {}

    /**
     * What moved a line.
     *
     * @param up whether it raised it
     * @param source where it comes from; empty if it is not a record
     */
    public record Reason(String text, boolean up, String source) {}

    /** A candidate that is not on the card. */
    public record WhyNot(String title, String points, String disposition, String because) {}
}
