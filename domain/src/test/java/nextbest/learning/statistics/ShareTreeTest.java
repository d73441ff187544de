package nextbest.learning.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;

class ShareTreeTest {
    private static final List<String> LEVELS = List.of("all", "category", "action", "action-stage");

    @Test
    void theIntervalsHoldTheTruthInAbout95Percent() {
        int inside = 0;
        int told = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<ShareTree.Leaf> leaves = new ArrayList<>();
            List<Double> truths = new ArrayList<>();
            double top = 0.2 + 0.4 * random.nextDouble();
            for (int c = 0; c < 4; c++) {
                double category = draw(top, 40, random);
                for (int a = 0; a < 8; a++) {
                    double action = draw(category, 30, random);
                    for (int s = 0; s < 4; s++) {
                        double truth = draw(action, 50, random);
                        int n = 1 + random.nextInt(60);
                        truths.add(truth);
                        leaves.add(new ShareTree.Leaf(n, successes(n, truth, random), path(c, a, s)));
                    }
                }
            }
            ShareTree tree = ShareTree.of(LEVELS, leaves);
            for (int i = 0; i < leaves.size(); i++) {
                ShareTree.Estimate estimate =
                        tree.at(leaves.get(i).path(), 1, 3).orElseThrow();
                told++;
                inside += estimate.low() <= truths.get(i) && truths.get(i) <= estimate.high() ? 1 : 0;
            }
        }
        // 60 worlds of 128 shares; nominal 95 %, asked for 93 to 97 %
        assertThat(told).isEqualTo(7680);
        assertThat((double) inside / told).isBetween(0.93, 0.97);
    }

    @Test
    void whereActionsDoNotDifferNoneStandsOut() {
        int outside = 0;
        int told = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(1000 + seed);
            List<ShareTree.Leaf> leaves = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                for (int a = 0; a < 8; a++) {
                    for (int s = 0; s < 4; s++) {
                        int n = 5 + random.nextInt(60);
                        leaves.add(new ShareTree.Leaf(n, successes(n, 0.3, random), path(c, a, s)));
                    }
                }
            }
            ShareTree tree = ShareTree.of(LEVELS, leaves);
            for (ShareTree.Leaf leaf : leaves) {
                ShareTree.Estimate estimate = tree.at(leaf.path(), 1, 3).orElseThrow();
                told++;
                outside += estimate.low() > 0.3 || estimate.high() < 0.3 ? 1 : 0;
            }
        }
        assertThat((double) outside / told).isLessThanOrEqualTo(0.05);
    }

    @Test
    void fewCasesAreDrawnToTheLevelAboveAndManyStandForThemselves() {
        List<ShareTree.Leaf> leaves = new ArrayList<>();
        for (int a = 0; a < 10; a++) {
            leaves.add(new ShareTree.Leaf(200, a % 2 == 0 ? 50 : 70, path(0, a, 0))); // 30 % all in all
        }
        leaves.add(new ShareTree.Leaf(2, 2, path(0, 10, 0)));
        leaves.add(new ShareTree.Leaf(2000, 1600, path(0, 11, 0)));
        ShareTree tree = ShareTree.of(LEVELS, leaves);

        ShareTree.Estimate thin = tree.at(path(0, 10, 0), 1, 2).orElseThrow();
        ShareTree.Estimate thick = tree.at(path(0, 11, 0), 1, 2).orElseThrow();

        assertThat(thin.mean()).isLessThan(0.7); // two of two is 100 %, and means little
        assertThat(thin.n()).isEqualTo(2);
        assertThat(thin.high() - thin.low()).isGreaterThan(0.3);
        assertThat(thick.mean()).isCloseTo(0.8, within(0.01)); // 1600 of 2000
        assertThat(thick.level()).isEqualTo("action-stage");
        assertThat(thick.shrunkTo()).isEqualTo("action");
    }

    @Test
    void theDeepestNodeWithEnoughCasesIsTold() {
        ShareTree tree = ShareTree.of(
                LEVELS,
                List.of(
                        new ShareTree.Leaf(3, 1, path(0, 0, 0)),
                        new ShareTree.Leaf(20, 10, path(0, 0, 1)),
                        new ShareTree.Leaf(2, 0, path(0, 1, 0))));
        assertThat(tree.at(path(0, 0, 1), 10, 2).orElseThrow().level()).isEqualTo("action-stage");
        assertThat(tree.at(path(0, 0, 0), 10, 2).orElseThrow().level()).isEqualTo("action");
        // nowhere enough, so what there is at the shallowest level, with its honest count
        assertThat(tree.at(path(0, 1, 0), 10, 2).orElseThrow().n()).isEqualTo(2);
        assertThat(tree.at(path(0, 7, 0), 10, 2)).isEmpty();
    }

    @Test
    void itAgreesWithTheSlowerHierarchy() {
        Random random = new Random(5);
        List<ShareTree.Leaf> leaves = new ArrayList<>();
        RateHierarchy slower = new RateHierarchy(3);
        for (int c = 0; c < 4; c++) {
            double category = draw(0.35, 40, random);
            for (int a = 0; a < 14; a++) {
                double action = draw(category, 30, random);
                for (int s = 0; s < 4; s++) {
                    int n = 5 + random.nextInt(60);
                    int k = successes(n, draw(action, 50, random), random);
                    leaves.add(new ShareTree.Leaf(n, k, path(c, a, s)));
                    slower.add(path(c, a, s), new Proportion(k, n));
                }
            }
        }
        ShareTree tree = ShareTree.of(LEVELS, leaves);
        for (ShareTree.Leaf leaf : leaves) {
            if (slower.rate(leaf.path()) instanceof Estimate.Measured measured) {
                ShareTree.Estimate estimate = tree.at(leaf.path(), 1, 3).orElseThrow();
                // a tenth of the interval's usual width, about 20 points
                assertThat(estimate.mean()).isCloseTo(measured.value(), within(0.02));
                assertThat(estimate.low()).isCloseTo(measured.lower(), within(0.04));
                assertThat(estimate.high()).isCloseTo(measured.upper(), within(0.04));
            }
        }
    }

    @Property(tries = 200)
    void theOrderOfTheLeavesDoesNotMatter(@ForAll @IntRange(min = 0, max = 100_000) int seed) {
        Random random = new Random(seed);
        List<ShareTree.Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int n = random.nextInt(40);
            leaves.add(new ShareTree.Leaf(
                    n,
                    n == 0 ? 0 : random.nextInt(n + 1),
                    path(random.nextInt(3), random.nextInt(4), random.nextInt(2))));
        }
        List<ShareTree.Leaf> shuffled = new ArrayList<>(leaves);
        Collections.shuffle(shuffled, random);
        ShareTree one = ShareTree.of(LEVELS, leaves);
        ShareTree other = ShareTree.of(LEVELS, shuffled);
        for (ShareTree.Leaf leaf : leaves) {
            var a = one.at(leaf.path(), 1, 1);
            var b = other.at(leaf.path(), 1, 1);
            assertThat(a.map(ShareTree.Estimate::mean)).isEqualTo(b.map(ShareTree.Estimate::mean));
            a.ifPresent(e -> assertThat(0 <= e.low() && e.low() <= e.mean() && e.mean() <= e.high() && e.high() <= 1)
                    .isTrue());
        }
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new ShareTree.Leaf(2, 3, List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 of 2");
        assertThatThrownBy(() -> ShareTree.of(LEVELS, List.of(new ShareTree.Leaf(2, 1, List.of("a")))))
                .hasMessageContaining("[category, action, action-stage]");
    }

    private static List<String> path(int category, int action, int stage) {
        return List.of("c" + category, "a" + category + "-" + action, "s" + stage);
    }

    /** A share that varies around a mean with the weight of so many cases. */
    private static double draw(double mean, double strength, Random random) {
        double bounded = Math.clamp(mean, 0.02, 0.98);
        return BetaDistribution.of(bounded * strength, (1 - bounded) * strength)
                .createSampler(RandomSource.XO_RO_SHI_RO_128_PP.create(random.nextLong()))
                .sample();
    }

    private static int successes(int n, double share, Random random) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            k += random.nextDouble() < share ? 1 : 0;
        }
        return k;
    }
}
