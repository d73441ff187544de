package nextbest.learning.reward;

import java.util.Objects;
import java.util.UUID;

/**
 * Something that became known about a decision, possibly late, repeated or as a correction of an earlier fact.
 *
 * @param decision the decision it is about
 * @param id the fact's id at its source; the same id with a higher revision replaces the fact
 * @param revision version of the fact at its source, ≥ 0
 * @param effect what it says
 */
public record OutcomeFact(UUID decision, String id, long revision, Effect effect) {
    public OutcomeFact {
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(effect, "effect");
        if (id == null || id.isBlank() || revision < 0) {
            throw new IllegalArgumentException(
                    "expected an id and a revision >= 0, but got '" + id + "' and " + revision);
        }
    }

    /** What a fact says. */
    public sealed interface Effect {}

    /** The recommendation got this far. */
    public record Reached(Grade grade) implements Effect {
        public Reached {
            Objects.requireNonNull(grade, "grade");
        }
    }

    /** The attribution window has closed: what was not reached by now counts as not reached. */
    public record WindowClosed() implements Effect {}

    /**
     * Nothing may be learned from this decision: suppressed elsewhere, capped, rep on holiday. Not a rejection.
     *
     * @param reason in words
     */
    public record NotObserved(String reason) implements Effect {
        public NotObserved {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** The fact was wrong: as if it had never been said. */
    public record Withdrawn() implements Effect {}
}
