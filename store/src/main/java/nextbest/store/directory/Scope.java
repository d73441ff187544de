package nextbest.store.directory;

import java.util.Set;
import nextbest.identity.RepId;

/** Which subjects of its organisation a caller may see at all. What is outside is as if it did not exist. */
public sealed interface Scope {
    /** Every subject of the organisation. */
    record Everything() implements Scope {}

    /** The subjects of these reps; possibly none. */
    record OfReps(Set<RepId> reps) implements Scope {
        public OfReps {
            reps = Set.copyOf(reps);
        }
    }
}
