package nextbest.learning.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BanditLearnerTest {
    private static final BanditSettings SETTINGS = BanditSettings.standard();

    @Property(tries = 60)
    void propensitiesAddUpToOneKeepTheFloorAndAreZeroForWhatIsNotEligible(
            @ForAll @IntRange(min = 1, max = 30) int actions,
            @ForAll @IntRange(min = 0, max = 12) int width,
            @ForAll long seed) {
        Random random = new Random(seed);
        BanditLearner learner = new BanditLearner(ActionSpace.undescribed(actions), width, SETTINGS);
        Choice choice = new Choice();
        for (int t = 0; t < 30; t++) {
            boolean[] eligible = new boolean[actions];
            eligible[random.nextInt(actions)] = true;
            int count = 0;
            for (int a = 0; a < actions; a++) {
                eligible[a] |= random.nextBoolean();
                count += eligible[a] ? 1 : 0;
            }
            learner.decide(gaussian(random, width), eligible, t, choice);
            double sum = 0;
            for (int a = 0; a < actions; a++) {
                sum += choice.propensity(a);
                if (eligible[a]) {
                    assertThat(choice.propensity(a)).isGreaterThanOrEqualTo(SETTINGS.floor() / count * (1 - 1e-12));
                } else {
                    assertThat(choice.propensity(a)).isZero();
                }
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
            assertThat(eligible[choice.action()]).isTrue();
            learner.learn(choice, random.nextInt(2));
        }
    }

    @Test
    void choosesAsOftenAsThePropensitiesSay() {
        BanditLearner learner = learnedOnSigns(120);
        Choice choice = new Choice();
        double[] context = {0.05, -0.02};
        int n = 40_000;
        int[] chosen = new int[3];
        double[] expected = new double[3];
        for (int t = 0; t < n; t++) {
            learner.decide(context, learner.allEligible(), 1_000_000L + t, choice);
            chosen[choice.action()]++;
            for (int a = 0; a < 3; a++) {
                expected[a] += choice.propensity(a);
            }
        }
        for (int a = 0; a < 3; a++) {
            // five standard deviations of a sum of n independent choices
            double sd = Math.sqrt(Math.max(1, expected[a] * (1 - expected[a] / n)));
            assertThat((double) chosen[a]).isCloseTo(expected[a], within(5 * sd));
        }
    }

    @Test
    void aFeatureInAnotherUnitDoesNotDrownTheOthers() {
        double small = meanRewardWithNoiseIn(1);
        double large = meanRewardWithNoiseIn(1e5);
        // random choices earn 1/2; without bounds on the weights the large unit leaves next to nothing to learn from
        assertThat(large).isGreaterThan(small - 0.05).isGreaterThan(0.75);
    }

    /** The sign of the first of four features decides between two actions; the second one is noise in some unit. */
    private static double meanRewardWithNoiseIn(double unit) {
        Random random = new Random(21);
        BanditLearner learner = new BanditLearner(ActionSpace.undescribed(2), 4, SETTINGS);
        Choice choice = new Choice();
        double total = 0;
        for (int t = 0; t < 600; t++) {
            double[] context = gaussian(random, 4);
            context[1] *= unit;
            learner.decide(context, learner.allEligible(), t, choice);
            double reward = (context[0] > 0) == (choice.action() == 0) ? 1 : 0;
            learner.learn(choice, reward);
            total += reward;
        }
        return total / 600;
    }

    @Test
    void theSameStreamWithTheSameIdsReplaysToTheSameState() {
        assertThat(learnedOnSigns(400).sums().hash())
                .isEqualTo(learnedOnSigns(400).sums().hash());
    }

    @Test
    void learnsWhichActionSuitsWhichContext() {
        BanditLearner learner = learnedOnSigns(600);
        Choice choice = new Choice();
        learner.decide(new double[] {2, 0}, learner.allEligible(), 7, choice);
        assertThat(choice.expectedReward(0)).isGreaterThan(0.8);
        learner.decide(new double[] {-2, 0}, learner.allEligible(), 8, choice);
        assertThat(choice.expectedReward(1)).isGreaterThan(0.8);
        assertThat(choice.expectedReward(2)).isLessThan(0.5);
    }

    @Test
    void learnsFromOutcomesThatComeLate() {
        BanditLearner learner = new BanditLearner(ActionSpace.undescribed(2), 1, SETTINGS);
        Choice choice = new Choice();
        Random random = new Random(5);
        record Pending(Linearisation decision, double reward) {}
        Deque<Pending> pending = new ArrayDeque<>();
        int right = 0;
        for (int t = 0; t < 800; t++) {
            double x = random.nextGaussian();
            learner.decide(new double[] {x}, learner.allEligible(), t, choice);
            double reward = (x > 0) == (choice.action() == 0) ? 1 : 0;
            right += t >= 600 ? (int) reward : 0;
            pending.add(new Pending(choice.linearisation(), reward));
            if (pending.size() > 100) {
                Pending due = pending.remove();
                learner.learn(due.decision, due.reward);
            }
        }
        assertThat(right).isGreaterThan(180);
    }

    @Test
    void forgetsWhenTheWorldTurnsAndNotOtherwise() {
        assertThat(halfLifeAfter(2000, Integer.MAX_VALUE)).isInfinite();
        assertThat(halfLifeAfter(2000, 1250)).isFinite();
    }

    private static double halfLifeAfter(int rounds, int turn) {
        BanditLearner learner = new BanditLearner(ActionSpace.undescribed(2), 1, SETTINGS);
        Choice choice = new Choice();
        Random random = new Random(6);
        double shortest = Double.POSITIVE_INFINITY;
        for (int t = 0; t < rounds; t++) {
            double x = random.nextGaussian();
            learner.decide(new double[] {x}, learner.allEligible(), t, choice);
            boolean right = (x > 0) == (choice.action() == 0);
            learner.learn(choice, right == t < turn ? 1 : 0);
            shortest = Math.min(shortest, learner.halfLife());
        }
        return shortest;
    }

    @Test
    void aNewActionInMidStreamIsFoundWhenItIsGood() {
        BanditLearner learner =
                new BanditLearner(ActionSpace.describedBy(new double[][] {{0, 1}, {1, 0}, {0.5, 0.5}}), 2, SETTINGS);
        Choice choice = new Choice();
        Random random = new Random(8);
        int taken = 0;
        for (int t = 0; t < 900; t++) {
            if (t == 500) {
                assertThat(learner.addAction(new double[] {2, -1}, 0)).isEqualTo(3);
            }
            learner.decide(gaussian(random, 2), learner.allEligible(), t, choice);
            double chance = choice.action() == 3 ? 0.8 : 0.3;
            learner.learn(choice, random.nextDouble() < chance ? 1 : 0);
            taken += t >= 800 && choice.action() == 3 ? 1 : 0;
        }
        assertThat(taken).isGreaterThan(70);
    }

    @Test
    void aManagersGuidanceDecidesBeforeAnythingIsLearnedAndYieldsToEvidence() {
        ActionSpace guided = ActionSpace.undescribed(3).startingAt(new double[] {-1, 2, -1});
        BanditLearner learner = new BanditLearner(guided, 0, SETTINGS);
        Choice choice = new Choice();
        learner.decide(new double[0], learner.allEligible(), 1, choice);
        assertThat(choice.propensity(1)).isGreaterThan(0.98);
        for (int t = 0; t < 60; t++) {
            learner.decide(new double[0], learner.allEligible(), t, choice);
            learner.learn(choice, choice.action() == 2 ? 1 : 0);
        }
        learner.decide(new double[0], learner.allEligible(), 99, choice);
        assertThat(choice.propensity(2)).isGreaterThan(0.9);
    }

    @Test
    void decidingAllocatesNothing() {
        BanditLearner learner = learnedOnSigns(100);
        Choice choice = new Choice();
        double[] context = {0.3, -0.4};
        boolean[] eligible = learner.allEligible();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int t = 0; t < 2000; t++) {
            learner.decide(context, eligible, t, choice);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int t = 0; t < 2000; t++) {
            learner.decide(context, eligible, t, choice);
        }
        // the two readings themselves may cost a few bytes; 2,000 decisions with one object each would be ≥ 32,000
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2000);
    }

    @Test
    void saysWhatIsWrongWithBadInput() {
        BanditLearner learner = new BanditLearner(ActionSpace.undescribed(2), 2, SETTINGS);
        Choice choice = new Choice();
        boolean[] all = learner.allEligible();
        assertThatThrownBy(() -> learner.decide(new double[] {1, Double.NaN}, all, 1, choice))
                .hasMessage("context feature 1 must be finite, but is NaN");
        assertThatThrownBy(() -> learner.decide(new double[] {1}, all, 1, choice))
                .hasMessage("expected 2 context features, but got 1");
        assertThatThrownBy(() -> learner.decide(new double[] {1, 2}, new boolean[2], 1, choice))
                .hasMessageContaining("no action is eligible");
        learner.decide(new double[] {1, 2}, all, 1, choice);
        assertThatThrownBy(() -> learner.learn(choice, 1.5)).hasMessage("a reward must be in [0, 1], but is 1.5");
        assertThatThrownBy(() -> learner.learn(choice, Double.NaN)).hasMessageContaining("must be in [0, 1]");
    }

    /** Action 0 pays when x₀ &gt; 0, action 1 when x₀ &lt; 0, action 2 in a fifth of all cases. */
    private static BanditLearner learnedOnSigns(int rounds) {
        BanditLearner learner = new BanditLearner(ActionSpace.undescribed(3), 2, SETTINGS);
        Choice choice = new Choice();
        Random random = new Random(11);
        for (int t = 0; t < rounds; t++) {
            double[] context = gaussian(random, 2);
            learner.decide(context, learner.allEligible(), t, choice);
            double reward = switch (choice.action()) {
                case 0 -> context[0] > 0 ? 1 : 0;
                case 1 -> context[0] < 0 ? 1 : 0;
                default -> random.nextInt(5) == 0 ? 1 : 0;
            };
            learner.learn(choice, reward);
        }
        return learner;
    }

    private static double[] gaussian(Random random, int width) {
        double[] x = new double[width];
        for (int i = 0; i < width; i++) {
            x[i] = random.nextGaussian();
        }
        return x;
    }
}
