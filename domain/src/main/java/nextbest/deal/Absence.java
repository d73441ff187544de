package nextbest.deal;

import java.time.LocalDate;
import java.util.Objects;

/**
 * Local days on which the rep is away.
 *
 * @param from first day away
 * @param to last day away, not before {@code from}
 */
public record Absence(LocalDate from, LocalDate to) {
    public Absence {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "an absence must not end before it begins, but is " + from + " to " + to);
        }
    }

    public boolean covers(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }
}
