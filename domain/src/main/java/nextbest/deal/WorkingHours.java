package nextbest.deal;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When the rep works, in the rep's zone.
 *
 * @param days working days
 * @param start begin of the working day
 * @param end end of the working day, after {@code start}
 */
public record WorkingHours(SortedSet<DayOfWeek> days, LocalTime start, LocalTime end) {
    public WorkingHours {
        days = Collections.unmodifiableSortedSet(new TreeSet<>(days));
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException(
                    "working hours must end after they begin, but are " + start + " to " + end);
        }
    }
}
