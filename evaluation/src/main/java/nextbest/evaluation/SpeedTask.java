package nextbest.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import nextbest.learning.bandit.ActionSpace;
import nextbest.learning.bandit.BanditLearner;
import nextbest.learning.bandit.BanditSettings;
import nextbest.learning.bandit.Choice;
import nextbest.learning.bandit.ExactSums;
import nextbest.learning.bandit.Linearisation;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * How long one decision and one addition to the sums take, on one thread, for 50 actions and 30 features, beside a plain
 * dot product of the same size in the same run as a yardstick for the machine.
 */
final class SpeedTask {
    private static final int ACTIONS = 50;
    private static final int FEATURES = 30;
    private static final int LEARNED = 1500;

    private SpeedTask() {}

    /** All times in microseconds; the yardstick is 50 dot products of length 30, median. */
    record Result(
            double decideMedian,
            double decideP99,
            double addMedian,
            double addP99,
            double perSecond,
            double yardstickMicros) {
        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("decideMicrosP50", decideMedian);
            map.put("decideMicrosP99", decideP99);
            map.put("addOutcomeMicrosP50", addMedian);
            map.put("addOutcomeMicrosP99", addP99);
            map.put("decisionsPerSecond", perSecond);
            map.put("yardstickMicros", yardstickMicros);
            map.put("decideOverYardstick", decideMedian / yardstickMicros);
            return map;
        }
    }

    /** Measures in blocks and keeps the calmest, because other programs may be using the machine. */
    static Result run(int blocks, int rounds) {
        Result calmest = run(rounds);
        for (int b = 1; b < blocks; b++) {
            Result next = run(rounds);
            calmest = next.decideP99 < calmest.decideP99 ? next : calmest;
        }
        return calmest;
    }

    private static Result run(int rounds) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(5);
        double[][] contexts = new double[512][FEATURES];
        for (double[] context : contexts) {
            for (int i = 0; i < FEATURES; i++) {
                context[i] = random.nextDouble() * 2 - 1;
            }
        }
        BanditLearner learner =
                new BanditLearner(ActionSpace.undescribed(ACTIONS), FEATURES, BanditSettings.standard());
        Choice choice = new Choice();
        boolean[] eligible = learner.allEligible();
        for (int t = 0; t < LEARNED; t++) {
            learner.decide(contexts[t % contexts.length], eligible, t, choice);
            learner.learn(choice, random.nextDouble() < 0.3 ? 1 : 0);
        }
        long[] decide = new long[rounds];
        long[] add = new long[rounds];
        ExactSums sums = new ExactSums(learner.beliefs().dimension(), 0);
        long total = 0;
        for (int t = 0; t < 2 * rounds; t++) {
            long start = System.nanoTime();
            learner.decide(contexts[t % contexts.length], eligible, t, choice);
            decide[t % rounds] = System.nanoTime() - start;
            total += t >= rounds ? decide[t % rounds] : 0;
            Linearisation linearisation = choice.linearisation();
            start = System.nanoTime();
            sums.add(0, linearisation, 1000);
            add[t % rounds] = System.nanoTime() - start;
        }
        Arrays.sort(decide);
        Arrays.sort(add);
        return new Result(
                micros(decide, 0.5),
                micros(decide, 0.99),
                micros(add, 0.5),
                micros(add, 0.99),
                rounds * 1e9 / total,
                yardstick(contexts, rounds));
    }

    private static double yardstick(double[][] contexts, int rounds) {
        double[][] weights = Arrays.copyOf(contexts, ACTIONS);
        long[] nanos = new long[rounds];
        double sink = 0;
        for (int t = 0; t < 2 * rounds; t++) {
            double[] x = contexts[t % contexts.length];
            long start = System.nanoTime();
            for (double[] w : weights) {
                for (int i = 0; i < FEATURES; i++) {
                    sink += w[i] * x[i];
                }
            }
            nanos[t % rounds] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        // the sum is used, so that the loop cannot be left out
        return micros(nanos, 0.5) + (sink == 42.4242 ? 1e-9 : 0);
    }

    private static double micros(long[] sorted, double p) {
        return sorted[(int) (p * (sorted.length - 1))] / 1e3;
    }
}
