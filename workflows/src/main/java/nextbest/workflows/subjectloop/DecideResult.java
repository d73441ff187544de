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
 * @param draft whether a language model may put the card into better words; null, as before drafting began, if not
 * @param read whether there are notes that a language model may read for signals; null, as before it read any, if not
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
        Instant resultDue,
        Boolean draft,
        Boolean read) {
    /** A result of which no draft is wanted. */
    public DecideResult(
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
        this(status, decision, card, present, urgent, rep, segment, urgency, amountBand, resultDue, null, null);
    }

    /** The same with the wish for a draft. */
    public DecideResult withDraft(boolean wanted) {
        return new DecideResult(
                status,
                decision,
                card,
                present,
                urgent,
                rep,
                segment,
                urgency,
                amountBand,
                resultDue,
                wanted ? true : null,
                read);
    }

    /** The same with notes to read. */
    public DecideResult withNotes(boolean unread) {
        return new DecideResult(
                status,
                decision,
                card,
                present,
                urgent,
                rep,
                segment,
                urgency,
                amountBand,
                resultDue,
                draft,
                unread ? true : null);
    }

    /** Whether there was something to decide. */
    public enum Status {
        DECIDED,
        /** The deal is won or lost: its card is withdrawn, and only results are waited for. */
        CLOSED,
        /** The subject was deleted in its source. */
        GONE
    }
}
