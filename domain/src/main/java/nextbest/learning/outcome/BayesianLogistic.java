package nextbest.learning.outcome;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Logistic regression with coefficients N(0, τ²) and intercept N(0, 25), by Laplace's approximation at the mode: H the
 * negative Hessian there, covariance H⁻¹, evidence log p(y|τ) ≈ log-posterior + ½ log|prior precision| − ½ log|H|, and
 * predictive probability σ(m/√(1 + πv/8)) (MacKay 1992).
 */
final class BayesianLogistic {
    private static final int MOST_STEPS = 50;
    private static final double INTERCEPT_PRECISION = 1 / 25.0;

    private final double[] mode;
    private final DMatrixRMaj covariance;
    final double evidence;

    private BayesianLogistic(double[] mode, DMatrixRMaj covariance, double evidence) {
        this.mode = mode;
        this.covariance = covariance;
        this.evidence = evidence;
    }

    /**
     * Fits by Newton's method with halved steps.
     *
     * @param x design rows without intercept
     * @param weight how many cases each row counts for, &gt; 0
     * @param start where to begin, intercept last; all zeros will do
     */
    static BayesianLogistic fit(double[][] x, boolean[] won, double[] weight, double tau, double[] start) {
        int width = x[0].length + 1;
        double[] precision = new double[width];
        double logPrior = 0;
        for (int i = 0; i < width; i++) {
            precision[i] = i == width - 1 ? INTERCEPT_PRECISION : 1 / (tau * tau);
            logPrior += Math.log(precision[i]) / 2;
        }
        double[] beta = start.clone();
        double height = height(x, won, weight, beta, precision);
        DMatrixRMaj hessian = new DMatrixRMaj(width, width);
        DMatrixRMaj gradient = new DMatrixRMaj(width, 1);
        DMatrixRMaj step = new DMatrixRMaj(width, 1);
        for (int i = 0; i < MOST_STEPS; i++) {
            curvature(x, won, weight, beta, precision, hessian, gradient);
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(width);
            solver.setA(hessian.copy());
            solver.solve(gradient, step);
            double slope = 0;
            for (int k = 0; k < width; k++) {
                slope += step.get(k) * gradient.get(k);
            }
            if (slope < 1e-8) {
                break;
            }
            double length = 1;
            double[] next = new double[width];
            double reached = Double.NEGATIVE_INFINITY;
            while (length > 1e-6) {
                for (int k = 0; k < width; k++) {
                    next[k] = beta[k] + length * step.get(k);
                }
                reached = height(x, won, weight, next, precision);
                if (reached >= height) {
                    break;
                }
                length /= 2;
            }
            if (!(reached >= height)) {
                break;
            }
            beta = next;
            height = reached;
        }
        curvature(x, won, weight, beta, precision, hessian, gradient);
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(width, true);
        cholesky.decompose(hessian.copy());
        DMatrixRMaj factor = cholesky.getT(null);
        double logDeterminant = 0;
        for (int k = 0; k < width; k++) {
            logDeterminant += 2 * Math.log(factor.get(k, k));
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(width);
        solver.setA(hessian.copy());
        DMatrixRMaj covariance = new DMatrixRMaj(width, width);
        solver.invert(covariance);
        return new BayesianLogistic(beta, covariance, height + logPrior - logDeterminant / 2);
    }

    double[] mode() {
        return mode.clone();
    }

    double logit(double[] x) {
        return dot(x, mode);
    }

    double variance(double[] x) {
        int width = mode.length;
        double total = 0;
        for (int i = 0; i < width; i++) {
            double xi = i == width - 1 ? 1 : x[i];
            if (xi != 0) {
                double row = covariance.unsafe_get(i, width - 1);
                for (int j = 0; j < width - 1; j++) {
                    row += covariance.unsafe_get(i, j) * x[j];
                }
                total += xi * row;
            }
        }
        return total;
    }

    private static double dot(double[] x, double[] beta) {
        double sum = beta[beta.length - 1];
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * beta[i];
        }
        return sum;
    }

    private static double height(double[][] x, boolean[] won, double[] weight, double[] beta, double[] precision) {
        double sum = 0;
        for (int k = 0; k < beta.length; k++) {
            sum -= precision[k] * beta[k] * beta[k] / 2;
        }
        for (int r = 0; r < x.length; r++) {
            double eta = dot(x[r], beta);
            sum += weight[r] * ((won[r] ? eta : 0) - Math.max(eta, 0) - Math.log1p(Math.exp(-Math.abs(eta))));
        }
        return sum;
    }

    private static void curvature(
            double[][] x,
            boolean[] won,
            double[] weight,
            double[] beta,
            double[] precision,
            DMatrixRMaj hessian,
            DMatrixRMaj gradient) {
        int width = beta.length;
        hessian.zero();
        for (int k = 0; k < width; k++) {
            hessian.unsafe_set(k, k, precision[k]);
            gradient.set(k, -precision[k] * beta[k]);
        }
        int[] used = new int[width];
        for (int r = 0; r < x.length; r++) {
            double p = 1 / (1 + Math.exp(-dot(x[r], beta)));
            double w = weight[r] * p * (1 - p);
            double residual = weight[r] * ((won[r] ? 1 : 0) - p);
            // most features are flags that are off
            int n = 0;
            for (int i = 0; i < width - 1; i++) {
                if (x[r][i] != 0) {
                    used[n++] = i;
                }
            }
            used[n++] = width - 1;
            for (int a = 0; a < n; a++) {
                int i = used[a];
                double xi = i == width - 1 ? 1 : x[r][i];
                gradient.set(i, gradient.get(i) + residual * xi);
                for (int b = 0; b <= a; b++) {
                    int j = used[b];
                    double xj = j == width - 1 ? 1 : x[r][j];
                    hessian.unsafe_set(i, j, hessian.unsafe_get(i, j) + w * xi * xj);
                }
            }
        }
        for (int i = 0; i < width; i++) {
            for (int j = i + 1; j < width; j++) {
                hessian.unsafe_set(i, j, hessian.unsafe_get(j, i));
            }
        }
    }
}
