package nextbest.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.LearnedValues;
import nextbest.engine.Selection;
import nextbest.learning.offpolicy.LoggedDecisions;
import nextbest.learning.statistics.StableHash;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Slate;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Decisions that judge policies. A row is a recommendation with a result: its logged probability is that of being on the card, its
 * target probability what the policy would have given it. Where it stands on the card follows from the scores; a policy that
 * orders anew would put things where chance never put them, so what the place does to a result is left to the forecast, which
 * knows the place, and weights correct only what the forecast missed (Li et al. 2018, the document-based model, inside a doubly
 * robust estimate).
 */
final class Judging {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int BINS = 10;
    /** Beyond so many standard errors, and by more than {@link #OFF_BY}, the forecast counts as wrong. */
    private static final double FAR = 3;

    private static final double OFF_BY = 0.02;
    private static final int FEWEST_CLUSTERS = 20;

    private final Engine engine;
    private final List<PastDecision> decisions;
    private final ModelParameters scale;
    private final double[] reward;
    private final double[] logging;
    private final double[] foreseen;
    private final long[] cluster;
    private final List<Map<String, String>> groups = new ArrayList<>();
    private final List<Map<Integer, Map<String, Double>>> expected = new ArrayList<>();

    /** What a policy's model says in a decision. */
    interface Values {
        LearnedValues of(PastDecision decision);
    }

    /**
     * @param log what the evaluation takes
     * @param target probability under the policy, by row
     * @param underTarget foreseen reward under the policy, by row
     */
    @SuppressWarnings("ArrayRecordComponent") // columns of one table
    record Rows(LoggedDecisions log, double[] target, double[] underTarget) {}

    /** @param forecaster what foresees rewards, and says what results are worth, for all policies alike */
    Judging(Engine engine, List<PastDecision> decisions, LiveModel forecaster) {
        this.engine = engine;
        this.decisions = decisions;
        scale = forecaster.parameters();
        List<double[]> rows = new ArrayList<>();
        List<Long> clusters = new ArrayList<>();
        for (PastDecision decision : decisions) {
            Map<Integer, Map<String, Double>> byPosition = new HashMap<>();
            for (int position = 1; position <= Slate.MAX_SIZE; position++) {
                byPosition.put(position, forecaster.expected(decision.contextArray(), position));
            }
            expected.add(byPosition);
            for (PastDecision.Shown shown : decision.shown()) {
                OptionalInt milli = scale.reward(shown.progress());
                if (milli.isPresent()) {
                    double q = byPosition
                            .get(shown.position())
                            .getOrDefault(
                                    shown.action(), forecaster.parameters().priorReward());
                    rows.add(new double[] {milli.getAsInt() / 1000.0, shown.probability(), q});
                    clusters.add(StableHash.of(decision.cluster()));
                    groups.add(decision.groups());
                }
            }
        }
        reward = column(rows, 0);
        logging = column(rows, 1);
        foreseen = column(rows, 2);
        cluster = clusters.stream().mapToLong(Long::longValue).toArray();
    }

    private static double[] column(List<double[]> rows, int i) {
        return rows.stream().mapToDouble(row -> row[i]).toArray();
    }

    /** Runs a policy on all decisions. */
    Rows rows(Values values, double explorationScale) {
        double[] target = new double[reward.length];
        double[] underTarget = new double[reward.length];
        int row = 0;
        for (int d = 0; d < decisions.size(); d++) {
            PastDecision past = decisions.get(d);
            if (past.shown().stream().noneMatch(s -> scale.reward(s.progress()).isPresent())) {
                continue;
            }
            EngineInput recorded = past.input();
            Selection again = engine.select(new EngineInput(
                    recorded.id(),
                    recorded.deal(),
                    recorded.catalogue(),
                    recorded.organisation(),
                    recorded.evidence().withoutModel().with(values.of(past)),
                    recorded.policy().withArm(Arm.ENGINE).withExplorationScale(explorationScale),
                    recorded.at()));
            for (PastDecision.Shown shown : past.shown()) {
                if (scale.reward(shown.progress()).isPresent()) {
                    target[row] = again.entrant(shown.candidate())
                            .map(entrant -> entrant.propensity().onSlate())
                            .orElse(0.0);
                    underTarget[row] = underTarget(
                            again, shown.position() - 1, expected.get(d).get(shown.position()), foreseen[row]);
                    row++;
                }
            }
        }
        return new Rows(
                LoggedDecisions.of(reward, logging, target, foreseen, underTarget, cluster), target, underTarget);
    }

