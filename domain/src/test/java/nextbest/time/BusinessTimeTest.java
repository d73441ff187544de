package nextbest.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BusinessTimeTest {
    private static final Instant START = Instant.parse("2017-12-31T00:00:00Z");
    private static final Instant REAL = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void aDayPassesInASecondAtRate86400() {
        var clock = new BusinessClock(START, REAL, 86_400, 1);
        assertThat(clock.at(REAL.plusSeconds(3))).isEqualTo(START.plus(3, ChronoUnit.DAYS));
        assertThat(clock.realUntil(START.plus(2, ChronoUnit.DAYS), REAL.plusMillis(500)))
                .isEqualTo(Duration.ofMillis(1500));
        assertThat(clock.realUntil(START.minusSeconds(1), REAL)).isEqualTo(Duration.ZERO);
    }

    @Property
    void realAndBusinessTimeAreInverse(
            @ForAll @DoubleRange(min = 0.01, max = 1_000_000) double rate,
            @ForAll @LongRange(min = -100_000_000, max = 100_000_000) long seconds) {
        var clock = new BusinessClock(START, REAL, rate, 0);
        Instant business = START.plusSeconds(seconds);
        // doubles carry 53 bits: over 10^8 s that is better than a microsecond of real time, times the rate; and
        // business time is told in whole microseconds
        assertThat(Duration.between(business, clock.at(clock.realAt(business))).abs())
                .isLessThanOrEqualTo(Duration.ofNanos(1_000 + (long) (2_000 * Math.max(1, rate))));
    }

    @Test
    void businessTimeIsToldInWholeMicroseconds() {
        var clock = new BusinessClock(START.plusNanos(120), REAL, 60, 0);
        // 1 µs of real time is 60 µs of business time; the 120 ns are below what is stored
        assertThat(clock.at(REAL.plusNanos(1_000))).isEqualTo(START.plusNanos(60_000));
    }

    @Test
    void aRateOfZeroIsRefused() {
        assertThatThrownBy(() -> new BusinessClock(START, REAL, 0, 0)).hasMessageContaining("above 0");
    }

    @Test
    void workingDaysSkipWeekendsAndHolidaysInTheRepsZone() {
        var berlin = new WorkCalendar(
                ZoneId.of("Europe/Berlin"),
                WorkCalendar.mondayToFriday(ZoneId.of("UTC")).weekend(),
                Set.of(LocalDate.parse("2026-05-01")));
        // Thursday 30 April 2026 10:00 in Berlin; Friday is a holiday, so one working day later is Monday 4 May
        Instant thursday = Instant.parse("2026-04-30T08:00:00Z");
        assertThat(berlin.plusWorkingDays(thursday, 1)).isEqualTo(Instant.parse("2026-05-04T08:00:00Z"));
    }

    @Test
    void aDayOnWhichTheClocksChangeIsOneDay() {
        var berlin = WorkCalendar.mondayToFriday(ZoneId.of("Europe/Berlin"));
        // Friday 27 March 2026 10:00 (UTC+1); the clocks go forward on Sunday; Monday 10:00 is UTC+2
        assertThat(berlin.plusWorkingDays(Instant.parse("2026-03-27T09:00:00Z"), 1))
                .isEqualTo(Instant.parse("2026-03-30T08:00:00Z"));
    }
}
