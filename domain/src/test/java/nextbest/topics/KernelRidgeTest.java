package nextbest.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KernelRidgeTest {
    /** The formula for 'as if unseen' against solving again without the example; the mean is kept for the residual part. */
    @Test
    void predictsEachExampleAsIfItHadNotBeenSeen() {
        SplittableRandom random = new SplittableRandom(4);
        int n = 12;
        double[][] x = new double[n][3];
        double[][] y = new double[n][1];
        for (int i = 0; i < n; i++) {
            for (int d = 0; d < 3; d++) {
                x[i][d] = random.nextDouble() - 0.5;
            }
            y[i][0] = i % 3 == 0 ? 1 : 0;
        }
        double[][] kernel = kernel(x, x);
        double[][] unseen = KernelRidge.solve(kernel, y, 0.7).unseen();
        double mean = Arrays.stream(y).mapToDouble(v -> v[0]).average().orElseThrow();
        for (int left = 0; left < n; left++) {
            int skip = left;
            double[][] restX = drop(x, skip);
            double[][] restY = drop(y, skip);
            // centred on the mean of all, as the closed form is
            double[][] centred =
                    Arrays.stream(restY).map(v -> new double[] {v[0] - mean}).toArray(double[][]::new);
            double[] again = solveUncentred(kernel(restX, restX), centred, kernel(new double[][] {x[skip]}, restX)[0]);
            double meanOfOthers = (mean * n - y[skip][0]) / (n - 1);
            assertThat(unseen[skip][0]).isCloseTo(again[0] + meanOfOthers, within(1e-9));
        }
    }

    /** By plain elimination, so that nothing is shared with what is tested. */
    private static double[] solveUncentred(double[][] kernel, double[][] y, double[] similarity) {
        int n = kernel.length;
        double[][] a = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            System.arraycopy(kernel[i], 0, a[i], 0, n);
            a[i][i] += 0.7;
            a[i][n] = y[i][0];
        }
        for (int p = 0; p < n; p++) {
            for (int r = 0; r < n; r++) {
                if (r != p) {
                    double f = a[r][p] / a[p][p];
                    for (int c = p; c <= n; c++) {
                        a[r][c] -= f * a[p][c];
                    }
                }
            }
        }
        double value = 0;
        for (int i = 0; i < n; i++) {
            value += similarity[i] * a[i][n] / a[i][i];
        }
        return new double[] {value};
    }

    private static double[][] kernel(double[][] a, double[][] b) {
        double[][] k = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                for (int d = 0; d < a[i].length; d++) {
                    k[i][j] += a[i][d] * b[j][d];
                }
            }
        }
        return k;
    }

    private static double[][] drop(double[][] rows, int skip) {
        double[][] rest = new double[rows.length - 1][];
        for (int i = 0, j = 0; i < rows.length; i++) {
            if (i != skip) {
                rest[j++] = rows[i];
            }
        }
        return rest;
    }
}
