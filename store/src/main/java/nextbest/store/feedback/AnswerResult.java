package nextbest.store.feedback;

import java.time.Instant;
import java.util.Optional;
import nextbest.identity.CardId;
import nextbest.identity.SubjectId;
import nextbest.outcome.RepDisposition;

/** What became of an answer. */
public sealed interface AnswerResult {
    /**
     * It counts.
     *
     * @param subject whose loop should hear of it
     * @param current what counts now for this recommendation; another one if a later answer was there already
     * @param nextDue business time at which time alone changes what came of the subject's recommendations; empty if nothing
     *     waits
     */
    record Recorded(SubjectId subject, RepDisposition current, Optional<Instant> nextDue) implements AnswerResult {}

    /** The same answer was recorded before. */
    record Duplicate(SubjectId subject, RepDisposition current) implements AnswerResult {}

    /**
     * It does not count.
     *
     * @param code {@code unknown-decision}, {@code not-delivered}, {@code superseded}, {@code expired}, {@code not-yours},
     *     {@code reused-id}
     * @param explanation what was expected, seen and allowed, for the person who answered
     * @param currentCard the card to answer instead, if there is one
     */
    record Refused(String code, String explanation, Optional<CardId> currentCard) implements AnswerResult {}
}
