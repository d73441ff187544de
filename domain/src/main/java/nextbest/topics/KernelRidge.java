package nextbest.topics;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Ridge regression of several 0/1 targets on the similarities of texts: {@code alpha = (K + lambda I)^-1 (Y - mean)}. With few
 * examples this costs next to nothing whatever the number of features, and the prediction for each example as if it had not been
 * seen is exact without training again: {@code y - alpha_i / (K + lambda I)^-1_ii} (Rifkin and Lippert 2007, section 3).
 */
final class KernelRidge {
    private final double[] mean;
    private final double[][] alpha;
    private final double[][] unseen;

    private KernelRidge(double[] mean, double[][] alpha, double[][] unseen) {
        this.mean = mean;
        this.alpha = alpha;
        this.unseen = unseen;
    }

    /**
     * Solves for all targets at once.
     *
     * @param kernel similarity of each pair of examples, positive semi-definite
     * @param targets per example, one number per target
     * @param lambda how much is shrunk, &gt; 0
     */
    static KernelRidge solve(double[][] kernel, double[][] targets, double lambda) {
        int n = kernel.length;
        int labels = targets[0].length;
        double[] mean = new double[labels];
        DMatrixRMaj y = new DMatrixRMaj(n, labels);
        for (int l = 0; l < labels; l++) {
            for (double[] target : targets) {
                mean[l] += target[l] / n;
            }
            for (int i = 0; i < n; i++) {
                y.set(i, l, targets[i][l] - mean[l]);
            }
        }
        DMatrixRMaj inverse = new DMatrixRMaj(kernel);
        for (int i = 0; i < n; i++) {
            inverse.add(i, i, lambda);
        }
        if (!CommonOps_DDRM.invert(inverse)) {
            throw new IllegalArgumentException(
                    "the similarities of " + n + " examples cannot be solved for; is one of them no number?");
        }
        DMatrixRMaj solved = new DMatrixRMaj(n, labels);
        CommonOps_DDRM.mult(inverse, y, solved);
        double[][] alpha = new double[n][labels];
        double[][] unseen = new double[n][labels];
        for (int i = 0; i < n; i++) {
            for (int l = 0; l < labels; l++) {
                alpha[i][l] = solved.get(i, l);
                unseen[i][l] = y.get(i, l) - alpha[i][l] / inverse.get(i, i);
                // as if its own target had not been in the mean either
                unseen[i][l] += (mean[l] * n - targets[i][l]) / Math.max(1, n - 1);
            }
        }
        return new KernelRidge(mean, alpha, unseen);
    }

    /** For each example and target, what would be predicted had the example not been among the examples. */
    double[][] unseen() {
        return unseen;
    }

    /** The prediction of each target for a text with these similarities to the examples. */
    double[] predict(double[] similarity) {
        double[] value = mean.clone();
        for (int i = 0; i < alpha.length; i++) {
            for (int l = 0; l < value.length; l++) {
                value[l] += similarity[i] * alpha[i][l];
            }
        }
        return value;
    }
}
