package nextbest.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class Uuid7Test {
    @Test
    void carriesItsMomentAndSortsByIt() {
        Instant at = Instant.parse("2026-02-03T04:05:06.789Z");
        UUID id = Uuid7.of(at, 42);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Uuid7.instantOf(id)).isEqualTo(at);
        assertThat(id.toString()).isLessThan(Uuid7.of(at.plusMillis(1), 0).toString());
        assertThat(Uuid7.of(at, 42)).isEqualTo(id);
    }

    @Test
    void textThatIsNoIdIsRefusedWithWhatWasSeen() {
        assertThatThrownBy(() -> SubjectId.parse("deal-7"))
                .hasMessageContaining("SubjectId")
                .hasMessageContaining("deal-7");
    }
}
