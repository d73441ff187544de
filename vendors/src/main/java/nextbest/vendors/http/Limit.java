package nextbest.vendors.http;

import java.time.Duration;
import java.util.Objects;

/**
 * What a vendor allows within a window.
 *
 * @param scope what it is counted for, for example {@code account} or {@code search}
 * @param allowed cost units within any window of this length, more than 0
 * @param window the length
 */
public record Limit(String scope, double allowed, Duration window) {
    public Limit {
        Objects.requireNonNull(scope, "scope");
        if (!(allowed > 0) || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException(
                    "a limit allows more than 0 in a window longer than 0, but is " + allowed + " in " + window);
        }
    }
}
