package nextbest.learning.bandit;

import java.util.Arrays;

/**
 * The actions that can be chosen, by index, with what is known about each beforehand. Grows by {@link #plus}; never
 * shrinks, because the index of an action is its name in the sums (retired actions are simply never eligible).
 */
public final class ActionSpace {
    private final double[][] described;
    private final double[] baseline;
    private final int features;
    private final double meanSquare;

    private ActionSpace(double[][] described, double[] baseline, int features, double meanSquare) {
        this.described = described;
        this.baseline = baseline;
        this.features = features;
        this.meanSquare = meanSquare;
    }

    /** Actions of which nothing is known but their number. */
    public static ActionSpace undescribed(int actions) {
        if (actions < 1) {
            throw new IllegalArgumentException("expected at least 1 action, but got " + actions);
        }
        double[][] ones = new double[actions][];
        Arrays.fill(ones, new double[] {1});
        return new ActionSpace(ones, new double[actions], 0, 0);
    }

    /** Actions with a row of features each; all rows of one length, all values finite. */
    public static ActionSpace describedBy(double[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("expected at least 1 action with at least 1 feature, but got none");
        }
        int q = rows[0].length;
        double[][] z = new double[rows.length][];
        double square = 0;
        for (int a = 0; a < rows.length; a++) {
            z[a] = withOne(rows[a], q, a);
            for (double value : rows[a]) {
                square += value * value;
            }
        }
        return new ActionSpace(z, new double[rows.length], q, square / rows.length);
    }

    /**
     * The same actions with prior logits: where the catalogue's pattern score or a manager's guidance puts an action
     * before any outcome has been seen.
     */
    public ActionSpace startingAt(double[] logits) {
        if (logits.length != size()) {
            throw new IllegalArgumentException(
                    "expected one prior logit per action (" + size() + "), but got " + logits.length);
        }
        for (int a = 0; a < logits.length; a++) {
            if (!(Math.abs(logits[a]) <= 10)) {
                throw new IllegalArgumentException(
                        "prior logit of action " + a + " must be in [-10, 10], but is " + logits[a]);
            }
        }
        return new ActionSpace(described, logits.clone(), features, meanSquare);
    }

    /** The same actions and a new one at the end. The scale of the priors stays what it was. */
    public ActionSpace plus(double[] row, double priorLogit) {
        double[][] z = Arrays.copyOf(described, size() + 1);
        z[size()] = features == 0 ? new double[] {1} : withOne(row, features, size());
        double[] start = Arrays.copyOf(baseline, size() + 1);
        start[size()] = priorLogit;
        return new ActionSpace(z, start, features, meanSquare);
    }

    /** How many actions there are. */
    public int size() {
        return described.length;
    }

    /** How many features describe an action; 0 when actions are undescribed. */
    public int features() {
        return features;
    }

    /** The features of an action, copied; empty where actions are undescribed. */
    public double[] describes(int action) {
        return Arrays.copyOfRange(described[action], 1, described[action].length);
    }

    /** z̃ = [1, z] of an action; shared, not to be changed. */
    double[] row(int action) {
        return described[action];
    }

    double baseline(int action) {
        return baseline[action];
    }

    double meanSquare() {
        return meanSquare;
    }

    private static double[] withOne(double[] row, int expected, int action) {
        if (row.length != expected) {
            throw new IllegalArgumentException(
                    "action " + action + ": expected " + expected + " features, but got " + row.length);
        }
        double[] z = new double[expected + 1];
        z[0] = 1;
        for (int j = 0; j < expected; j++) {
            if (!Double.isFinite(row[j])) {
                throw new IllegalArgumentException(
                        "action " + action + ", feature " + j + " must be finite, but is " + row[j]);
            }
            z[j + 1] = row[j];
        }
        return z;
    }
}
