package nextbest.learning.offpolicy;

import java.util.Optional;

/**
 * How well the log covers what the target policy does.
 *
 * @param decisions number of logged decisions
 * @param clusters number of clusters they form
 * @param effectiveSize (Σw)²/Σw²: how many decisions under the target policy the log is worth (Kish 1965)
 * @param largestWeight the largest w
 * @param meanWeight mean of w; 1 in expectation where the log supports everything the target does
 * @param meanWeightError standard error of that mean, by clusters
 */
public record Overlap(
        int decisions,
        int clusters,
        double effectiveSize,
        double largestWeight,
        double meanWeight,
        double meanWeightError) {
    /** Below this effective size no number is given. */
    public static final double SMALLEST_EFFECTIVE_SIZE = 50;
    /** Fewer clusters than this carry no interval. */
    public static final int FEWEST_CLUSTERS = 20;

    private static final double WEIGHT_TOLERANCE = 0.2;

    static Overlap of(LoggedDecisions log) {
        double sum = 0;
        double squares = 0;
        double largest = 0;
        int n = log.size();
        for (int i = 0; i < n; i++) {
            double w = log.weight(i);
            sum += w;
            squares += w * w;
            largest = Math.max(largest, w);
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
                n, log.clusters, squares == 0 ? 0 : sum * sum / squares, largest, mean, Math.sqrt(variance) / n);
    }

    /** Why no number can be given, if so. */
    public Optional<String> objection() {
        if (effectiveSize < SMALLEST_EFFECTIVE_SIZE) {
            return Optional.of("the log is worth only %.1f decisions of this policy (at least %.0f are needed)"
                    .formatted(effectiveSize, SMALLEST_EFFECTIVE_SIZE));
        }
        if (clusters < FEWEST_CLUSTERS) {
            return Optional.of("the log has only %d independent clusters (at least %d are needed)"
                    .formatted(clusters, FEWEST_CLUSTERS));
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