    private static double at(Selection.Entrant entrant, int place) {
        List<Double> places = entrant.propensity().atPosition();
        return place < places.size() ? Math.min(1, places.get(place)) : 0;
    }

    private static double underTarget(Selection selection, int place, Map<String, Double> expected, double otherwise) {
        double sum = 0;
        double mass = 0;
        for (Selection.Entrant entrant : selection.entrants()) {
            double p = at(entrant, place);
            if (p > 0) {
                sum += p * expected.getOrDefault(entrant.action(), otherwise);
                mass += p;
            }
        }
        return mass > 0 ? sum / mass : otherwise;
    }

    /** What a correction of these forecasts would be, learned from what came. */
    ForecastMap correction() {
        return ForecastMap.learn(
                Arrays.stream(foreseen).map(p -> Math.log(p / (1 - p))).toArray(), reward);
    }

    /** Tenths of what was foreseen, and what came. */
    List<TrainingReport.CalibrationBin> calibration() {
        Integer[] order = new Integer[reward.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> foreseen[i]));
        List<TrainingReport.CalibrationBin> bins = new ArrayList<>();
        for (int b = 0; b < BINS && order.length >= BINS; b++) {
            int from = order.length * b / BINS;
            int to = order.length * (b + 1) / BINS;
            double p = 0;
            double r = 0;
            for (int i = from; i < to; i++) {
                p += foreseen[order[i]];
                r += reward[order[i]];
            }
            bins.add(new TrainingReport.CalibrationBin(to - from, p / (to - from), r / (to - from)));
        }
        return bins;
    }

    /** Why the challenger's forecast is not to be trusted, if so. */
    Optional<String> miscalibration() {
        double[] residual = new double[reward.length];
        Arrays.setAll(residual, i -> reward[i] - foreseen[i]);
        Mean mean = mean(residual, i -> true);
        boolean off = Math.abs(mean.value) > Math.max(OFF_BY, FAR * mean.error);
        return off
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "its forecast is off by %.1f of 100 on what it has not seen (standard error %.1f)",
                        100 * mean.value,
                        100 * mean.error))
                : Optional.empty();
    }

    /** Who would be better or worse off; groups of fewer than 20 clients are not judged. */
    List<TrainingReport.GroupFinding> groups(Rows challenger, Rows champion) {
        double[] difference = new double[reward.length];
        Arrays.setAll(difference, i -> robust(challenger, i) - robust(champion, i));
        Map<List<String>, Mean> means = new TreeMap<>(
                Comparator.comparing((List<String> key) -> key.get(0)).thenComparing(key -> key.get(1)));
        for (Map<String, String> of : groups) {
            of.forEach((kind, group) -> means.computeIfAbsent(
                    List.of(kind, group),
                    key -> mean(difference, i -> group.equals(groups.get(i).get(kind)))));
        }
        means.values().removeIf(mean -> mean.clusters < FEWEST_CLUSTERS);
        double z = NORMAL.inverseCumulativeProbability(1 - 0.025 / Math.max(1, means.size()));
        List<TrainingReport.GroupFinding> findings = new ArrayList<>();
        means.forEach((key, mean) -> findings.add(new TrainingReport.GroupFinding(
                key.get(0),
                key.get(1),
                mean.cases,
                mean.value,
                mean.value - z * mean.error,
                mean.value + z * mean.error,
                mean.value + z * mean.error < 0)));
        return findings;
    }

    private double robust(Rows rows, int i) {
        return rows.underTarget()[i] + rows.target()[i] / logging[i] * (reward[i] - foreseen[i]);
    }

    /**
     * A mean whose error knows of clusters.
     *
     * @param clusters how many clusters
     */
    private record Mean(double value, double error, int cases, int clusters) {}

    private Mean mean(double[] values, java.util.function.IntPredicate which) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < values.length; i++) {
            if (which.test(i)) {
                sum += values[i];
                n++;
            }
        }
        if (n == 0) {
            return new Mean(0, 0, 0, 0);
        }
        double mean = sum / n;
        Map<Long, Double> off = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (which.test(i)) {
                off.merge(cluster[i], values[i] - mean, Double::sum);
            }
        }
        double squares = off.values().stream().mapToDouble(x -> x * x).sum();
        return new Mean(mean, Math.sqrt(squares) / n, n, off.size());
    }
}
