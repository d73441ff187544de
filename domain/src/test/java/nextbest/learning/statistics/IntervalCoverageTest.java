package nextbest.learning.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IntervalCoverageTest {

    @Test
    void wilsonsIntervalMatchesThePublishedExample() {
        // Newcombe 1998, table I, method 3: 81 of 263 has .2553 to .3662; 15 of 148 has .0624 to .1605
        double[] a = new Proportion(81, 263).wilson(Proportion.Z95);
        assertThat(a[0]).isCloseTo(0.2553, within(5e-5));
        assertThat(a[1]).isCloseTo(0.3662, within(5e-5));
        double[] b = new Proportion(15, 148).wilson(Proportion.Z95);
        assertThat(b[0]).isCloseTo(0.0624, within(5e-5));
        assertThat(b[1]).isCloseTo(0.1605, within(5e-5));
    }

    @Test
    void newcombesDifferenceMatchesThePublishedExample() {
        // Newcombe 1998 (differences), table II, method 10: 56/70 − 48/80 has .0524 to .3339
        Estimate.Measured d = (Estimate.Measured) new Proportion(56, 70).minus(new Proportion(48, 80));
        assertThat(d.lower()).isCloseTo(0.0524, within(5e-5));
        assertThat(d.upper()).isCloseTo(0.3339, within(5e-5));
    }

    @Test
    @Tag("long")
    void shrunkRatesCover93To97OfHundredTrueRatesOnAverageOverWorlds() {
        // worlds differ in how alike actions (first κ) and segments (second κ) are
        double[][] worlds = {{20, 40}, {60, 15}, {200, 400}, {10, 10}, {20, 1000}};
        double sum = 0;
        for (double[] world : worlds) {
            int covered = 0;
            int measured = 0;
            for (int run = 0; run < 40; run++) {
                World simulated = new World(world[0], world[1], run);
                for (int leaf = 0; leaf < simulated.paths.size(); leaf++) {
                    if (simulated.tree.rate(simulated.paths.get(leaf)) instanceof Estimate.Measured m) {
                        measured++;
                        double truth = simulated.truth.get(leaf);
                        covered += m.lower() <= truth && truth <= m.upper() ? 1 : 0;
                    }
                }
            }
            double coverage = (double) covered / measured;
            sum += coverage;
            assertThat(coverage).as("κ %s and %s", world[0], world[1]).isBetween(0.90, 0.98);
        }
        assertThat(sum / worlds.length).isBetween(0.93, 0.97);
    }

    @Test
    void aThinLeafIsDrawnTowardsItsSiblingsAndAThickOneIsNot() {
        RateHierarchy tree = new RateHierarchy(2);
        for (int i = 0; i < 20; i++) {
            tree.add(List.of("calls", "action" + i), new Proportion(20, 100));
        }
        tree.add(List.of("calls", "thin"), new Proportion(4, 5));
        tree.add(List.of("calls", "thick"), new Proportion(800, 1000));
        Estimate.Measured thin = (Estimate.Measured) tree.rate(List.of("calls", "thin"));
        Estimate.Measured thick = (Estimate.Measured) tree.rate(List.of("calls", "thick"));
        assertThat(thin.value()).isLessThan(0.7);
        assertThat(thick.value()).isCloseTo(0.8, within(0.02));
        assertThat(tree.rate(List.of("calls", "never"))).isInstanceOf(Estimate.TooLittleData.class);
    }

    @Test
    void aLoneCaseIsTooLittleData() {
        RateHierarchy tree = new RateHierarchy(1);
        tree.add(List.of("only"), new Proportion(1, 1));
        assertThat(tree.rate(List.of("only"))).isInstanceOf(Estimate.TooLittleData.class);
        assertThat(new Proportion(1, 3).estimate()).isInstanceOf(Estimate.TooLittleData.class);
    }

    @Test
    @Tag("long")
    void medianRatiosCover93To97OfHundredTrueRatios() {
        // Weibull with shape 1.5, not exponential, a third censored; true ratio of medians .7
        Random random = new Random(33);
        int covered = 0;
        int runs = 1500;
        for (int run = 0; run < runs; run++) {
            Estimate ratio = weibull(random, 80, 0.7).medianRatio(weibull(random, 80, 1));
            Estimate.Measured m = (Estimate.Measured) ratio;
            covered += m.lower() <= 0.7 && 0.7 <= m.upper() ? 1 : 0;
        }
        assertThat(100.0 * covered / runs).isBetween(93.0, 97.0);
    }

    private static TimeToEvent weibull(Random random, int n, double scale) {
        double[] time = new double[n];
        boolean[] happened = new boolean[n];
        for (int i = 0; i < n; i++) {
            double event = scale * Math.pow(-Math.log(1 - random.nextDouble()), 1 / 1.5);
            double censoring = 2.2 * random.nextDouble();
            time[i] = Math.min(event, censoring);
            happened[i] = event <= censoring;
        }
        return new TimeToEvent(time, happened);
    }

    @Test
    void theMedianRespectsCensoring() {
        // events at 1, 3, 5; censored at 2, 4: S = .8, .8·2/3 = .533, 0 → the median is 5, ignoring censored cases it
        // were 3
        TimeToEvent group =
                new TimeToEvent(new double[] {1, 2, 3, 4, 5}, new boolean[] {true, false, true, false, true});
        assertThat(group.median()).hasValue(5);
        TimeToEvent none = new TimeToEvent(new double[] {1, 2}, new boolean[] {false, false});
        assertThat(none.median()).isEmpty();
        assertThat(none.medianRatio(group)).isInstanceOf(Estimate.TooLittleData.class);
        assertThatThrownBy(() -> new TimeToEvent(new double[] {-1}, new boolean[] {true}))
                .hasMessageContaining("must be finite and >= 0");
    }

    /** Three categories, six actions each, four segments each; rates drawn from the hierarchy, 3 to 60 cases per leaf. */
    private static final class World {
        private final RateHierarchy tree = new RateHierarchy(3);
        private final List<List<String>> paths = new ArrayList<>();
        private final List<Double> truth = new ArrayList<>();

        World(double actionKappa, double segmentKappa, int seed) {
            UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1000 + seed);
            double all = 0.2 + 0.3 * random.nextDouble();
            for (int c = 0; c < 3; c++) {
                double category = draw(all, 60, random);
                for (int a = 0; a < 6; a++) {
                    double action = draw(category, actionKappa, random);
                    for (int s = 0; s < 4; s++) {
                        double rate = draw(action, segmentKappa, random);
                        int n = 3 + random.nextInt(58);
                        int k = 0;
                        for (int i = 0; i < n; i++) {
                            k += random.nextDouble() < rate ? 1 : 0;
                        }
                        List<String> path = List.of("c" + c, "a" + a, "s" + s);
                        tree.add(path, new Proportion(k, n));
                        paths.add(path);
                        truth.add(rate);
                    }
                }
            }
        }

        private static double draw(double mean, double kappa, UniformRandomProvider random) {
            return BetaDistribution.of(mean * kappa, (1 - mean) * kappa)
                    .createSampler(random)
                    .sample();
        }
    }
}
