package nextbest.learning.trial;

/**
 * The normal-mixture boundary (Robbins 1970; Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024): a Brownian motion
 * observed up to information I stays within ±√((I + 1/φ)·ln((1 + Iφ)/α²)) at all times with probability ≥ 1 − α, so an
 * estimate with standard error s = 1/√I may be reported at any time as estimate ± s·√((1 + 1/x)·ln((1 + x)/α²)), x = Iφ.
 * φ only decides at which information the interval is tightest; it is set so that this is the planned end.
 */
final class MixtureBoundary {
    private MixtureBoundary() {}

    /** Half-width in standard errors at x = Iφ. */
    static double multiplier(double x, double alpha) {
        return Math.sqrt((1 + 1 / x) * Math.log((1 + x) / (alpha * alpha)));
    }

    /** The x at which the multiplier is smallest, by golden section on log x. */
    static double best(double alpha) {
        double low = Math.log(1e-2);
        double high = Math.log(1e4);
        double ratio = (Math.sqrt(5) - 1) / 2;
        for (int i = 0; i < 80; i++) {
            double one = high - ratio * (high - low);
            double two = low + ratio * (high - low);
            if (multiplier(Math.exp(one), alpha) < multiplier(Math.exp(two), alpha)) {
                high = two;
            } else {
                low = one;
            }
        }
        return Math.exp((low + high) / 2);
    }
}
