package nextbest.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import nextbest.learning.offpolicy.CellRewardModel;
import nextbest.learning.offpolicy.Estimator;
import nextbest.learning.offpolicy.LoggedDecisions;
import nextbest.learning.offpolicy.OffPolicyEvaluation;
import nextbest.learning.offpolicy.OffPolicyReport;
import nextbest.learning.offpolicy.Verdict;

/**
 * Judges a policy on a log. The log has a row per decision with the action's number, the reward in [0, 1], the propensity
 * and, optionally, the position and a cluster; the policy has a row per action and a column per position. The reward model
 * is the shrunk mean per action and position.
 */
final class OffPolicyTask {
    private static final int FOLDS = 5;
    /** What rounding may take from the sum of a policy's probabilities. */
    private static final double MOST_OFF = 0.01;

    private static final String[] ACTION_NAMES = {"item_id", "action", "item", "arm"};

    private OffPolicyTask() {}

    /** Which columns mean what; null stands for the usual names. */
    record Columns(String action, String position, String reward, String propensity, String cluster) {
        static final Columns USUAL = new Columns(null, null, null, null, null);
    }

    /**
     * Two reports that differ in the reward model.
     *
     * @param onPolicy mean reward of the log itself
     * @param inSample the model has seen the decision it predicts
     * @param crossFitted it has not
     * @param warnings what looks odd without being wrong
     */
    record Result(
            int decisions,
            double onPolicy,
            Map<Estimator, Double> points,
            OffPolicyReport inSample,
            OffPolicyReport crossFitted,
            List<String> warnings) {

        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("decisions", decisions);
            map.put("onPolicyReward", onPolicy);
            map.put("clusters", inSample.overlap().clusters());
            map.put("effectiveSampleSize", inSample.overlap().effectiveSize());
            map.put("largestWeight", inSample.overlap().largestWeight());
            map.put("meanWeight", inSample.overlap().meanWeight());
            map.put("refused", inSample.overlap().objection().orElse(null));
            map.put("inSampleModel", json(inSample));
            map.put("crossFittedModel", json(crossFitted));
            map.put("warnings", warnings);
            return map;
        }

