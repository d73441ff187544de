package nextbest.api.page;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and days as a page writes them, in the reader's zone. */
public record PageDates(ZoneId zone, Instant now) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);

    public String day(Instant at) {
        return DAY.format(at.atZone(zone));
    }

    public String day(LocalDate day) {
        return DAY.format(day);
    }

    public String moment(Instant at) {
        return MOMENT.format(at.atZone(zone));
    }
}
