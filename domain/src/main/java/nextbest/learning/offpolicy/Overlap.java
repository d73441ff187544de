package nextbest.learning.offpolicy;

import java.util.Arrays;
import java.util.Optional;

/**
 * How well the log covers what the target policy does.
 *
 * @param decisions number of logged decisions
 * @param clusters number of clusters they form
 * @param effectiveSize (Σw)²/Σw²: how many decisions under the target policy the log is worth (Kish 1965)
 * @param effectiveClusters the same of clusters, by their total weight
 * @param largestWeight the largest w
 * @param meanWeight mean of w; 1 in expectation where the log supports everything the target does
 * @param meanWeightError standard error of that mean, by clusters
 */
public record Overlap(
        int decisions,
        int clusters,
        double effectiveSize,
        double effectiveClusters,
        double largestWeight,
        double meanWeight,
        double meanWeightError) {
    /** Below this effective size no number is given. */
    public static final double SMALLEST_EFFECTIVE_SIZE = 50;
    /** Fewer clusters than this carry no interval. */
    public static final int FEWEST_CLUSTERS = 20;

    /** Where a few clusters have nearly all the weight, drawing clusters anew shows too little spread. */
    private static final double FEWEST_EFFECTIVE_CLUSTERS = 10;

    private static final double WEIGHT_TOLERANCE = 0.2;

    static Overlap of(LoggedDecisions log) {
        double sum = 0;
        double largest = 0;
        int n = log.size();
        for (int i = 0; i < n; i++) {
            sum += log.weight(i);
            largest = Math.max(largest, log.weight(i));
        }
        double[] weight = new double[n];
        double[] total = new double[log.clusters];
        for (int i = 0; i < n && largest > 0; i++) {
            weight[i] = log.weight(i) / largest;
            total[log.cluster[i]] += weight[i];
        }
        double mean = sum / n;
        double[] deviation = new double[log.clusters];
        for (int i = 0; i < n; i++) {
            deviation[log.cluster[i]] += log.weight(i) - mean;
        }
        double variance = 0;
        for (double d : deviation) {
            variance += d * d;
        }
        return new Overlap(
                n, log.clusters, effective(weight), effective(total), largest, mean, Math.sqrt(variance) / n);
    }

    private static double effective(double[] weight) {
        double sum = Arrays.stream(weight).sum();
        double squares = Arrays.stream(weight).map(w -> w * w).sum();
        return squares == 0 ? 0 : sum * sum / squares;
    }

    /** Why no number can be given, if so. */
    public Optional<String> objection() {
        if (!(effectiveSize >= SMALLEST_EFFECTIVE_SIZE)) {
            return Optional.of("the log is worth only %.1f decisions of this policy (at least %.0f are needed)"
                    .formatted(effectiveSize, SMALLEST_EFFECTIVE_SIZE));
        }
        if (clusters < FEWEST_CLUSTERS) {
            return Optional.of("the log has only %d independent clusters (at least %d are needed)"
                    .formatted(clusters, FEWEST_CLUSTERS));
        }
        if (!(effectiveClusters >= FEWEST_EFFECTIVE_CLUSTERS)) {
            return Optional.of(
                    "a few of the %d clusters have nearly all the weight: they are worth %.1f equal ones (at least %.0f are needed)"
                            .formatted(clusters, effectiveClusters, FEWEST_EFFECTIVE_CLUSTERS));
        }
        double off = Math.abs(meanWeight - 1);
        if (off > WEIGHT_TOLERANCE && off > 3 * meanWeightError) {
            return Optional.of(
                    "the mean weight is %.3f ± %.3f, not 1: the policy does what the log never tried, or the propensities are wrong"
                            .formatted(meanWeight, meanWeightError));
        }
        return Optional.empty();
    }
}
