package nextbest.learning.bandit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * Mean θ and full covariance S of the coefficients that all actions share, over z̃ ⊗ u_b. For a given context S is
 * contracted once to the (q+1)² matrix G_jk = u_b'S_jk u_b, after which every action costs (q+1)² multiply-adds.
 */
final class SharedBlock {
    final int rows;
    final int columns;
    final int dimension;
    final double priorVariance;
    private final double[] mean;
    /** Block (j, k) for k ≤ j, each columns × columns; the blocks above the diagonal follow by symmetry. */
    private final double[] covariance;

    private final double[] scratch;

    SharedBlock(int rows, int columns, double priorVariance) {
        this.rows = rows;
        this.columns = columns;
        this.priorVariance = priorVariance;
        dimension = rows * columns;
        mean = new double[dimension];
        covariance = new double[ActionBlocks.pairs(rows) * columns * columns];
        scratch = new double[dimension];
        for (int j = 0; j < rows; j++) {
            int block = blockAt(j, j);
            for (int i = 0; i < columns; i++) {
                covariance[block + i * columns + i] = priorVariance;
            }
        }
    }

    private int blockAt(int j, int k) {
        return (ActionBlocks.pairs(j) + k) * columns * columns;
    }

    /** Writes g_j = u_b·θ_j and G (row-major, symmetric). */
    void contract(double[] u, double[] g, double[] gram) {
        int n = columns;
        for (int j = 0; j < rows; j++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += mean[j * n + i] * u[i];
            }
            g[j] = sum;
            for (int k = 0; k <= j; k++) {
                double q = quadratic(blockAt(j, k), u);
                gram[j * rows + k] = q;
                gram[k * rows + j] = q;
            }
        }
    }

    private double quadratic(int block, double[] u) {
        int n = columns;
        double total = 0;
        for (int i = 0; i < n; i++) {
            int at = block + i * n;
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            int l = 0;
            for (; l + 3 < n; l += 4) {
                s0 += covariance[at + l] * u[l];
                s1 += covariance[at + l + 1] * u[l + 1];
                s2 += covariance[at + l + 2] * u[l + 2];
                s3 += covariance[at + l + 3] * u[l + 3];
            }
            for (; l < n; l++) {
                s0 += covariance[at + l] * u[l];
            }
            total += u[i] * (s0 + s1 + (s2 + s3));
        }
        return total;
    }

    double logit(double[] z, double[] u) {
        double sum = 0;
        for (int j = 0; j < rows; j++) {
            double inner = 0;
            for (int i = 0; i < columns; i++) {
                inner += mean[j * columns + i] * u[i];
            }
            sum += z[j] * inner;
        }
        return sum;
    }

    /** Writes S f for f = z̃ ⊗ u_b and returns f'S f. */
    double gain(double[] z, double[] u, double[] out) {
        int n = columns;
        Arrays.fill(out, 0, dimension, 0);
        for (int j = 0; j < rows; j++) {
            for (int k = 0; k <= j; k++) {
                int block = blockAt(j, k);
                double zk = z[k];
                double zj = j == k ? 0 : z[j];
                for (int i = 0; i < n; i++) {
                    int at = block + i * n;
                    double down = zj * u[i];
                    double sum = 0;
                    for (int l = 0; l < n; l++) {
                        double c = covariance[at + l];
                        sum += c * u[l];
                        out[k * n + l] += c * down;
                    }
                    out[j * n + i] += zk * sum;
                }
            }
        }
        double variance = 0;
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < n; i++) {
                variance += z[j] * u[i] * out[j * n + i];
            }
        }
        return variance;
    }

    /** θ += step·g and S −= shrink·g g'. */
    void absorb(double[] g, double step, double shrink) {
        int n = columns;
        for (int i = 0; i < dimension; i++) {
            mean[i] += step * g[i];
            scratch[i] = shrink * g[i];
        }
        for (int j = 0; j < rows; j++) {
            for (int k = 0; k <= j; k++) {
                int block = blockAt(j, k);
                for (int i = 0; i < n; i++) {
                    double f = scratch[j * n + i];
                    int at = block + i * n;
                    int from = k * n;
                    for (int l = 0; l < n; l++) {
                        covariance[at + l] -= f * g[from + l];
                    }
                }
            }
        }
    }

    void set(DMatrixRMaj inverse, double[] theta) {
        int n = columns;
        System.arraycopy(theta, 0, mean, 0, dimension);
        for (int j = 0; j < rows; j++) {
            for (int k = 0; k <= j; k++) {
                int block = blockAt(j, k);
                for (int i = 0; i < n; i++) {
                    for (int l = 0; l < n; l++) {
                        covariance[block + i * n + l] = inverse.unsafe_get(j * n + i, k * n + l);
                    }
                }
            }
        }
    }

    double meanAt(int i) {
        return mean[i];
    }
}
