package nextbest.learning.offpolicy;

import java.util.Arrays;

/**
 * Logged decisions in columns, one element per decision, checked once. Build with {@link #of}.
 *
 * <p>Rewards lie in [0, 1]. Logging propensities lie in (0, 1]: a decision with probability 0 cannot have happened, so a 0
 * in a log is an error of the log. Target propensities lie in [0, 1].
 */
public final class LoggedDecisions {
    final double[] reward;
    final double[] logging;
    final double[] target;
    final double[] predicted;
    final double[] predictedUnderTarget;
    final int[] cluster;
    final int clusters;

    private LoggedDecisions(
            double[] reward,
            double[] logging,
            double[] target,
            double[] predicted,
            double[] predictedUnderTarget,
            int[] cluster,
            int clusters) {
        this.reward = reward;
        this.logging = logging;
        this.target = target;
        this.predicted = predicted;
        this.predictedUnderTarget = predictedUnderTarget;
        this.cluster = cluster;
        this.clusters = clusters;
    }

    /**
     * Checks and copies.
     *
     * @param reward r in [0, 1]
     * @param logging p, the probability with which the logged action was chosen
     * @param target π(a|x), the probability with which the target policy would have chosen it
     * @param predicted q(x, a)
     * @param predictedUnderTarget q(x, π)
     * @param cluster what decisions hang together (deal, account), any numbers; empty when each stands alone
     */
    public static LoggedDecisions of(
            double[] reward,
            double[] logging,
            double[] target,
            double[] predicted,
            double[] predictedUnderTarget,
            long[] cluster) {
        int n = reward.length;
        if (n == 0) {
            throw new IllegalArgumentException("the log is empty; at least one decision is needed");
        }
        checkLength(n, logging.length, "logging propensities");
        checkLength(n, target.length, "target propensities");
        checkLength(n, predicted.length, "predicted rewards");
        checkLength(n, predictedUnderTarget.length, "predicted rewards under the target");
        for (int i = 0; i < n; i++) {
            check(reward[i] >= 0 && reward[i] <= 1, i, "reward", "in [0, 1]", reward[i]);
            check(logging[i] > 0 && logging[i] <= 1, i, "logging propensity", "in (0, 1]", logging[i]);
            check(target[i] >= 0 && target[i] <= 1, i, "target propensity", "in [0, 1]", target[i]);
            check(Double.isFinite(predicted[i]), i, "predicted reward", "finite", predicted[i]);
            check(Double.isFinite(predictedUnderTarget[i]), i, "predicted reward", "finite", predictedUnderTarget[i]);
        }
        int[] dense = new int[n];
        int clusters = n;
        if (cluster.length == 0) {
            Arrays.setAll(dense, i -> i);
        } else {
            checkLength(n, cluster.length, "clusters");
            long[] distinct = Arrays.stream(cluster).sorted().distinct().toArray();
            Arrays.setAll(dense, i -> Arrays.binarySearch(distinct, cluster[i]));
            clusters = distinct.length;
        }
        return new LoggedDecisions(
                reward.clone(),
                logging.clone(),
                target.clone(),
                predicted.clone(),
                predictedUnderTarget.clone(),
                dense,
                clusters);
    }

    /** How many decisions. */
    public int size() {
        return reward.length;
    }

    double weight(int i) {
        return target[i] / logging[i];
    }

    private static void checkLength(int expected, int seen, String what) {
        if (seen != expected) {
            throw new IllegalArgumentException(
                    "expected one of " + what + " per decision (" + expected + "), but got " + seen);
        }
    }

    private static void check(boolean holds, int row, String name, String allowed, double seen) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "decision " + row + ": " + name + " must be " + allowed + ", but is " + seen);
        }
    }
}
