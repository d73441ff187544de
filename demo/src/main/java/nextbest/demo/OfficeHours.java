package nextbest.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import nextbest.time.WorkCalendar;

/**
 * When somebody works: Monday to Friday between two full hours of the local day.
 *
 * @param from first hour, 0 to 23
 * @param until hour at which work ends, after {@code from}
 */
record OfficeHours(ZoneId zone, int from, int until) {
    OfficeHours {
        if (from < 0 || until > 23 || until <= from) {
            throw new IllegalArgumentException(
                    "office hours must be from 0 to 23 and end after they begin, but are " + from + " to " + until);
        }
    }

    /** A moment of a local day: 0 is the begin of work, 1 its end. */
    Instant on(LocalDate day, double share) {
        long seconds = Math.round(share * (until - from) * 3_600);
        return day.atTime(LocalTime.of(from, 0)).atZone(zone).toInstant().plusSeconds(seconds);
    }

    LocalDate dayOf(Instant moment) {
        return moment.atZone(zone).toLocalDate();
    }

    boolean isWorkingDay(LocalDate day) {
        return calendar().isWorkingDay(day);
    }

    LocalDate plusWorkingDays(LocalDate day, int days) {
        LocalDate moved = day;
        for (int left = Math.abs(days); left > 0; ) {
            moved = moved.plusDays(days > 0 ? 1 : -1);
            left -= isWorkingDay(moved) ? 1 : 0;
        }
        return moved;
    }

    /** The last working day before a moment's local day. */
    LocalDate workingDayBefore(Instant moment) {
        return plusWorkingDays(dayOf(moment), -1);
    }

    /** The first working day after a moment's local day. */
    LocalDate workingDayAfter(Instant moment) {
        return plusWorkingDays(dayOf(moment), 1);
    }

    /** So many hours of work later; the clock stands still outside of office hours. */
    Instant plusWork(Instant moment, double hours) {
        Instant at = moment;
        long left = Math.max(0, Math.round(hours * 3_600));
        while (true) {
            ZonedDateTime local = at.atZone(zone);
            LocalDate day = local.toLocalDate();
            Instant begin = on(day, 0);
            Instant end = on(day, 1);
            if (isWorkingDay(day) && at.isBefore(end)) {
                Instant start = at.isBefore(begin) ? begin : at;
                long today = Duration.between(start, end).toSeconds();
                if (left < today) {
                    return start.plusSeconds(left);
                }
                left -= today;
            }
            at = on(plusWorkingDays(day, 1), 0);
        }
    }

    private WorkCalendar calendar() {
        return WorkCalendar.mondayToFriday(zone);
    }
}
