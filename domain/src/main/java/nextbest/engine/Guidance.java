package nextbest.engine;

import java.time.Instant;
import java.util.Objects;

/**
 * What the rep's manager says of an action in deals like this one: an explicit input for reps without a history of their own.
 * It stands for answers that the rep has not given yet, all of them yes or all of them no, and gives way to the rep's own as
 * they come.
 *
 * @param id of the record
 * @param prefer whether it is to be tried first; otherwise it is rather to be left
 * @param reason in the manager's words; empty if none was given
 * @param at when it was said
 */
public record Guidance(String id, boolean prefer, String reason, Instant at) {
    /**
     * For so many answers it stands at first. The interval of a share is then about ±20 points wide, so that from here on
     * the rep's own answers can say something by themselves.
     */
    public static final int ANSWERS = 20;

    /** So many answers to recommendations of other actions weigh as much as one to this action. */
    static final int OTHERS = 5;

    public Guidance {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(at, "at");
    }

    /**
     * For how many answers it still stands, 0 to {@link #ANSWERS}.
     *
     * @param own answers of the rep to recommendations of this action
     * @param others answers of the rep to recommendations of other actions
     */
    public int left(long own, long others) {
        if (own < 0 || others < 0) {
            throw new IllegalArgumentException("answers must be 0 or more, but are " + own + " and " + others);
        }
        return (int) Math.max(0, ANSWERS - own - others / OTHERS);
    }
}
