package nextbest.api.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments and days as a page writes them, in the reader's zone: the same way as mails and evidence do. */
public record PageDates(ZoneId zone, Instant now, PageTexts words) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("EEE, MMM d", Locale.ENGLISH);
    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEEE", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("MMM d, yyyy, h:mm a", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.ENGLISH);
    private static final int DAYS_OF_A_WEEK = 6;
    private static final int MONTHS_NEAR = 6;

    public String day(Instant at) {
        return DAY.format(at.atZone(zone));
    }

    public String day(LocalDate day) {
        return DAY.format(day);
    }

    public String moment(Instant at) {
        return MOMENT.format(at.atZone(zone));
    }

    public String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    public LocalDate today() {
        return now.atZone(zone).toLocalDate();
    }

    /** As people say it who know what day it is: "today 5:00 PM", "tomorrow 9:00 AM", "Friday 12:00 PM", "Tue, Mar 3". */
    public String near(Instant at) {
        LocalDate day = at.atZone(zone).toLocalDate();
        long days = ChronoUnit.DAYS.between(today(), day);
        if (days == 0) {
            return words.say("when.today", time(at));
        }
        if (days == 1) {
            return words.say("when.tomorrow", time(at));
        }
        if (days == -1) {
            return words.say("when.yesterday", time(at));
        }
        if (days > 1 && days <= DAYS_OF_A_WEEK) {
            return words.say("when.weekday", WEEKDAY.format(day), time(at));
        }
        return Math.abs(ChronoUnit.MONTHS.between(today(), day)) < MONTHS_NEAR
                ? SHORT_DAY.format(day)
                : DAY.format(day);
    }

    /** When an open deal is to close; a day that has passed is told as such. */
    public String closes(LocalDate day) {
        return words.say(day.isBefore(today()) ? "day.closes.past" : "day.closes", day(day));
    }

    /** Whether less than this is left until a moment that is still to come. */
    public boolean within(Instant at, Duration left) {
        return at.isAfter(now) && at.isBefore(now.plus(left));
    }
}
