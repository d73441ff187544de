package nextbest.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nextbest.learning.offpolicy.CellRewardModel;
import nextbest.learning.offpolicy.Estimator;

/** The public reference tasks, with the numbers that other tools reached on the same files. */
final class ReferenceTasks {
    private static final int SIMULATED = 1_000;
    private static final int INTERLEAVINGS = 1_000_000;

    private final Path data;
    private final Consumer<String> progress;
    private final long seed;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param seed which row orders and folds are drawn
     * @param progress is told what is being measured
     */
    ReferenceTasks(Path data, long seed, Consumer<String> progress) {
        this.data = data;
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * One line of the table.
     *
     * @param toBeat what another tool reached
     * @param reach what we must reach
     * @param measured what we reached now
     * @param answer yes, no, or why it was not measured
     */
    record Row(String task, String toBeat, String reach, String measured, String answer) {
        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("task", task);
            map.put("toBeat", toBeat);
            map.put("reach", reach);
            map.put("measured", measured);
            map.put("reached", answer);
            return map;
        }
    }

    List<Row> run(int orders) {
        progress.accept("digits, " + orders + " orders");
        digits(orders);
        progress.accept("nba_sim, " + orders + " orders and 20 seeds");
        simulation(orders);
        progress.accept("off-policy evaluation");
        offPolicy();
        progress.accept("win probability, 20 x 10 folds");
        outcome();
        progress.accept("coverage, trials, shuffles (simulated)");
        simulated();
        progress.accept("speed");
        speed();
        return rows;
    }

    private void digits(int orders) {
        Path file = data.resolve("learning/digits.csv");
        String task = "digits, one pass, mean reward of " + orders + " orders";
        String toBeat = "VW best tuned .753, LinUCB without propensities .863";
        if (absent(file, task, toBeat, ">= .85")) {
            return;
        }
        BanditTask.Result r =
                BanditTask.run(BanditStream.read(file, null, null, (char) 0), Integer.MAX_VALUE, orders, seed);
        add(task, toBeat, ">= .85", interval(r), r.mean() >= 0.85);
    }

    private void simulation(int orders) {
        Path file = data.resolve("learning/nba_sim.csv");
        String task = "nba_sim, first 10,000 rounds, " + orders + " orders";
        if (absent(file, task, "VW best tuned .601", ">= .62")) {
            return;
        }
        BanditStream stream = BanditStream.read(file, data.resolve("learning/nba_actions.csv"), null, (char) 0);
        BanditTask.Result r = BanditTask.run(stream, 10_000, orders, seed);
        add(task, "VW best tuned .601", ">= .62", interval(r), r.mean() >= 0.62);
        BanditTask.NewAction arrival = BanditTask.newAction(stream, 10_000, 20);
        String reach = "offers 150-250 >= .8 of the last 1,000";
        add(
                "nba_sim, a new action half-way, 20 seeds, rounds that offered it",
                "-",
                reach,
                "%.4f / %.4f = %.3f".formatted(arrival.early(), arrival.late(), arrival.ratio()),
                arrival.ratio() >= 0.8);
        if (arrival.popularSeeds() > 0) {
            add(
                    "the same by times chosen (" + arrival.popularSeeds() + " seeds chose it more than 300 times)",
                    "-",
                    "choices 150-250 >= .8 of the last 1,000",
                    "%.4f / %.4f = %.3f"
                            .formatted(arrival.popularEarly(), arrival.popularLate(), arrival.popularRatio()),
                    arrival.popularRatio() >= 0.8);
        }
    }

    private static String interval(BanditTask.Result r) {
        return "%.4f (%.4f to %.4f)"
                .formatted(r.mean(), r.mean() - 1.96 * r.orderError(), r.mean() + 1.96 * r.orderError());
    }

    private void offPolicy() {
        offPolicy(
                "bts <- random",
                "all_random.csv",
                "pi_bts_all.csv",
                Map.of(
                        Estimator.IPS, 0.004566904,
                        Estimator.SNIPS, 0.004790602,
                        Estimator.DM, 0.004968930,
                        Estimator.DR, 0.004778280,
                        Estimator.SNDR, 0.004768942));
        offPolicy(
                "random <- bts",
                "all_bts.csv",
                "pi_random_all.csv",
                Map.of(
                        Estimator.IPS, 0.002359640,
                        Estimator.SNIPS, 0.002333714,
                        Estimator.DM, 0.004887733,
                        Estimator.DR, 0.002416100,
                        Estimator.SNDR, 0.002443256));
    }

    private void offPolicy(String name, String log, String policy, Map<Estimator, Double> reference) {
        Path file = data.resolve("learning/obd").resolve(log);
        if (absent(file, "off-policy " + name, "Open Bandit Pipeline 0.5.7", "equal")) {
            return;
        }
        OffPolicyTask.Result result = OffPolicyTask.run(
                file,
                data.resolve("learning/obd").resolve(policy),
                OffPolicyTask.Columns.USUAL,
                (char) 0,
                new CellRewardModel(1, 200));
        for (Estimator estimator : Estimator.values()) {
            if (reference.containsKey(estimator)) {
                double expected = reference.get(estimator);
                double seen = result.points().get(estimator);
                add(
                        "off-policy " + name + " " + estimator,
                        "%.9f".formatted(expected),
                        "equal in all printed digits",
                        "%.9f".formatted(seen),
                        Math.abs(seen - expected) <= 0.5000001e-9);
            }
        }
    }

