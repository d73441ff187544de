package nextbest.learning.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Successes out of trials, without pooling.
 *
 * @param successes 0 to trials
 * @param trials ≥ 0
 */
public record Proportion(long successes, long trials) {
    static final double Z95 = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975);

    public Proportion {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "expected 0 <= successes <= trials, but got " + successes + " of " + trials);
        }
    }

    /** The observed share; NaN without trials. */
    public double rate() {
        return trials == 0 ? Double.NaN : (double) successes / trials;
    }

    /** The score interval of Wilson (1927); too little data below 5 trials. */
    public Estimate estimate() {
        if (trials < 5) {
            return new Estimate.TooLittleData(trials, "only " + trials + " cases; at least 5 are needed");
        }
        double[] w = wilson(Z95);
        return new Estimate.Measured(rate(), Math.min(w[0], rate()), Math.max(w[1], rate()), trials);
    }

    /** Lower and upper end of Wilson's interval for a normal quantile z. */
    public double[] wilson(double z) {
        double n = trials;
        double p = rate();
        double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
    }

    /** This share minus another, with the hybrid score interval of Newcombe (1998, method 10) at 95 %. */
    public Estimate minus(Proportion other) {
        return minus(other, 0.95);
    }

    /** The same at another confidence, in (0, 1): where many are compared, each interval must be wider. */
    public Estimate minus(Proportion other, double confidence) {
        long n = Math.min(trials, other.trials);
        if (n < 5) {
            return new Estimate.TooLittleData(n, "one side has only " + n + " cases; at least 5 are needed");
        }
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + confidence / 2);
        double[] a = wilson(z);
        double[] b = other.wilson(z);
        double d = rate() - other.rate();
        double lower = d - Math.hypot(rate() - a[0], b[1] - other.rate());
        double upper = d + Math.hypot(a[1] - rate(), other.rate() - b[0]);
        return new Estimate.Measured(d, lower, upper, n);
    }
}
