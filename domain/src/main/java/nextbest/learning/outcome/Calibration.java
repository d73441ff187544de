package nextbest.learning.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** How predicted chances compare with what happened. All take chances in [0, 1] and one outcome per chance. */
public final class Calibration {
    private static final double EDGE = 1e-12;

    private Calibration() {}

    /**
     * A bin of the reliability diagram.
     *
     * @param cases how many cases
     * @param predicted mean predicted chance
     * @param observed share that was won
     */
    public record Bin(int cases, double predicted, double observed) {}

    /** Area under the ROC curve: the chance that a won case is ranked above a lost one, ties half; NaN for one class. */
    public static double auc(double[] chance, boolean[] won) {
        check(chance, won);
        int[] order = ascending(chance);
        double rankSum = 0;
        long wins = 0;
        int i = 0;
        while (i < order.length) {
            int j = i;
            while (j < order.length && chance[order[j]] == chance[order[i]]) {
                j++;
            }
            double rank = (i + 1 + j) / 2.0;
            for (int k = i; k < j; k++) {
                if (won[order[k]]) {
                    rankSum += rank;
                    wins++;
                }
            }
            i = j;
        }
        long losses = order.length - wins;
        return wins == 0 || losses == 0 ? Double.NaN : (rankSum - wins * (wins + 1) / 2.0) / ((double) wins * losses);
    }

    /** Mean −log of the chance given to what happened; chances are kept 10⁻¹² away from 0 and 1. */
    public static double logLoss(double[] chance, boolean[] won) {
        check(chance, won);
        double sum = 0;
        for (int i = 0; i < chance.length; i++) {
            double p = Math.clamp(chance[i], EDGE, 1 - EDGE);
            sum -= Math.log(won[i] ? p : 1 - p);
        }
        return sum / chance.length;
    }

    /** Mean squared distance between chance and outcome (Brier 1950). */
    public static double brier(double[] chance, boolean[] won) {
        check(chance, won);
        double sum = 0;
        for (int i = 0; i < chance.length; i++) {
            double d = chance[i] - (won[i] ? 1 : 0);
            sum += d * d;
        }
        return sum / chance.length;
    }

    /** Reliability by bins of equal numbers of cases, lowest chances first; fewer bins when there are fewer cases. */
    public static List<Bin> reliability(double[] chance, boolean[] won, int bins) {
        check(chance, won);
        return bins(chance, won, ascending(chance), bins);
    }

    /** Expected calibration error: Σ n_b/n·|observed_b − predicted_b| over bins of equal mass. */
    public static double expectedError(double[] chance, boolean[] won, int bins) {
        return error(reliability(chance, won, bins), chance.length);
    }

    /**
     * The expected calibration error that a perfectly calibrated model with these chances would stay below with a given
     * probability, by simulation of outcomes from the chances (2,000 times, fixed seed).
     */
    public static double perfectQuantile(double[] chance, int bins, double probability) {
        int[] order = ascending(chance);
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(0x45434550);
        double[] errors = new double[2000];
        boolean[] won = new boolean[chance.length];
        for (int s = 0; s < errors.length; s++) {
            for (int i = 0; i < won.length; i++) {
                won[i] = random.nextDouble() < chance[i];
            }
            errors[s] = error(bins(chance, won, order, bins), chance.length);
        }
        Arrays.sort(errors);
        return errors[(int) (probability * (errors.length - 1))];
    }

    private static double error(List<Bin> bins, int cases) {
        double sum = 0;
        for (Bin bin : bins) {
            sum += (double) bin.cases / cases * Math.abs(bin.observed - bin.predicted);
        }
        return sum;
    }

    private static List<Bin> bins(double[] chance, boolean[] won, int[] order, int bins) {
        List<Bin> result = new ArrayList<>();
        int n = order.length;
        for (int b = 0; b < bins; b++) {
            int from = (int) ((long) n * b / bins);
            int to = (int) ((long) n * (b + 1) / bins);
            if (to > from) {
                double predicted = 0;
                int wins = 0;
                for (int i = from; i < to; i++) {
                    predicted += chance[order[i]];
                    wins += won[order[i]] ? 1 : 0;
                }
                result.add(new Bin(to - from, predicted / (to - from), (double) wins / (to - from)));
            }
        }
        return result;
    }

    private static int[] ascending(double[] chance) {
        return IntStream.range(0, chance.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> chance[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void check(double[] chance, boolean[] won) {
        if (chance.length == 0 || chance.length != won.length) {
            throw new IllegalArgumentException("expected as many chances as outcomes and at least one, but got "
                    + chance.length + " and " + won.length);
        }
        for (int i = 0; i < chance.length; i++) {
            if (!(chance[i] >= 0 && chance[i] <= 1)) {
                throw new IllegalArgumentException("chance " + i + " must be in [0, 1], but is " + chance[i]);
            }
        }
    }
}