    private void outcome() {
        Path file = data.resolve("winloss/salvirt_visible.csv");
        String task = "win probability, identical rows grouped, 20 x 10 folds";
        if (absent(file, task, "logistic regression AUC .813, log loss .535", "neither worse by more than .01")) {
            return;
        }
        OutcomeTask.Result result = OutcomeTask.run(file, OutcomeTask.Options.NONE, 20, 10, seed);
        OutcomeTask.Quality q = result.grouped();
        OutcomeTask.Quality plain = result.plain();
        add(
                task,
                "logistic regression AUC .813, log loss .535",
                "neither worse by more than .01",
                "AUC of all cases together %.4f, log loss %.4f".formatted(q.auc(), q.logLoss()),
                q.auc() >= 0.803 && q.logLoss() <= 0.545);
        add(
                "the same, AUC as the mean over folds",
                "logistic regression AUC .813, log loss .535",
                "neither worse by more than .01",
                "AUC %.4f, log loss %.4f".formatted(q.foldAuc(), q.logLoss()),
                q.foldAuc() >= 0.803 && q.logLoss() <= 0.545);
        add(
                "the same against plain logistic regression on the same folds in this run",
                "AUC %.4f, log loss %.4f".formatted(plain.auc(), plain.logLoss()),
                "neither worse",
                "AUC %.4f, log loss %.4f".formatted(q.auc(), q.logLoss()),
                q.auc() >= plain.auc() && q.logLoss() <= plain.logLoss());
        OutcomeTask.Quality tuned = result.bestPlain();
        add(
                "the same against the best of four penalties, chosen in hindsight on these folds",
                "AUC %.4f, log loss %.4f".formatted(tuned.auc(), tuned.logLoss()),
                "neither worse by more than .01",
                "AUC %.4f, log loss %.4f".formatted(q.auc(), q.logLoss()),
                q.auc() >= tuned.auc() - 0.01 && q.logLoss() <= tuned.logLoss() + 0.01);
        add(
                "its calibration error, 5 bins of equal mass",
                "-",
                "<= 95 % quantile of a perfect model",
                "%.4f <= %.4f".formatted(q.error(), q.perfectError()),
                q.error() <= q.perfectError());
    }

    private void simulated() {
        double[] coverage = SimulationTasks.coverage(40);
        double mean = Arrays.stream(coverage).average().orElseThrow();
        add(
                "coverage of nominal 95 % intervals, mean of five simulated worlds",
                "-",
                ".93 to .97",
                "%.3f (%.3f to %.3f)"
                        .formatted(
                                mean,
                                Arrays.stream(coverage).min().orElseThrow(),
                                Arrays.stream(coverage).max().orElseThrow()),
                mean >= 0.93 && mean <= 0.97);
        SimulationTasks.Trials trials = SimulationTasks.trials(SIMULATED);
        add(
                "A/A, ten daily looks, accounts that differ, " + SIMULATED + " trials: false alarms",
                "fixed z-test %.3f".formatted(trials.naiveAlarms()),
                "<= .05",
                "%.3f".formatted(trials.falseAlarms()),
                trials.falseAlarms() <= 0.05);
        add(
                "power at the announced size (" + trials.accounts() + " accounts per arm, .30 to .38)",
                "-",
                ">= .80",
                "%.3f".formatted(trials.power()),
                trials.power() >= 0.8);
        int different = SimulationTasks.shuffles(10_000);
        add(
                "outcomes shuffled, repeated, corrected, 10,000 orders: other sums",
                "-",
                "0",
                Integer.toString(different),
                different == 0);
        progress.accept("caps, a million interleavings");
        int above = CapInterleavings.violations(INTERLEAVINGS, CapInterleavings.Keeping.LOCKED);
        int unlocked = CapInterleavings.violations(INTERLEAVINGS / 100, CapInterleavings.Keeping.WITHOUT_LOCK);
        add(
                "caps, %,d interleavings with retries and crashes: days above the cap".formatted(INTERLEAVINGS),
                "without the lock %d of %,d".formatted(unlocked, INTERLEAVINGS / 100),
                "0",
                Integer.toString(above),
                above == 0 && unlocked > 0);
    }

    private void speed() {
        SpeedTask.Result r = SpeedTask.run(5, 5_000);
        add(
                "decide, 50 actions x 30 features, p50 / p99",
                "VW 167 / 275 us",
                "<= 50 / 150 us",
                "%.1f / %.1f us (%.0f x a plain scoring pass)"
                        .formatted(r.decideMedian(), r.decideP99(), r.decideMedian() / r.yardstickMicros()),
                r.decideMedian() <= 50 && r.decideP99() <= 150);
        add(
                "add an outcome to the sums, p50 / p99",
                "VW about 167 us",
                "<= 30 us",
                "%.2f / %.2f us".formatted(r.addMedian(), r.addP99()),
                r.addMedian() <= 30);
    }

    private boolean absent(Path file, String task, String toBeat, String reach) {
        if (Files.isRegularFile(file)) {
            return false;
        }
        rows.add(new Row(task, toBeat, reach, "-", "not measured: there is no " + file));
        return true;
    }

    private void add(String task, String toBeat, String reach, String measured, boolean reached) {
        rows.add(new Row(task, toBeat, reach, measured, reached ? "yes" : "NO"));
    }
}
