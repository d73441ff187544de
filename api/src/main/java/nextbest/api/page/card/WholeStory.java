package nextbest.api.page.card;

import java.util.List;

/**
 * How a card came about: every line of its score, what it rests on, and why nothing else is on it.
 *
 * @param factors with their lines; none if the decision cannot be made again from its record
 * @param evidence everything the decision rests on
 * @param score the sum of all lines, before the card rounds it; empty if they are not known
 * @param whyNot the candidates that are not on the card and fit what was searched for
 * @param total how many are not on the card
 */
public record WholeStory(
        String score, List<FactorLines> factors, List<Proof> evidence, List<WhyNot> whyNot, int total) {
    /** A factor and its lines, in points to the hundredth, which add up. */
    public record FactorLines(String name, String points, int max, List<Line> lines) {}

    /**
     * One line.
     *
     * @param points to the hundredth
     * @param max its maximum in points
     * @param percent of its maximum
     * @param reasons what moved it
     */
    public record Line(String name, String points, String max, int percent, List<Reason> reasons) {}

    /**
     * What moved a line.
     *
     * @param up whether it raised it
     * @param anchor its place in the list of evidence
     */
    public record Reason(String text, boolean up, String anchor) {}

    /**
     * One piece of evidence.
     *
     * @param kind {@code recorded}, {@code learned} or {@code ruled}
     * @param from where it is on record, or how much it rests on
     * @param passage the words of a note that it was read from; empty if it was not read from one
     */
    public record Proof(String anchor, String kind, String text, String from, String passage) {}

    /** A candidate that is not on the card. */
    public record WhyNot(String title, String points, String disposition, String because) {}
}
