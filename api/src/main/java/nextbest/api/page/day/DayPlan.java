package nextbest.api.page.day;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import nextbest.store.day.DayBook;
import nextbest.time.WorkCalendar;

/**
 * What is to do, put into the hours of the rep's working day, the most urgent first.
 *
 * @param day the day that is planned: today, or the next working day if today's hours are over
 * @param slots what fits
 * @param rest what does not fit any more
 * @param minutes what the slots take
 * @param capacity minutes that are left for deals on that day
 */
public record DayPlan(LocalDate day, List<Slot> slots, List<DayBook.Entry> rest, int minutes, int capacity) {
    private static final int STEP_MINUTES = 5;
    private static final int MINUTES_PER_HOUR = 60;

    /** One thing to do. */
    public record Slot(Instant from, int minutes, DayBook.Entry entry) {}

    /**
     * Plans a day.
     *
     * @param todo in the order in which it should be done
     * @param effort minutes that an entry takes
     */
    static DayPlan of(
            List<DayBook.Entry> todo,
            DayBook.Hours hours,
            WorkCalendar calendar,
            Instant now,
            ToIntFunction<DayBook.Entry> effort) {
        ZonedDateTime here = now.atZone(hours.zone());
        LocalDate day = here.toLocalDate();
        boolean today = calendar.isWorkingDay(day) && here.getHour() < hours.until();
        if (!today) {
            do {
                day = day.plusDays(1);
            } while (!calendar.isWorkingDay(day));
        }
        Instant begin = day.atTime(hours.from(), 0).atZone(hours.zone()).toInstant();
        Instant end = hours.until() == 24
                ? day.plusDays(1)
                        .atTime(LocalTime.MIDNIGHT)
                        .atZone(hours.zone())
                        .toInstant()
                : day.atTime(hours.until(), 0).atZone(hours.zone()).toInstant();
        Instant from = today && now.isAfter(begin) ? roundedUp(now) : begin;
        int left = Math.max(
                0,
                hours.capacityMinutes().orElse((hours.until() - hours.from()) * MINUTES_PER_HOUR)
                        - (today ? hours.minutesDone() : 0));
        List<Slot> slots = new ArrayList<>();
        List<DayBook.Entry> rest = new ArrayList<>();
        int minutes = 0;
        for (DayBook.Entry entry : todo) {
            int takes = effort.applyAsInt(entry);
            Instant until = from.plus(Duration.ofMinutes(takes));
            if (minutes + takes <= left && !until.isAfter(end)) {
                slots.add(new Slot(from, takes, entry));
                minutes += takes;
                from = until;
            } else {
                rest.add(entry);
            }
        }
        return new DayPlan(day, slots, rest, minutes, left);
    }

    private static Instant roundedUp(Instant at) {
        long step = Duration.ofMinutes(STEP_MINUTES).toSeconds();
        long seconds = at.getEpochSecond();
        return Instant.ofEpochSecond((seconds + step - 1) / step * step);
    }

    /** How much of the capacity the slots take, 0 to 100. */
    public int percent() {
        return capacity == 0 ? 0 : Math.min(100, Math.round(100f * minutes / capacity));
    }
}
