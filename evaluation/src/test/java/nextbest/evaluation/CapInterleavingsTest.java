package nextbest.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CapInterleavingsTest {
    @Test
    void noOrderOfEventsShowsARepMoreThanTheCap() {
        assertThat(CapInterleavings.violations(20_000, CapInterleavings.Keeping.LOCKED))
                .isZero();
    }

    @Test
    @Tag("long")
    void aMillionOrdersDoNotEither() {
        assertThat(CapInterleavings.violations(1_000_000, CapInterleavings.Keeping.LOCKED))
                .isZero();
    }

    @Test
    void aLedgerWithoutALockIsFoundOut() {
        assertThat(CapInterleavings.violations(20_000, CapInterleavings.Keeping.WITHOUT_LOCK))
                .isPositive();
    }

    @Test
    void aLedgerThatGivesBackWhatMayHaveArrivedIsFoundOut() {
        assertThat(CapInterleavings.violations(20_000, CapInterleavings.Keeping.GENEROUS))
                .isPositive();
    }
}
