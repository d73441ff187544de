package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
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

    /**
     * When the subject is decided next by itself; empty if only news can bring that about. A loop that has never looked at its
     * subject does so at once, whatever it was started by.
     */
    Optional<Instant> decisionAt(LoopSettings settings) {
        if (decidedAt == null) {
            return Optional.of(Instant.EPOCH);
        }
        Instant burstOver = news > 0 ? decidedAt.plus(settings.debounce()) : null;
        return Optional.ofNullable(earlier(burstOver, reviewAt));
    }

    /** When the loop wakes by itself. */
    Optional<Instant> nextWake(LoopSettings settings) {
        return Optional.ofNullable(earlier(decisionAt(settings).orElse(null), resultDue));
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

    /**
     * After a decision. What arrived while it was made is still news.
     *
     * @param seen how many events had been told when it began
     * @param dueBefore the result that was waited for when it began
     */
    SubjectLoopState decided(DecideResult result, Instant at, Instant review, int seen, Instant dueBefore) {
        boolean open = result.status() == DecideResult.Status.DECIDED;
        return new SubjectLoopState(
                news - seen,
                correlationId,
                paused,
                open ? result.card() : null,
                open ? result.decision() : decision,
                open && result.present() ? result.card() : null,
                open && result.urgent(),
                result.rep(),
                at,
                open ? review : null,
                merged(dueBefore, result.resultDue()),
                !open,
                decisions + (open ? 1 : 0));
    }

    /** After the clock was set, perhaps back: a decision in the future would keep news waiting until it is past. */
    SubjectLoopState notAheadOf(Instant now, LoopSettings settings) {
        return new SubjectLoopState(
                news,
                correlationId,
                paused,
                card,
                decision,
                presentCard,
                presentUrgent,
                rep,
                decidedAt == null ? null : earlier(decidedAt, now),
                reviewAt == null ? null : earlier(reviewAt, now.plus(settings.reviewEvery())),
                resultDue,
                closed,
                decisions);
    }

    /** The card has gone out, or cannot. */
    SubjectLoopState presented() {
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
                resultDue,
                closed,
                decisions);
    }

    /**
     * A step says when the next result is due.
     *
     * @param before what was waited for when the step began. If another step has said something since, nobody knows which of
     *     the two looked last: the earlier moment counts, as looking too early is harmless and looking too late is not
     */
    SubjectLoopState withResultDue(Instant before, Instant due) {
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
                merged(before, due),
                closed,
                decisions);
    }

    private Instant merged(Instant before, Instant due) {
        return Objects.equals(resultDue, before) ? due : earlier(resultDue, due);
    }

    /** The earlier of two moments, where null is never. */
    private static Instant earlier(Instant one, Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
