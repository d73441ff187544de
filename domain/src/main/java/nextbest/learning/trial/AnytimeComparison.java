package nextbest.learning.trial;

import nextbest.learning.statistics.Estimate;

/**
 * Difference of two arms' rates that may be looked at every day. The rate of an arm is Σs/Σn over its accounts; its variance
 * is cluster-robust, G/(G − 1)·Σ(s_i − rate·n_i)²/(Σn)²; the interval is the {@linkplain MixtureBoundary normal mixture}.
 *
 * <p>Why it holds although accounts come back day after day: an account's total grows with positively correlated steps, so
 * two days' estimates are correlated at least as strongly as a Brownian motion's at the same information, and by Slepian's
 * lemma (1962) the process leaves the boundary no more often. It is asymptotic in the number of accounts: below
 * {@value #FEWEST_ACCOUNTS} per arm, or with fewer than {@value #FEWEST_EVENTS} successes or failures, nothing is claimed.
 */
public final class AnytimeComparison {
    static final int FEWEST_ACCOUNTS = 20;
    static final int FEWEST_EVENTS = 10;

    private final double mixture;
    private final double alpha;

    /**
     * Sets up the comparison before the first look.
     *
     * @param plan the announced plan; the interval is tightest when it is fulfilled
     * @param alpha share of false alarms over all looks
     */
    public AnytimeComparison(PowerPlan plan, double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), but is " + alpha);
        }
        this.alpha = alpha;
        mixture = MixtureBoundary.best(alpha) / plan.information();
    }

    /**
     * One arm's accounts so far; accounts without exposure may be left out.
     *
     * @param rewards sum of rewards per account, each reward in [0, 1]
     * @param exposures number of exposures per account
     */
    @SuppressWarnings("ArrayRecordComponent") // read by loops over accounts
    public record Arm(double[] rewards, long[] exposures) {
        public Arm {
            if (rewards.length != exposures.length) {
                throw new IllegalArgumentException("expected a reward and exposures per account, but got "
                        + rewards.length + " and " + exposures.length);
            }
            for (int i = 0; i < rewards.length; i++) {
                if (exposures[i] < 1 || !(rewards[i] >= 0 && rewards[i] <= exposures[i])) {
                    throw new IllegalArgumentException("account " + i
                            + ": expected exposures >= 1 and 0 <= rewards <= exposures, but got " + rewards[i] + " of "
                            + exposures[i]);
                }
            }
        }

        private double rate() {
            return total() / count();
        }

        private double total() {
            double sum = 0;
            for (double r : rewards) {
                sum += r;
            }
            return sum;
        }

        private double count() {
            double sum = 0;
            for (long e : exposures) {
                sum += e;
            }
            return sum;
        }

        private double variance() {
            double rate = rate();
            double sum = 0;
            for (int i = 0; i < rewards.length; i++) {
                double residual = rewards[i] - rate * exposures[i];
                sum += residual * residual;
            }
            double g = rewards.length;
            double n = count();
            return g / (g - 1) * sum / (n * n);
        }
    }

    /** The treatment's rate minus the control's, with an interval that holds over all looks together. */
    public Estimate difference(Arm treatment, Arm control) {
        int accounts = Math.min(treatment.rewards.length, control.rewards.length);
        if (accounts < FEWEST_ACCOUNTS) {
            return new Estimate.TooLittleData(
                    accounts, "an arm has only " + accounts + " accounts; at least " + FEWEST_ACCOUNTS + " are needed");
        }
        double successes = treatment.total() + control.total();
        double failures = treatment.count() + control.count() - successes;
        double variance = treatment.variance() + control.variance();
        if (Math.min(successes, failures) < FEWEST_EVENTS || !(variance > 0)) {
            return new Estimate.TooLittleData(
                    accounts,
                    "%.0f successes and %.0f failures; at least %d of each are needed"
                            .formatted(successes, failures, FEWEST_EVENTS));
        }
        double difference = treatment.rate() - control.rate();
        double half = Math.sqrt(variance) * MixtureBoundary.multiplier(mixture / variance, alpha);
        return new Estimate.Measured(difference, difference - half, difference + half, accounts);
    }
}
