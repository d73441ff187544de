package nextbest.topics;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Logistic regression with a ridge, solved by Newton's method; the last weight is the constant and is not shrunk. */
public final class Logistic {
    private static final int STEPS = 30;

    private final double[] weight;

    private Logistic(double[] weight) {
        this.weight = weight;
    }

    /**
     * Fits the weights.
     *
     * @param rows features per case, all of one length
     * @param outcome whether the case is a positive one
     * @param ridge added to the curvature of each weight but the constant
     */
    public static Logistic fit(List<double[]> rows, boolean[] outcome, double ridge) {
        int d = rows.getFirst().length + 1;
        double[] w = new double[d];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[d];
            DMatrixRMaj curvature = new DMatrixRMaj(d, d);
            for (int i = 0; i < rows.size(); i++) {
                double[] x = rows.get(i);
                double p = chance(w, x);
                double error = (outcome[i] ? 1 : 0) - p;
                double v = Math.max(1e-9, p * (1 - p));
                for (int a = 0; a < d; a++) {
                    double xa = a == d - 1 ? 1 : x[a];
                    gradient[a] += error * xa;
                    for (int b = 0; b <= a; b++) {
                        curvature.add(a, b, v * xa * (b == d - 1 ? 1 : x[b]));
                    }
                }
            }
            for (int a = 0; a < d; a++) {
                double shrink = a == d - 1 ? 1e-9 : ridge;
                gradient[a] -= shrink * w[a];
                curvature.add(a, a, shrink);
                for (int b = 0; b < a; b++) {
                    curvature.set(b, a, curvature.get(a, b));
                }
            }
            DMatrixRMaj move = new DMatrixRMaj(d, 1);
            if (!CommonOps_DDRM.solve(curvature, new DMatrixRMaj(d, 1, true, gradient), move)) {
                break;
            }
            double largest = 0;
            for (int a = 0; a < d; a++) {
                double change = Math.clamp(move.get(a, 0), -5, 5);
                w[a] += change;
                largest = Math.max(largest, Math.abs(change));
            }
            if (largest < 1e-6) {
                break;
            }
        }
        return new Logistic(w);
    }

    /** The chance of a case, strictly between 0 and 1 but for rounding. */
    public double chance(double[] x) {
        return chance(weight, x);
    }

    private static double chance(double[] w, double[] x) {
        double sum = w[w.length - 1];
        for (int a = 0; a < x.length; a++) {
            sum += w[a] * x[a];
        }
        return 1 / (1 + Math.exp(-sum));
    }
}
