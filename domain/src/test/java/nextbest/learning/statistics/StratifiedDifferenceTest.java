package nextbest.learning.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import nextbest.learning.statistics.StratifiedDifference.Stratum;
import org.junit.jupiter.api.Test;

class StratifiedDifferenceTest {
    /** With one stratum of equal sides the variance is p₁q₁/n + p₀q₀/n: 0.6·0.4/50 + 0.4·0.6/50 = 0.0096. */
    @Test
    void oneStratumIsTheOrdinaryDifference() {
        Estimate estimate = StratifiedDifference.of(List.of(stratum(30, 50, 20, 50)), 20);
        var measured = (Estimate.Measured) estimate;
        assertThat(measured.value()).isCloseTo(0.2, within(1e-12));
        assertThat(measured.upper() - measured.value()).isCloseTo(1.959964 * Math.sqrt(0.0096), within(1e-6));
        assertThat(measured.excludes(0)).isTrue();
    }

    /** Simpson: within each stratum the sides are equal (0.8 and 0.2), but one side has more of the easy cases. */
    @Test
    void aDifferenceThatOnlyTheMixMakesIsNone() {
        Estimate estimate = StratifiedDifference.of(List.of(stratum(80, 100, 16, 20), stratum(4, 20, 20, 100)), 20);
        var measured = (Estimate.Measured) estimate;
        assertThat(measured.value()).isCloseTo(0, within(1e-12));
        assertThat(measured.excludes(0)).isFalse();
    }

    @Test
    void strataWithOneSideOnlyDoNotCountAndTooFewCasesClaimNothing() {
        assertThat(StratifiedDifference.of(List.of(stratum(10, 19, 10, 40), stratum(50, 100, 0, 0)), 20))
                .isEqualTo(
                        new Estimate.TooLittleData(19, "one side has only 19 cases; at least 20 of each are needed"));
        assertThat(StratifiedDifference.of(List.of(stratum(0, 100, 0, 100)), 20))
                .isInstanceOf(Estimate.TooLittleData.class);
        assertThat(StratifiedDifference.of(List.of(), 20)).isInstanceOf(Estimate.TooLittleData.class);
    }

    private static Stratum stratum(long a, long n1, long b, long n0) {
        return new Stratum(new Proportion(a, n1), new Proportion(b, n0));
    }
}
