package nextbest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import nextbest.recommendation.Arm;
import org.junit.jupiter.api.Test;

class SlateChoiceTest {

    @Test
    void twoOfThreeByHand() {
        // Scores 90, 89, 80; reach 3 points, temperature 1, floor 0.02, cap 2.
        // First place: p(a) = 0.98 · 1 / (1 + e⁻¹) + 0.01 = 0.98 · 0.7310586 + 0.01 = 0.7264374, p(b) = 0.2735626, p(c)
        // = 0.
        // Second place: whatever of a and b is left is the best, and c is out of its reach. So {a, b} is certain.
        SlateChoice.Result result = choose(policy(1, 300, 0.02, 2), 0.9, 90, 89, 80);

        assertThat(result.chosen()).containsExactly(0, 1);
        assertThat(result.probability()).isCloseTo(1, within(1e-12));
        assertThat(result.propensities().get(0).onSlate()).isCloseTo(1, within(1e-12));
        assertThat(result.propensities().get(2).onSlate()).isZero();
        // Inside the slate the order is by score, whoever was chosen first.
        assertThat(result.propensities().get(0).atPosition().getFirst()).isCloseTo(1, within(1e-12));
        assertThat(result.propensities().get(1).atPosition().get(1)).isCloseTo(1, within(1e-12));
    }

    @Test
    void onePlaceByHand() {
        double p = 0.98 / (1 + Math.exp(-1)) + 0.01;

        SlateChoice.Result below = choose(policy(1, 300, 0.02, 1), p - 1e-9, 90, 89, 80);
        SlateChoice.Result above = choose(policy(1, 300, 0.02, 1), p + 1e-9, 90, 89, 80);

        assertThat(below.chosen()).containsExactly(0);
        assertThat(above.chosen()).containsExactly(1);
        assertThat(above.greedy()).containsExactly(0);
        assertThat(below.probability()).isCloseTo(p, within(1e-12));
        assertThat(above.probability()).isCloseTo(1 - p, within(1e-12));
    }

    @Test
    void theRandomArmIsUniformOverAll() {
        // Four candidates, three places, no groups: each is on the slate with 3/4.
        SlateChoice.Result result = choose(policy(1, 300, 0.02, 3).withArm(Arm.RANDOM_ELIGIBLE), 0.5, 90, 70, 50, 10);

        assertThat(result.propensities())
                .allSatisfy(propensity -> assertThat(propensity.onSlate()).isCloseTo(0.75, within(1e-12)));
        // 4 · 3 · 2 orders, 6 of which give the same slate.
        assertThat(result.probability()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void aTemperatureThatUnderflowsStillSpreadsTheFloor() {
        SlateChoice.Result result = choose(policy(0.001, 300, 0.02, 1), 0.5, 90, 88);

        assertThat(result.propensities().get(1).onSlate()).isCloseTo(0.01, within(1e-12));
        assertThat(result.propensities().get(0).onSlate()).isCloseTo(0.99, within(1e-12));
    }

    @Test
    void withoutExplorationTheBestIsCertain() {
        SlateChoice.Result result = choose(policy(5, 1000, 0.5, 3).withoutExploration(), 0.999999, 90, 89, 88, 87);

        assertThat(result.chosen()).containsExactly(0, 1, 2);
        assertThat(result.propensities().get(3).onSlate()).isZero();
    }

    @Property(tries = 100)
    void theProbabilitiesAreThoseOfTheDraws(@ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int n) {
        // A grid of draws visits each slate as often as its probability says: an independent way to the same numbers.
        Random random = new Random(seed);
        List<SlateChoice.Entry> entries = entries(random, n);
        boolean[][] excludes = excludes(random, n);
        SelectionPolicy policy = policy(
                        1 + random.nextInt(5), random.nextInt(800), random.nextDouble() / 5, 1 + random.nextInt(3))
                .withArm(random.nextInt(4) == 0 ? Arm.RANDOM_ELIGIBLE : Arm.ENGINE);
        int grid = 18;
        double[] seen = new double[n];
        for (int i = 0; i < grid; i++) {
            for (int j = 0; j < grid; j++) {
                for (int k = 0; k < grid; k++) {
                    double[] draws = {(i + 0.5) / grid, (j + 0.5) / grid, (k + 0.5) / grid};
                    new SlateChoice(entries, excludes, policy, policy.capLeft())
                            .choose(place -> draws[place])
                            .chosen()
                            .forEach(index -> seen[index] += 1.0 / (grid * grid * grid));
                }
            }
        }
        SlateChoice.Result result = new SlateChoice(entries, excludes, policy, policy.capLeft()).choose(place -> 0.5);

        for (int i = 0; i < n; i++) {
            // Each of three places is off by at most half a step of the grid per boundary it has.
            assertThat(seen[i]).isCloseTo(result.propensities().get(i).onSlate(), within(3.0 * n / (2 * grid)));
        }
        // Nothing that the rules exclude is ever drawn.
        for (int i : result.chosen()) {
            for (int j : result.chosen()) {
                assertThat(excludes[i][j]).isFalse();
            }
        }
    }

    private static SlateChoice.Result choose(SelectionPolicy policy, double draw, int... points) {
        List<SlateChoice.Entry> entries = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            entries.add(new SlateChoice.Entry("c" + i, points[i] * 100, "g" + i, false, false));
        }
        return new SlateChoice(entries, new boolean[points.length][points.length], policy, policy.capLeft())
                .choose(place -> draw);
    }

    private static SelectionPolicy policy(double scale, int reach, double floor, int cap) {
        return new SelectionPolicy(
                Arm.ENGINE,
                SelectionPolicy.Weights.STANDARD,
                scale,
                reach,
                floor,
                cap,
                Collections.emptySortedSet(),
                true,
                false,
                Collections.emptySortedSet());
    }

    private static List<SlateChoice.Entry> entries(Random random, int n) {
        List<SlateChoice.Entry> entries = new ArrayList<>();
        int score = 9_500;
        for (int i = 0; i < n; i++) {
            entries.add(new SlateChoice.Entry(
                    "c" + i, score, "g", i == 0 && random.nextInt(4) == 0, random.nextInt(4) == 0));
            score -= random.nextInt(400);
        }
        return entries;
    }

    private static boolean[][] excludes(Random random, int n) {
        boolean[][] excludes = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                excludes[i][j] = excludes[j][i] = random.nextInt(4) == 0;
            }
        }
        return excludes;
    }
}
