package nextbest.store.tenant;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Objects;
import java.util.Optional;

/**
 * When an organisation's loop report goes out by mail, by the business clock and in the organisation's zone.
 *
 * @param every how often
 * @param day on which day of the week; of a monthly report the first such day of the month
 * @param hour 0 to 23
 */
public record ReportSchedule(Every every, DayOfWeek day, int hour) {
    /** How often it goes out, and with that what it covers. */
    public enum Every {
        OFF,
        /** The seven days before the day on which it goes out. */
        WEEKLY,
        /** The calendar month before. */
        MONTHLY
    }

    public ReportSchedule {
        Objects.requireNonNull(every, "every");
        Objects.requireNonNull(day, "day");
        if (hour < 0 || hour > 23) {
            throw new IllegalArgumentException("hour must be 0 to 23, but is " + hour);
        }
    }

    /** Monday at eight. */
    public static ReportSchedule standard() {
        return new ReportSchedule(Every.WEEKLY, DayOfWeek.MONDAY, 8);
    }

    /**
     * A report and the days that it covers.
     *
     * @param at when it goes out
     * @param from its first day
     * @param until the day after its last one
     */
    public record Issue(Instant at, LocalDate from, LocalDate until) {}

    /** The first report after a moment; empty if there are none. */
    public Optional<Issue> next(ZoneId zone, Instant after) {
        LocalDate today = after.atZone(zone).toLocalDate();
        return switch (every) {
            case OFF -> Optional.empty();
            case WEEKLY -> {
                Issue issue = weekly(today.with(TemporalAdjusters.nextOrSame(day)), zone);
                yield Optional.of(
                        issue.at().isAfter(after) ? issue : weekly(today.with(TemporalAdjusters.next(day)), zone));
            }
            case MONTHLY -> {
                Issue issue = monthly(today, zone);
                yield Optional.of(issue.at().isAfter(after) ? issue : monthly(today.plusMonths(1), zone));
            }
        };
    }

    /** What a report would cover that is asked for now: the period up to today, today included. */
    public Issue now(ZoneId zone, Instant now) {
        LocalDate tomorrow = now.atZone(zone).toLocalDate().plusDays(1);
        return new Issue(now, every == Every.MONTHLY ? tomorrow.minusMonths(1) : tomorrow.minusDays(7), tomorrow);
    }

    private Issue weekly(LocalDate on, ZoneId zone) {
        return new Issue(at(on, zone), on.minusDays(7), on);
    }

    private Issue monthly(LocalDate within, ZoneId zone) {
        LocalDate first = within.withDayOfMonth(1);
        return new Issue(at(first.with(TemporalAdjusters.firstInMonth(day)), zone), first.minusMonths(1), first);
    }

    /** An hour that is skipped when clocks change is the hour after it. */
    private Instant at(LocalDate on, ZoneId zone) {
        return on.atTime(hour, 0).atZone(zone).toInstant();
    }
}
