package nextbest.recommendation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * When the action is best done.
 *
 * @param from not before
 * @param until not after; later than {@code from}
 * @param reasons the signals that the window and the urgency are derived from; none if there are none
 */
public record BestWindow(Instant from, Instant until, List<Evidence> reasons) {
    public BestWindow {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        reasons = List.copyOf(reasons);
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("a window must end after it begins, but is " + from + " to " + until);
        }
    }
}
