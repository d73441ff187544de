package nextbest.model;

/**
 * Corrects forecasts that lie too high, too low, too close together or too far apart: σ(shift + slope · logit p), with a slope
 * above 0, so that what is foretold more of before is foretold more of afterwards (Platt 1999).
 *
 * @param shift in logits
 * @param slope &gt; 0
 */
public record ForecastMap(double shift, double slope) {
    /** Fewer forecasts than this correct nothing. */
    private static final int FEWEST = 100;
    /** Standard errors by which the correction must have helped on forecasts that it was not learned from. */
    private static final double CERTAIN = 2;
    /** Prior precision of the shift around 0 and of the slope around 1: standard deviations 1 and ½. */
    private static final double SHIFT_PRECISION = 1;

    private static final double SLOPE_PRECISION = 4;
    private static final int STEPS = 30;
    private static final double LEAST_SLOPE = 0.1;

    public ForecastMap {
        if (!(slope > 0 && Double.isFinite(slope) && Double.isFinite(shift))) {
            throw new IllegalArgumentException(
                    "a forecast map must have a finite shift and a slope above 0, but has " + shift + " and " + slope);
        }
    }

    /** Leaves forecasts as they are. */
    public static ForecastMap unchanged() {
        return new ForecastMap(0, 1);
    }

    public boolean isUnchanged() {
        return shift == 0 && slope == 1;
    }

    /** The corrected logit of a forecast. */
    public double logit(double logit) {
        return shift + slope * logit;
    }

    /** First this correction, then another on what came of it. */
    public ForecastMap then(ForecastMap next) {
        return new ForecastMap(next.shift + next.slope * shift, next.slope * slope);
    }

    /**
     * Learns from forecasts of a time after training and what then came. The correction learned on the earlier half must help
     * for certain on the later half; otherwise forecasts stay as they are. Its slope is above 0. The errors of
     * recommendations in a row are taken as independent.
     *
     * @param logit of what was foreseen, the earliest first
     * @param came what came, each 0 to 1
     */
    public static ForecastMap learn(double[] logit, double[] came) {
        int n = logit.length;
        if (came.length != n) {
            throw new IllegalArgumentException(
                    "each forecast needs what came, but there are " + n + " and " + came.length);
        }
        if (n < FEWEST) {
            return unchanged();
        }
        double[] trial = fit(logit, came, 0, n / 2);
        double sum = 0;
        double squares = 0;
        int judged = n - n / 2;
        for (int i = n / 2; i < n; i++) {
            double gain = loss(logit[i], came[i]) - loss(trial[0] + trial[1] * logit[i], came[i]);
            sum += gain;
            squares += gain * gain;
        }
        double mean = sum / judged;
        double error = Math.sqrt(Math.max(0, squares / judged - mean * mean) / judged);
        double[] all = fit(logit, came, 0, n);
        return mean > CERTAIN * error ? new ForecastMap(all[0], all[1]) : unchanged();
    }

    private static double loss(double logit, double came) {
        return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - came * logit;
    }

    /** Shift and slope; where the slope would not rise clearly, the order is kept and only the level moved. */
    private static double[] fit(double[] logit, double[] came, int from, int to) {
        double[] both = fit(logit, came, from, to, true);
        return both[1] >= LEAST_SLOPE ? both : fit(logit, came, from, to, false);
    }

    /** By Newton's method; the prior keeps the problem strictly convex. */
    private static double[] fit(double[] logit, double[] came, int from, int to, boolean sloped) {
        double shift = 0;
        double slope = 1;
        for (int step = 0; step < STEPS; step++) {
            double g0 = -SHIFT_PRECISION * shift;
            double g1 = -SLOPE_PRECISION * (slope - 1);
            double h00 = SHIFT_PRECISION;
            double h01 = 0;
            double h11 = SLOPE_PRECISION;
            for (int i = from; i < to; i++) {
                double p = 1 / (1 + Math.exp(-(shift + slope * logit[i])));
                // curvature of at least a hundredth: far out a full step would overshoot
                double w = Math.max(0.01, p * (1 - p));
                g0 += came[i] - p;
                g1 += (came[i] - p) * logit[i];
                h00 += w;
                h01 += w * logit[i];
                h11 += w * logit[i] * logit[i];
            }
            if (!sloped) {
                shift += g0 / h00;
                continue;
            }
            double determinant = h00 * h11 - h01 * h01;
            shift += (h11 * g0 - h01 * g1) / determinant;
            slope += (h00 * g1 - h01 * g0) / determinant;
        }
        return new double[] {shift, slope};
    }
}
