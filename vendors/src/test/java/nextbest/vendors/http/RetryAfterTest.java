package nextbest.vendors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    private static void assertWaits(String value, Duration wait) {
        assertThat(RetryAfter.read(value, NOW)).as(value).contains(wait);
    }

    /** Seconds and dates (RFC 9110, section 10.2.3), and moments as ISO 8601 with and without an offset. */
    @Test
    void allFormsThatVendorsUseAreUnderstood() {
        assertWaits("7", Duration.ofSeconds(7));
        assertWaits("Mon, 2 Mar 2026 08:01:00 GMT", Duration.ofMinutes(1));
        assertWaits("2026-03-02T08:05:00Z", Duration.ofMinutes(5));
        assertWaits("2026-03-02T10:05:00+02:00", Duration.ofMinutes(5));
        assertWaits("2026-03-02T08:05:00", Duration.ofMinutes(5));
    }

    @Test
    void whatIsOverOrTooLongOrNonsenseIsBounded() {
        assertWaits("2026-03-02T07:00:00", Duration.ZERO);
        assertWaits("999999999", RetryAfter.LONGEST);
        assertThat(RetryAfter.read("soon", NOW)).isEmpty();
        assertThat(RetryAfter.read("2026-13-02T08:05:00", NOW)).isEmpty();
        assertThat(RetryAfter.read("-5", NOW)).isEmpty();
    }
}
