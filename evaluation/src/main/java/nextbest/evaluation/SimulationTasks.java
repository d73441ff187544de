package nextbest.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import nextbest.learning.reward.Grade;
import nextbest.learning.reward.OutcomeFact;
import nextbest.learning.reward.RewardLedger;
import nextbest.learning.reward.RewardScale;
import nextbest.learning.statistics.Estimate;
import nextbest.learning.statistics.Proportion;
import nextbest.learning.statistics.RateHierarchy;
import nextbest.learning.trial.AnytimeComparison;
import nextbest.learning.trial.PowerPlan;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.ListSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BetaDistribution;

/** Checks on made-up worlds whose truth is known: do intervals cover, do trials alarm falsely, does order matter. */
final class SimulationTasks {
    private static final double ALPHA = 0.05;

    private SimulationTasks() {}

    private static UniformRandomProvider random(long seed) {
        return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    }

    private static double rate(double mean, double kappa, UniformRandomProvider random) {
        return BetaDistribution.of(mean * kappa, (1 - mean) * kappa)
                .createSampler(random)
                .sample();
    }

    /**
     * The share of true rates inside their nominal 95 % intervals, one number per world. Three categories, six actions, four
     * segments, 3 to 60 cases each; worlds differ in how alike actions and segments are (κ of the Beta distributions).
     */
    static double[] coverage(int runs) {
        double[][] worlds = {{20, 40}, {60, 15}, {200, 400}, {10, 10}, {20, 1000}};
        double[] coverage = new double[worlds.length];
        for (int w = 0; w < worlds.length; w++) {
            int[] count = new int[2];
            for (int run = 0; run < runs; run++) {
                world(worlds[w][0], worlds[w][1], random(9000 + run), count);
            }
            coverage[w] = (double) count[0] / count[1];
        }
        return coverage;
    }

    private static void world(double actionKappa, double segmentKappa, UniformRandomProvider random, int[] count) {
        RateHierarchy tree = new RateHierarchy(3);
        List<List<String>> paths = new ArrayList<>();
        List<Double> truth = new ArrayList<>();
        double all = 0.2 + 0.3 * random.nextDouble();
        for (int c = 0; c < 3; c++) {
            double category = rate(all, 60, random);
            for (int a = 0; a < 6; a++) {
                double action = rate(category, actionKappa, random);
                for (int s = 0; s < 4; s++) {
                    double segment = rate(action, segmentKappa, random);
                    int n = 3 + random.nextInt(58);
                    int k = 0;
                    for (int i = 0; i < n; i++) {
                        k += random.nextDouble() < segment ? 1 : 0;
                    }
                    List<String> path = List.of("c" + c, "a" + a, "s" + s);
                    tree.add(path, new Proportion(k, n));
                    paths.add(path);
                    truth.add(segment);
                }
            }
        }
        for (int leaf = 0; leaf < paths.size(); leaf++) {
            if (tree.rate(paths.get(leaf)) instanceof Estimate.Measured m) {
                count[1]++;
                count[0] += m.lower() <= truth.get(leaf) && truth.get(leaf) <= m.upper() ? 1 : 0;
            }
        }
    }

    /**
     * Trials with ten daily looks at accounts that differ (correlation ¼) with one exposure a day.
     *
     * @param falseAlarms share of trials without a difference that ever alarm
     * @param naiveAlarms the same with a z-test that takes exposures for independent
     * @param power share of trials of the announced size that find the announced difference
     * @param accounts the announced accounts per arm
     */
    record Trials(double falseAlarms, double naiveAlarms, double power, int accounts) {}

    static Trials trials(int runs) {
        PowerPlan plan = PowerPlan.of(new PowerPlan.Assumptions(0.3, 0.08, 10, 2, 0.25, ALPHA, 0.8));
        AnytimeComparison comparison = new AnytimeComparison(plan, ALPHA);
        int alarms = 0;
        int naive = 0;
        int found = 0;
        for (int run = 0; run < runs; run++) {
            boolean[] same = looks(comparison, 60, 0, random(run));
            alarms += same[0] ? 1 : 0;
            naive += same[1] ? 1 : 0;
            found += looks(comparison, plan.accountsPerArm(), 0.08, random(50_000L + run))[0] ? 1 : 0;
        }
        return new Trials((double) alarms / runs, (double) naive / runs, (double) found / runs, plan.accountsPerArm());
    }

