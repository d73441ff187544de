package nextbest.vendors.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * How long to wait, in the forms that vendors say it: seconds and an HTTP date (RFC 9110, 10.2.3), and the ISO moment that
 * one of them sends.
 */
final class RetryAfter {
    /** Who asks us to wait longer is asked again after this. */
    static final Duration LONGEST = Duration.ofHours(24);

    private RetryAfter() {}

    /** Empty if nothing can be made of it; never negative and at most {@link #LONGEST}. */
    static Optional<Duration> read(String value, Instant now) {
        String text = value.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(within(Duration.ofSeconds(Long.parseLong(text))));
        }
        return moment(text).map(at -> within(Duration.between(now, at)));
    }

    private static Optional<Instant> moment(String text) {
        try {
            if (text.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+")) {
                // Outreach writes a moment without an offset, and means UTC
                return Optional.of(Instant.parse(text + "Z"));
            }
            return Optional.of(
                    text.matches("\\d{4}-.*")
                            ? OffsetDateTime.parse(text).toInstant()
                            : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration within(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
