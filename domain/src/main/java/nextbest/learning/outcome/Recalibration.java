package nextbest.learning.outcome;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A monotone map from predicted to recalibrated chances, learned on a slice of cases that lies after the model's training
 * data. Monotone, because recalibration may change how sure we are but never who is ranked first.
 */
public sealed interface Recalibration {
    /** Fewer cases than this are not worth a map. */
    int FEWEST_CASES = 50;

    /** The recalibrated chance. */
    double apply(double chance);

    /** Leaves chances as they are. */
    record Unchanged() implements Recalibration {
        @Override
        public double apply(double chance) {
            return chance;
        }
    }

    /** Platt's map σ(a + b·logit(p)) with b ≥ 0 (Platt 1999). */
    record Logistic(double shift, double slope) implements Recalibration {
        public Logistic {
            if (!(slope >= 0) || !Double.isFinite(shift)) {
                throw new IllegalArgumentException(
                        "expected slope >= 0 and a finite shift, but got " + slope + " and " + shift);
            }
        }

        @Override
        public double apply(double chance) {
            return 1 / (1 + Math.exp(-(shift + slope * logit(chance))));
        }
    }

    /**
     * The best monotone step function in the sense of least squares, by pooling adjacent violators (Ayer et al. 1955),
     * drawn with straight lines between the middles of its steps.
     */
    final class Isotonic implements Recalibration {
        private final double[] at;
        private final double[] value;

        private Isotonic(double[] at, double[] value) {
            this.at = at;
            this.value = value;
        }

        /** Fits the steps; each value is drawn towards the middle by half a case, so that no chance becomes 0 or 1. */
        public static Isotonic fit(double[] chance, boolean[] won) {
            int[] order = IntStream.range(0, chance.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> chance[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[] sumAt = new double[order.length];
            double[] wins = new double[order.length];
            double[] cases = new double[order.length];
            int blocks = 0;
            for (int i : order) {
                sumAt[blocks] = chance[i];
                wins[blocks] = won[i] ? 1 : 0;
                cases[blocks] = 1;
                blocks++;
                while (blocks > 1 && wins[blocks - 2] * cases[blocks - 1] >= wins[blocks - 1] * cases[blocks - 2]) {
                    sumAt[blocks - 2] += sumAt[blocks - 1];
                    wins[blocks - 2] += wins[blocks - 1];
                    cases[blocks - 2] += cases[blocks - 1];
                    blocks--;
                }
            }
            double[] at = new double[blocks];
            double[] value = new double[blocks];
            for (int b = 0; b < blocks; b++) {
                at[b] = sumAt[b] / cases[b];
                value[b] = (wins[b] + 0.25) / (cases[b] + 0.5);
                // the half case may not turn the order round
                value[b] = b > 0 ? Math.max(value[b], value[b - 1]) : value[b];
            }
            return new Isotonic(at, value);
        }

        @Override
        public double apply(double chance) {
            int found = Arrays.binarySearch(at, chance);
            if (found >= 0) {
                return value[found];
            }
            int next = -found - 1;
            if (next == 0) {
                return value[0];
            }
            if (next == at.length) {
                return value[at.length - 1];
            }
            double share = (chance - at[next - 1]) / (at[next] - at[next - 1]);
            return value[next - 1] + share * (value[next] - value[next - 1]);
        }
    }

    /**
     * Learns Platt's map on a forward slice and keeps it only if it helps: on the later half of the slice the map learned on
     * the earlier half must lower the log loss by more than two standard errors; otherwise, with one class only, or with fewer than {@value #FEWEST_CASES}
     * cases, chances stay as they are.
     *
     * @param chance predicted chances, earliest first
     */
    static Recalibration learn(double[] chance, boolean[] won) {
        int n = chance.length;
        if (n < FEWEST_CASES) {
            return new Unchanged();
        }
        double[] early = Arrays.copyOf(chance, n / 2);
        boolean[] earlyWon = Arrays.copyOf(won, n / 2);
        double[] late = Arrays.copyOfRange(chance, n / 2, n);
        boolean[] lateWon = Arrays.copyOfRange(won, n / 2, n);
        Recalibration trial = platt(early, earlyWon);
        double[] mapped = Arrays.stream(late).map(trial::apply).toArray();
        return helps(late, mapped, lateWon) ? platt(chance, won) : new Unchanged();
    }

    /** Whether the mean loss falls by more than two standard errors. */
    private static boolean helps(double[] plain, double[] mapped, boolean[] won) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < plain.length; i++) {
            boolean[] one = {won[i]};
            double gain = Calibration.logLoss(new double[] {plain[i]}, one)
                    - Calibration.logLoss(new double[] {mapped[i]}, one);
            sum += gain;
            squares += gain * gain;
        }
        double mean = sum / plain.length;
        double variance = Math.max(0, squares / plain.length - mean * mean);
        return mean > 2 * Math.sqrt(variance / plain.length);
    }

    private static Recalibration platt(double[] chance, boolean[] won) {
        double[][] x =
                Arrays.stream(chance).mapToObj(p -> new double[] {logit(p)}).toArray(double[][]::new);
        double[] once = new double[x.length];
        Arrays.fill(once, 1);
        double[] fitted =
                BayesianLogistic.fit(x, won, once, 2, new double[] {1, 0}).mode();
        return fitted[0] > 0 ? new Logistic(fitted[1], fitted[0]) : new Unchanged();
    }

    private static double logit(double chance) {
        double p = Math.clamp(chance, 1e-9, 1 - 1e-9);
        return Math.log(p / (1 - p));
    }
}