    /** Whether the comparison, and whether the naive test, alarmed on any of ten days. */
    private static boolean[] looks(
            AnytimeComparison comparison, int accounts, double difference, UniformRandomProvider random) {
        double[][] rate = new double[2][accounts];
        for (int arm = 0; arm < 2; arm++) {
            double mean = 0.3 + (arm == 0 ? difference : 0);
            // κ = 3 makes two exposures of an account correlate by 1/4
            var sampler = BetaDistribution.of(mean * 3, (1 - mean) * 3).createSampler(random);
            double[] rates = rate[arm];
            Arrays.setAll(rates, i -> sampler.sample());
        }
        double[][] rewards = new double[2][accounts];
        boolean[] alarmed = new boolean[2];
        for (int day = 1; day <= 10; day++) {
            for (int arm = 0; arm < 2; arm++) {
                for (int i = 0; i < accounts; i++) {
                    rewards[arm][i] += random.nextDouble() < rate[arm][i] ? 1 : 0;
                }
            }
            long[] exposures = new long[accounts];
            Arrays.fill(exposures, day);
            Estimate seen = comparison.difference(
                    new AnytimeComparison.Arm(rewards[0], exposures), new AnytimeComparison.Arm(rewards[1], exposures));
            alarmed[0] |= seen instanceof Estimate.Measured m && m.excludes(0);
            alarmed[1] |= naiveAlarm(rewards, (double) accounts * day);
        }
        return alarmed;
    }

    private static boolean naiveAlarm(double[][] rewards, double n) {
        double a = Arrays.stream(rewards[0]).sum() / n;
        double b = Arrays.stream(rewards[1]).sum() / n;
        double error = Math.sqrt((a * (1 - a) + b * (1 - b)) / n);
        return error > 0 && Math.abs(a - b) > 1.96 * error;
    }

    /** How many of so many shuffled and partly repeated deliveries of the same facts ended in other sums; 0 is right. */
    static int shuffles(int orders) {
        List<Consumer<RewardLedger>> events = events(random(1));
        long expected = play(events);
        UniformRandomProvider random = random(2);
        int different = 0;
        for (int i = 0; i < orders; i++) {
            List<Consumer<RewardLedger>> shuffled = new ArrayList<>(events);
            for (int d = 0; d < 10; d++) {
                shuffled.add(events.get(random.nextInt(events.size())));
            }
            ListSampler.shuffle(random, shuffled);
            different += play(shuffled) == expected ? 0 : 1;
        }
        return different;
    }

    private static long play(List<Consumer<RewardLedger>> events) {
        RewardLedger ledger = new RewardLedger(RewardScale.standard(), (decision, before, after) -> {});
        events.forEach(event -> event.accept(ledger));
        return ledger.hash();
    }

    /** Eight decisions with four facts each: grades, closed windows, withdrawals, corrections, holidays. */
    private static List<Consumer<RewardLedger>> events(UniformRandomProvider random) {
        Grade[] grades = Grade.values();
        List<Consumer<RewardLedger>> events = new ArrayList<>();
        for (int d = 0; d < 8; d++) {
            UUID decision = new UUID(7, d);
            int action = random.nextInt(3);
            int month = random.nextInt(12);
            events.add(ledger -> ledger.decided(decision, action, month));
            for (int f = 0; f < 4; f++) {
                OutcomeFact.Effect effect = switch (random.nextInt(6)) {
                    case 0 -> new OutcomeFact.WindowClosed();
                    case 1 -> new OutcomeFact.NotObserved("on holiday");
                    case 2 -> new OutcomeFact.Withdrawn();
                    default -> new OutcomeFact.Reached(grades[random.nextInt(grades.length)]);
                };
                OutcomeFact fact = new OutcomeFact(decision, "f" + random.nextInt(3), random.nextInt(3), effect);
                events.add(ledger -> ledger.accept(fact));
            }
        }
        return events;
    }
}