        private static Map<String, Object> json(OffPolicyReport report) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Estimator estimator : Estimator.values()) {
                if (report.verdict(estimator) instanceof Verdict.Estimate estimate) {
                    Map<String, Object> value = new LinkedHashMap<>();
                    value.put("value", estimate.value());
                    value.put("lower", estimate.lower());
                    value.put("upper", estimate.upper());
                    map.put(estimator.name(), value);
                } else {
                    map.put(estimator.name(), null);
                }
            }
            return map;
        }
    }

    static Result run(Path logFile, Path policyFile, Columns names, char separator, CellRewardModel model) {
        Policy table = policy(policyFile);
        double[][] policy = table.probabilities;
        int positions = policy[0].length;
        List<String> warnings = warnings(policyFile, policy);
        Table log = Table.read(logFile, separator);
        int action = log.require(names.action, "--action", ACTION_NAMES);
        int reward = log.require(names.reward, "--reward", "click", "reward", "r");
        int propensity = log.require(names.propensity, "--propensity", "propensity", "pscore", "prob", "p");
        OptionalInt position = names.position == null
                ? log.find("position", "pos")
                : OptionalInt.of(log.require(names.position, "--position"));
        if (position.isEmpty() && positions > 1) {
            throw BadData.inFile(
                    logFile, "the policy has " + positions + " positions, but the log has no column position");
        }
        int n = log.size();
        double[] r = new double[n];
        double[] p = new double[n];
        double[] target = new double[n];
        int[] cell = new int[n];
        for (int i = 0; i < n; i++) {
            int a = table.names.isEmpty()
                    ? index(log, i, action, policy.length, "action", policyFile)
                    : named(log, i, action, table.names, policyFile);
            int at = position.isPresent() ? index(log, i, position.getAsInt(), positions, "position", policyFile) : 0;
            r[i] = log.number(i, reward);
            if (r[i] < 0 || r[i] > 1) {
                throw log.bad(i, reward, "expected a reward in [0, 1], but got " + log.text(i, reward));
            }
            p[i] = log.number(i, propensity);
            if (!(p[i] > 0 && p[i] <= 1)) {
                throw log.bad(
                        i,
                        propensity,
                        "expected a propensity in (0, 1], but got " + log.text(i, propensity)
                                + ": what was chosen cannot have had probability 0");
            }
            target[i] = policy[a][at];
            cell[i] = a * positions + at;
        }
        long[] cluster = names.cluster == null ? new long[0] : clusters(log, log.require(names.cluster, "--cluster"));
        return judge(r, p, target, cell, cluster, policy, model, warnings);
    }

    private static Result judge(
            double[] r,
            double[] p,
            double[] target,
            int[] cell,
            long[] cluster,
            double[][] policy,
            CellRewardModel model,
            List<String> warnings) {
        int n = r.length;
        int positions = policy[0].length;
        int cells = policy.length * positions;
        int[] fold = new int[n];
        LoggedDecisions inSample =
                decisions(r, p, target, cell, fold, new double[][] {model.fit(cell, r, cells)}, policy, cluster);
        long[] units = cluster;
        if (cluster.length == 0) {
            units = new long[n];
            for (int i = 0; i < n; i++) {
                units[i] = i;
            }
        }
        fold = CellRewardModel.folds(units, FOLDS);
        LoggedDecisions crossFitted =
                decisions(r, p, target, cell, fold, model.crossFit(cell, r, cells, fold, FOLDS), policy, cluster);
        Map<Estimator, Double> points = new LinkedHashMap<>();
        for (Estimator estimator : Estimator.values()) {
            points.put(estimator, OffPolicyEvaluation.pointEstimate(inSample, estimator));
        }
        double sum = 0;
        for (double x : r) {
            sum += x;
        }
        return new Result(
                n,
                sum / n,
                points,
                OffPolicyEvaluation.evaluate(inSample),
                OffPolicyEvaluation.evaluate(crossFitted),
                warnings);
    }

    private static LoggedDecisions decisions(
            double[] r,
            double[] p,
            double[] target,
            int[] cell,
            int[] fold,
            double[][] means,
            double[][] policy,
            long[] cluster) {
        int positions = policy[0].length;
        double[][] underTarget = new double[means.length][positions];
        for (int f = 0; f < means.length; f++) {
            for (int a = 0; a < policy.length; a++) {
                for (int at = 0; at < positions; at++) {
                    underTarget[f][at] += policy[a][at] * means[f][a * positions + at];
                }
            }
        }
        double[] predicted = new double[r.length];
        double[] expected = new double[r.length];
        for (int i = 0; i < r.length; i++) {
            predicted[i] = means[fold[i]][cell[i]];
            expected[i] = underTarget[fold[i]][cell[i] % positions];
        }
        return LoggedDecisions.of(r, p, target, predicted, expected, cluster);
    }

    /**
     * @param probabilities by action and position
     * @param names the row of each action where the policy names them; empty where actions are row numbers
     */
    @SuppressWarnings("ArrayRecordComponent") // a table
    private record Policy(double[][] probabilities, Map<String, Integer> names) {}

    private static Policy policy(Path file) {
        Table table = Table.read(file, (char) 0);
        OptionalInt name = table.find(ACTION_NAMES);
        int[] columns = IntStream.range(0, table.header().size())
                .filter(c -> name.isEmpty() || c != name.getAsInt())
                .toArray();
        if (columns.length == 0) {
            throw BadData.inFile(
                    file, "expected a column of probabilities per position, but there are " + table.header());
        }
        double[][] policy = new double[table.size()][columns.length];
        Map<String, Integer> names = new LinkedHashMap<>();
        for (int a = 0; a < table.size(); a++) {
            for (int c = 0; c < columns.length; c++) {
                policy[a][c] = table.number(a, columns[c]);
                if (policy[a][c] < 0 || policy[a][c] > 1) {
                    throw table.bad(
                            a, columns[c], "expected a probability in [0, 1], but got " + table.text(a, columns[c]));
                }
            }
            if (name.isPresent() && names.put(table.text(a, name.getAsInt()), a) != null) {
                throw table.bad(
                        a,
                        name.getAsInt(),
                        "expected one row per action, but '" + table.text(a, name.getAsInt()) + "' has two");
            }
        }
        return new Policy(policy, names);
    }

    private static int named(Table log, int row, int column, Map<String, Integer> names, Path policyFile) {
        Integer found = names.get(log.text(row, column));
        if (found == null) {
            throw log.bad(
                    row,
                    column,
                    "unknown action '" + log.text(row, column) + "': " + policyFile + " knows "
                            + names.keySet().stream().limit(20).toList());
        }
        return found;
    }

    private static List<String> warnings(Path file, double[][] policy) {
        List<String> warnings = new ArrayList<>();
        for (int c = 0; c < policy[0].length; c++) {
            double sum = 0;
            for (double[] row : policy) {
                sum += row[c];
            }
            if (Math.abs(sum - 1) > MOST_OFF) {
                throw BadData.inFile(
                        file,
                        "the probabilities of position %d add up to %.4f; expected 1 within %s, over one row per action"
                                .formatted(c, sum, MOST_OFF));
            }
            if (Math.abs(sum - 1) > 1e-3) {
                warnings.add("%s: the probabilities of position %d add up to %.4f, not 1".formatted(file, c, sum));
            }
        }
        return warnings;
    }

    private static int index(Table log, int row, int column, int size, String what, Path policyFile) {
        double value = log.number(row, column);
        if (value != Math.rint(value) || value < 0 || value >= size) {
            throw log.bad(
                    row,
                    column,
                    "unknown " + what + " '" + log.text(row, column) + "': " + policyFile + " knows 0 to "
                            + (size - 1));
        }
        return (int) value;
    }

    private static long[] clusters(Table log, int column) {
        Map<String, Integer> ids = new HashMap<>();
        long[] cluster = new long[log.size()];
        for (int i = 0; i < cluster.length; i++) {
            if (log.text(i, column).isEmpty()) {
                throw log.bad(i, column, "expected what the decision hangs together with, but got nothing");
            }
            cluster[i] = ids.computeIfAbsent(log.text(i, column), key -> ids.size());
        }
        return cluster;
    }
}
