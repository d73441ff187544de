package nextbest.outcome;

import java.time.Instant;
import java.util.Objects;

/**
 * One recommendation that was delivered, and when what follows it still counts as its result.
 *
 * @param action key of the action
 * @param stagePosition where the deal stood when it was decided
 * @param deliveredAt when it reached the rep; every window opens here
 * @param answerDue until when an answer is waited for
 * @param executionDue until when an execution counts
 * @param advanceDue until when a stage advance counts
 * @param closeDue until when a win or loss counts
 * @param answerNotObservable whether nothing can be concluded from silence: the rep was away, or the card was superseded
 *     before it could be answered
 */
public record Exposure(
        String action,
        int stagePosition,
        Instant deliveredAt,
        Instant answerDue,
        Instant executionDue,
        Instant advanceDue,
        Instant closeDue,
        boolean answerNotObservable) {
    public Exposure {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(deliveredAt, "deliveredAt");
        after(deliveredAt, answerDue, "answerDue");
        after(deliveredAt, executionDue, "executionDue");
        after(deliveredAt, advanceDue, "advanceDue");
        after(deliveredAt, closeDue, "closeDue");
    }

    private static void after(Instant opens, Instant due, String name) {
        if (!due.isAfter(opens)) {
            throw new IllegalArgumentException(name + " must be after the delivery at " + opens + ", but is " + due);
        }
    }
}
