package nextbest.learning.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Test
    void measuresFollowTheirDefinitionsByHand() {
        double[] chance = {0.1, 0.4, 0.4, 0.8};
        boolean[] won = {false, true, false, true};
        // pairs (won, lost): .4>.1, .4=.4 half, .8>.1, .8>.4 → 3.5/4
        assertThat(Calibration.auc(chance, won)).isCloseTo(0.875, within(1e-12));
        assertThat(Calibration.logLoss(chance, won))
                .isCloseTo(-(Math.log(0.9) + Math.log(0.4) + Math.log(0.6) + Math.log(0.8)) / 4, within(1e-12));
        assertThat(Calibration.brier(chance, won)).isCloseTo((0.01 + 0.36 + 0.16 + 0.04) / 4, within(1e-12));
        // two bins: (.25 predicted, .5 observed) and (.6, .5): (.25 + .1)/2
        assertThat(Calibration.expectedError(chance, won, 2)).isCloseTo(0.175, within(1e-12));
    }

    @Test
    void oneClassHasNoAuc() {
        assertThat(Calibration.auc(new double[] {0.2, 0.3}, new boolean[] {true, true}))
                .isNaN();
    }

    @Test
    void aPerfectlyCalibratedModelStaysBelowItsQuantileInAbout95Of100Cases() {
        Random random = new Random(4);
        int below = 0;
        for (int run = 0; run < 200; run++) {
            double[] chance = new double[300];
            boolean[] won = new boolean[300];
            for (int i = 0; i < 300; i++) {
                chance[i] = random.nextDouble();
                won[i] = random.nextDouble() < chance[i];
            }
            below += Calibration.expectedError(chance, won, 5) <= Calibration.perfectQuantile(chance, 5, 0.95) ? 1 : 0;
        }
        // 190 expected, binomial sd 3.1
        assertThat(below).isBetween(180, 199);
    }

    @Property(tries = 200)
    void isotonicMapsNeverChangeTheOrder(
            @ForAll @Size(min = 2, max = 40) double[] raw,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 1) double a,
            @ForAll @DoubleRange(min = 0, max = 1) double b) {
        double[] chance = Arrays.stream(raw)
                .map(x -> 1 / (1 + Math.exp(-Math.clamp(x, -20, 20))))
                .toArray();
        Random random = new Random(seed);
        boolean[] won = new boolean[chance.length];
        for (int i = 0; i < won.length; i++) {
            won[i] = random.nextBoolean();
        }
        Recalibration map = Recalibration.Isotonic.fit(chance, won);
        assertThat(map.apply(Math.min(a, b))).isLessThanOrEqualTo(map.apply(Math.max(a, b)));
        assertThat(map.apply(a)).isBetween(0.0, 1.0);
    }

    @Test
    void isotonicRegressionPoolsViolators() {
        // .2 → won, .4 → lost violate and pool to (1 + .25)/(2 + .5) = .5; .9 → won is (1.25)/(1.5)
        Recalibration map = Recalibration.Isotonic.fit(new double[] {0.4, 0.2, 0.9}, new boolean[] {false, true, true});
        assertThat(map.apply(0.3)).isCloseTo(0.5, within(1e-12));
        assertThat(map.apply(0.9)).isCloseTo(1.25 / 1.5, within(1e-12));
    }

    @Test
    void recalibrationRepairsOverconfidenceAndLeavesCalibratedChancesAlone() {
        Random random = new Random(7);
        int n = 4000;
        double[] overconfident = new double[n];
        boolean[] won = new boolean[n];
        for (int i = 0; i < n; i++) {
            double logit = random.nextGaussian();
            won[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit));
            overconfident[i] = 1 / (1 + Math.exp(-3 * logit));
        }
        Recalibration map = Recalibration.learn(overconfident, won);
        assertThat(map).isInstanceOf(Recalibration.Logistic.class);
        // the truth is a slope of 1/3; its standard error at n = 4000 is about .012
        assertThat(((Recalibration.Logistic) map).slope()).isCloseTo(1 / 3.0, within(0.05));
        assertThat(Recalibration.learn(new double[10], new boolean[10])).isInstanceOf(Recalibration.Unchanged.class);
    }

    @Test
    void chancesOutsideZeroToOneAreRefused() {
        assertThatThrownBy(() -> Calibration.brier(new double[] {1.2}, new boolean[] {true}))
                .hasMessage("chance 0 must be in [0, 1], but is 1.2");
    }
}
