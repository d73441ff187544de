package nextbest.learning.bandit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * Mean and full covariance of every action's own coefficients, stored as Q[pair][action]: the lower triangle of all
 * covariances side by side with the action innermost and padded to a multiple of eight, so that one pass computes the
 * variances of all actions with vector instructions.
 */
final class ActionBlocks {
    final int dimension;
    private int actions;
    private int stride;
    private double[] covariance;
    private double[] mean;
    private final double priorVariance;

    ActionBlocks(int dimension, int actions, double priorVariance) {
        this.dimension = dimension;
        this.actions = actions;
        this.priorVariance = priorVariance;
        stride = padded(actions);
        covariance = new double[pairs(dimension) * stride];
        mean = new double[dimension * stride];
        for (int a = 0; a < actions; a++) {
            reset(a);
        }
    }

    static int pairs(int dimension) {
        return dimension * (dimension + 1) / 2;
    }

    int stride() {
        return stride;
    }

    double priorVariance() {
        return priorVariance;
    }

    void grow() {
        int wider = padded(actions + 1);
        if (wider != stride) {
            covariance = widened(covariance, stride, wider);
            mean = widened(mean, stride, wider);
            stride = wider;
        }
        actions++;
        reset(actions - 1);
    }

    private void reset(int action) {
        for (int i = 0; i < dimension; i++) {
            mean[i * stride + action] = 0;
            for (int j = 0; j <= i; j++) {
                covariance[(pairs(i) + j) * stride + action] = i == j ? priorVariance : 0;
            }
        }
    }

    /** Writes u·β_a and u'C_a u of all actions; both arrays have at least {@link #stride()} elements. */
    void score(double[] u, double[] logit, double[] variance) {
        int width = stride;
        double[] c = covariance;
        double[] m = mean;
        Arrays.fill(logit, 0, width, 0);
        Arrays.fill(variance, 0, width, 0);
        int row = 0;
        for (int i = 0; i < dimension; i++) {
            double ui = u[i];
            accumulate(logit, m, i * width, ui, width);
            double twice = 2 * ui;
            int j = 0;
            for (; j + 3 < i; j += 4) {
                accumulate4(
                        variance, c, row, twice * u[j], twice * u[j + 1], twice * u[j + 2], twice * u[j + 3], width);
                row += 4 * width;
            }
            for (; j < i; j++) {
                accumulate(variance, c, row, twice * u[j], width);
                row += width;
            }
            accumulate(variance, c, row, ui * ui, width);
            row += width;
        }
    }

    private static void accumulate(double[] into, double[] from, int at, double factor, int width) {
        for (int a = 0; a < width; a++) {
            into[a] += factor * from[at + a];
        }
    }

    /** Four rows at once: a quarter of the loads and stores of the sums. */
    private static void accumulate4(
            double[] into, double[] from, int at, double f0, double f1, double f2, double f3, int width) {
        int at1 = at + width;
        int at2 = at1 + width;
        int at3 = at2 + width;
        for (int a = 0; a < width; a++) {
            into[a] += (f0 * from[at + a] + f1 * from[at1 + a]) + (f2 * from[at2 + a] + f3 * from[at3 + a]);
        }
    }

    /** u·β_a of one action. */
    double logit(int action, double[] u) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += u[i] * mean[i * stride + action];
        }
        return sum;
    }

    /** Writes C_a u and returns u'C_a u. */
    double gain(int action, double[] u, double[] out) {
        Arrays.fill(out, 0, dimension, 0);
        int at = action;
        for (int i = 0; i < dimension; i++) {
            double ui = u[i];
            double sum = 0;
            for (int j = 0; j < i; j++) {
                double c = covariance[at];
                sum += c * u[j];
                out[j] += c * ui;
                at += stride;
            }
            out[i] += sum + covariance[at] * ui;
            at += stride;
        }
        double variance = 0;
        for (int i = 0; i < dimension; i++) {
            variance += u[i] * out[i];
        }
        return variance;
    }

    /** β_a += step·g and C_a −= shrink·g g'. */
    void absorb(int action, double[] g, double step, double shrink) {
        int at = action;
        for (int i = 0; i < dimension; i++) {
            mean[i * stride + action] += step * g[i];
            double f = shrink * g[i];
            for (int j = 0; j <= i; j++) {
                covariance[at] -= f * g[j];
                at += stride;
            }
        }
    }

    /** Replaces an action's block. */
    void set(int action, DMatrixRMaj inverse, double[] beta) {
        int at = action;
        for (int i = 0; i < dimension; i++) {
            mean[i * stride + action] = beta[i];
            for (int j = 0; j <= i; j++) {
                covariance[at] = inverse.unsafe_get(i, j);
                at += stride;
            }
        }
    }

    double meanAt(int action, int i) {
        return mean[i * stride + action];
    }

    double covarianceAt(int action, int i, int j) {
        return covariance[(pairs(Math.max(i, j)) + Math.min(i, j)) * stride + action];
    }

    private static int padded(int actions) {
        return (actions + 7) / 8 * 8;
    }

    private static double[] widened(double[] rows, int from, int to) {
        double[] wide = new double[rows.length / from * to];
        for (int r = 0; r < rows.length / from; r++) {
            System.arraycopy(rows, r * from, wide, r * to, from);
        }
        return wide;
    }
}
