package nextbest.vendors.port;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tasks for reps in a vendor's system. */
public interface Tasks {
    /**
     * What a rep is to do.
     *
     * @param key ours; with {@link Capability#WRITE_TASKS_ONCE} the vendor keeps it unique, elsewhere it is looked up
     * @param subject one line, at most 200 characters
     * @param body plain text
     * @param due when it is to be done
     * @param urgent whether it is of high priority
     * @param owner the vendor's id of the rep; empty: nobody's
     * @param deal the vendor's id of the deal
     * @param action our key of what is to be done: some vendors do some of it by themselves
     */
    record Draft(
            String key,
            String subject,
            String body,
            Instant due,
            boolean urgent,
            Optional<String> owner,
            String deal,
            String action) {
        public Draft {
            Objects.requireNonNull(action, "action");
            Objects.requireNonNull(due, "due");
            Objects.requireNonNull(owner, "owner");
            if (key == null || !key.matches("[A-Za-z0-9:._-]{1,100}")) {
                throw new IllegalArgumentException(
                        "a task's key is 1 to 100 letters, digits or any of :._-, but is '" + key + "'");
            }
            if (subject.isBlank() || subject.length() > 200) {
                throw new IllegalArgumentException(
                        "a task's subject has 1 to 200 characters, but this has " + subject.length());
            }
        }
    }

    /** What became of a task. */
    enum State {
        OPEN,
        COMPLETED,
        DELETED
    }

    /**
     * Where a task stands.
     *
     * @param at when it came to stand there, as far as the vendor says
     */
    record Standing(State state, Instant at) {}

    /**
     * Writes a task, and returns when it is there with all that it belongs to.
     *
     * @return the vendor's id of the task
     * @throws VendorTrouble {@code UNCERTAIN} if it is not known whether it was written: look it up with {@link #find} before
     *     writing again
     */
    String write(Draft draft);

    /** The vendor's id of the task that was written for a draft with this key; empty if there is none. */
    Optional<String> find(Draft draft);

    /**
     * Where tasks stand.
     *
     * @param ids vendor's ids, at most {@link Source#MOST_AT_ONCE}
     * @return one standing for each; one that is not there is {@link State#DELETED}
     */
    Map<String, Standing> standings(Set<String> ids);
}
