package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.UUID;
import nextbest.outcome.RepDisposition;

/**
 * What became of an answer.
 *
 * @param status whether it counts
 * @param current what counts now for this recommendation, null if refused
 * @param code why it was refused, null if it was not
 * @param explanation for people, null if it was not refused
 * @param currentCard the card to answer instead, null if there is none
 * @param resultDue when time alone changes something, null if nothing waits or if the answer changed nothing
 */
public record AnswerReceipt(
        Status status, RepDisposition current, String code, String explanation, UUID currentCard, Instant resultDue) {
    /** Whether an answer counts. */
    public enum Status {
        RECORDED,
        DUPLICATE,
        REFUSED
    }
}
