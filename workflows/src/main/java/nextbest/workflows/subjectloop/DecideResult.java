package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.UUID;

/**
 * What the loop needs to know of a decision.
 *
 * @param status whether there was something to decide
 * @param decision null unless decided
 * @param card the current card, null if there is nothing to recommend
 * @param present whether the card is new and may leave the house
 * @param urgent whether it is to be sent at once
 * @param rep whose deal it is, null if nobody's
 * @param segment for operators, as statistics group it
 * @param urgency for operators, {@code none} without a card
 * @param amountBand for operators
 * @param resultDue when time alone changes what came of earlier recommendations, null if nothing waits
 */
public record DecideResult(
        Status status,
        UUID decision,
        UUID card,
        boolean present,
        boolean urgent,
        UUID rep,
        String segment,
        String urgency,
        String amountBand,
        Instant resultDue) {
    /** Whether there was something to decide. */
    public enum Status {
        DECIDED,
        /** The deal is won or lost: its card is withdrawn, and only results are waited for. */
        CLOSED,
        /** The subject was deleted in its source. */
        GONE
    }
}
