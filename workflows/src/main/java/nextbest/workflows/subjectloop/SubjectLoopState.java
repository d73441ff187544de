package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.UUID;

/**
 * All that a loop remembers; everything else is in the database.
 *
 * @param news how many events have not been looked at
 * @param correlationId of the latest of them
 * @param paused whether a person holds the loop
 * @param card the current card, null if there is none
 * @param decision the latest decision, null if there is none
 * @param presentCard a card that is still to be presented, null if there is none
 * @param presentUrgent whether that card is sent at once
 * @param rep whose deal it is, null if nobody's
 * @param decidedAt when it was last decided
 * @param reviewAt when it is looked at again without news, null if the deal is closed
 * @param resultDue when time alone changes what came of a recommendation, null if nothing waits
 * @param closed whether the deal is closed
 * @param decisions how many decisions were made so far
 */
public record SubjectLoopState(
        int news,
        String correlationId,
        boolean paused,
        UUID card,
        UUID decision,
        UUID presentCard,
        boolean presentUrgent,
        UUID rep,
        Instant decidedAt,
        Instant reviewAt,
        Instant resultDue,
        boolean closed,
        long decisions) {
    static SubjectLoopState initial() {
        return new SubjectLoopState(0, "start", false, null, null, null, false, null, null, null, null, false, 0);
    }

    SubjectLoopState withNews(int more, String correlation) {
        return new SubjectLoopState(
                news + more,
                correlation,
                paused,
                card,
                decision,
                presentCard,
                presentUrgent,
                rep,
                decidedAt,
                reviewAt,
                resultDue,
                closed,
                decisions);
    }

    SubjectLoopState withPaused(boolean hold) {
        return new SubjectLoopState(
                news,
                correlationId,
                hold,
                card,
                decision,
                presentCard,
                presentUrgent,
                rep,
                decidedAt,
                reviewAt,
                resultDue,
                closed,
                decisions);
    }

    SubjectLoopState decided(DecideResult result, Instant at, Instant review, int seen) {
        boolean open = result.status() == DecideResult.Status.DECIDED;
        return new SubjectLoopState(
                news - seen,
                correlationId,
                paused,
                open ? result.card() : null,
                open ? result.decision() : decision,
                open && result.present() ? result.card() : null,
                result.urgent(),
                result.rep(),
                at,
                open ? review : null,
                result.resultDue(),
                !open,
                decisions + (open ? 1 : 0));
    }

    SubjectLoopState presented(Instant due) {
        return new SubjectLoopState(
                news,
                correlationId,
                paused,
                card,
                decision,
                null,
                false,
                rep,
                decidedAt,
                reviewAt,
                due,
                closed,
                decisions);
    }

    SubjectLoopState learned(Instant due) {
        return new SubjectLoopState(
                news,
                correlationId,
                paused,
                card,
                decision,
                presentCard,
                presentUrgent,
                rep,
                decidedAt,
                reviewAt,
                due,
                closed,
                decisions);
    }
}
