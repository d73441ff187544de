package nextbest.model;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A delivered recommendation and what came of it so far.
 *
 * @param decision the decision that it was part of
 * @param position 1 is the main one
 * @param action key of the action
 * @param context the deal in numbers, as stored with the decision ({@link DealContext})
 * @param month of the delivery, in months since 1970
 * @param progress how far it got, and what is still open
 */
public record Example(UUID decision, int position, String action, List<Double> context, int month, Progress progress) {
    public Example {
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(action, "action");
        context = List.copyOf(context);
        Objects.requireNonNull(progress, "progress");
        if (position < 1) {
            throw new IllegalArgumentException("a position must be 1 or more, but is " + position);
        }
        if (context.size() != DealContext.NAMES.size()) {
            throw new IllegalArgumentException("a context has " + DealContext.NAMES.size() + " numbers, but decision "
                    + decision + " has " + context.size());
        }
    }

    /** One that got this far, and of which nothing is open. */
    public Example(
            UUID decision, int position, String action, List<Double> context, int month, ExampleOutcome furthest) {
        this(decision, position, action, context, month, Progress.settled(furthest));
    }

    /** What tells examples apart. */
    public record Key(UUID decision, int position) {}

    public Key key() {
        return new Key(decision, position);
    }
}
