package nextbest.workflows.report;

import java.time.Instant;
import java.time.LocalDate;

/**
 * When a report goes out, and which days it covers.
 *
 * @param at business time; null if the organisation has switched it off, or nobody can be reached
 * @param from the first day that it covers, of the organisation's zone; null with {@code at}
 * @param until the day after the last one; null with {@code at}
 */
public record ReportTime(Instant at, LocalDate from, LocalDate until) {
    /** None. */
    public static ReportTime none() {
        return new ReportTime(null, null, null);
    }

    String days() {
        return from + " to " + until.minusDays(1);
    }
}
