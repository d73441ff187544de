package nextbest.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which local days are worked. Local days are taken from the zone's rules, so a day on which the clocks change is still
 * one day.
 *
 * @param zone the place whose days are meant
 * @param weekend days of the week that are not worked; fewer than seven
 * @param holidays further days that are not worked
 */
public record WorkCalendar(ZoneId zone, Set<DayOfWeek> weekend, Set<LocalDate> holidays) {
    public WorkCalendar {
        Objects.requireNonNull(zone, "zone");
        weekend = java.util.Collections.unmodifiableSet(new TreeSet<>(weekend));
        holidays = java.util.Collections.unmodifiableSet(new TreeSet<>(holidays));
        if (weekend.size() == 7) {
            throw new IllegalArgumentException("a week needs at least one working day, but all seven are weekend");
        }
    }

    /** Monday to Friday without holidays. */
    public static WorkCalendar mondayToFriday(ZoneId zone) {
        return new WorkCalendar(zone, Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), Set.of());
    }

    /** The local day on which an instant falls. */
    public LocalDate dayOf(Instant instant) {
        return instant.atZone(zone).toLocalDate();
    }

    public boolean isWorkingDay(LocalDate day) {
        return !weekend.contains(day.getDayOfWeek()) && !holidays.contains(day);
    }

    /**
     * The same local time of day after {@code days} working days: on Friday 10:00, one working day later is Monday 10:00.
     * A local time that the zone skips that day moves forward by the length of the gap.
     */
    public Instant plusWorkingDays(Instant from, int days) {
        if (days < 0) {
            throw new IllegalArgumentException("working days must not be negative, but are " + days);
        }
        LocalTime time = from.atZone(zone).toLocalTime();
        LocalDate day = dayOf(from);
        for (int left = days; left > 0; ) {
            day = day.plusDays(1);
            if (isWorkingDay(day)) {
                left--;
            }
        }
        return day.atTime(time).atZone(zone).toInstant();
    }
}
