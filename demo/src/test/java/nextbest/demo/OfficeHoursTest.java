package nextbest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class OfficeHoursTest {
    private static final OfficeHours BERLIN = new OfficeHours(ZoneId.of("Europe/Berlin"), 8, 17);

    @Test
    void workGoesOnAfterTheWeekend() {
        // Friday 16:00 in Berlin (UTC+1) plus three hours: one on Friday, two on Monday
        assertThat(BERLIN.plusWork(Instant.parse("2026-03-06T15:00:00Z"), 3))
                .isEqualTo(Instant.parse("2026-03-09T09:00:00Z"));
    }

    @Test
    void summerTimeMovesTheMorningInUtc() {
        // the clocks change on Sunday 29 March 2026: Monday 8:00 is 6:00 UTC
        assertThat(BERLIN.plusWork(Instant.parse("2026-03-27T16:00:00Z"), 0))
                .isEqualTo(Instant.parse("2026-03-30T06:00:00Z"));
    }

    @Test
    void workingDaysAreCountedBothWays() {
        LocalDate wednesday = LocalDate.of(2026, 3, 4);
        assertThat(BERLIN.plusWorkingDays(wednesday, 3)).isEqualTo(LocalDate.of(2026, 3, 9));
        assertThat(BERLIN.plusWorkingDays(wednesday, -3)).isEqualTo(LocalDate.of(2026, 2, 27));
        assertThat(BERLIN.plusWorkingDays(wednesday, 0)).isEqualTo(wednesday);
    }
}
