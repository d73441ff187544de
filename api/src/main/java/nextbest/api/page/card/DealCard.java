package nextbest.api.page.card;

import java.util.List;
import nextbest.api.decision.CardSheet;

/**
 * What the card page shows beside the words of the card.
 *
 * @param why its reasons, with what they rest on
 * @param signals what urgency and window come from, where the reasons do not say it already
 * @param steps what to do, in order
 * @param others the alternatives that the reader wants to see
 * @param more what was outranked; none unless the reader asked for more
 * @param answerable the recommendations that can be answered now
 * @param over whether the time for an answer is over
 * @param answered what the rep last said about the main recommendation; empty if nothing
 * @param best when it is best done, in words
 */
public record DealCard(
        CardSheet sheet,
        List<Because> why,
        List<String> signals,
        List<Step> steps,
        List<Other> others,
        List<Outranked> more,
        List<Integer> answerable,
        boolean over,
        String answered,
        String best) {
    /** A reason. */
    public record Because(String text, List<Source> sources) {}

    /**
     * What a reason rests on.
     *
     * @param anchor its place on the page of evidence
     */
    public record Source(String name, String anchor) {}

    /**
     * @param number from 1
     * @param address what to open for it; empty if there is nothing
     */
    public record Step(int number, String text, String address, boolean done) {}

    /**
     * An alternative.
     *
     * @param flip what would put it first; empty if that is not known
     */
    public record Other(CardSheet.AlternativeView view, String flip) {}

    /** A suitable action that others outranked. */
    public record Outranked(String title, int points) {}

    /** Whether every step is ticked. */
    public boolean allDone() {
        return !steps.isEmpty() && steps.stream().allMatch(Step::done);
    }
}
