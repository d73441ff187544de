package nextbest.store.event;

import java.util.List;
import java.util.Optional;
import nextbest.event.Violation;
import nextbest.identity.SubjectId;

/** What became of one event of a batch. */
public sealed interface EventResult {
    /**
     * It is stored.
     *
     * @param subject what it is about, if it is about a deal or client
     */
    record Accepted(Optional<SubjectId> subject) implements EventResult {}

    /** The same event was stored before; nothing changed. */
    record Duplicate(Optional<SubjectId> subject) implements EventResult {}

    /** It was not stored; the violations say why. The rest of the batch is not affected. */
    record Refused(List<Violation> violations) implements EventResult {
        public Refused {
            violations = List.copyOf(violations);
        }
    }
}
