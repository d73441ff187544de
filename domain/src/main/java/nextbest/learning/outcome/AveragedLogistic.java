package nextbest.learning.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bayesian logistic regressions over a grid of prior widths τ, averaged by evidence times a log-normal prior on τ (median
 * 0.2, spread 0.4 in log τ), so that no strength of penalty has to be chosen. The prior says that a single word rarely moves
 * the odds by more than a half; a few hundred cases overrule it.
 */
final class AveragedLogistic {
    private static final double[] WIDTHS = {0.1, 0.2, 0.3, 0.45, 0.7, 1.1};
    private static final double TYPICAL_WIDTH = 0.2;
    private static final double WIDTH_SPREAD = 0.4;

    private final List<BayesianLogistic> models;
    private final double[] shares;
    private final boolean moderated;

    private AveragedLogistic(List<BayesianLogistic> models, double[] shares, boolean moderated) {
        this.models = models;
        this.shares = shares;
        this.moderated = moderated;
    }

    /** A predictive chance, and mean and variance of the logit. */
    record Belief(double chance, double logit, double variance) {}

    static AveragedLogistic fit(double[][] x, boolean[] won, double[] weight) {
        return fit(x, won, weight, WIDTHS, true);
    }

    /** Plain logistic regression: one width, no allowance for uncertainty. */
    static AveragedLogistic plain(double[][] x, boolean[] won, double width) {
        double[] once = new double[x.length];
        Arrays.fill(once, 1);
        return fit(x, won, once, new double[] {width}, false);
    }

    private static AveragedLogistic fit(
            double[][] x, boolean[] won, double[] weight, double[] widths, boolean moderated) {
        List<BayesianLogistic> models = new ArrayList<>();
        double[] start = new double[x[0].length + 1];
        double best = Double.NEGATIVE_INFINITY;
        for (double width : widths) {
            BayesianLogistic model = BayesianLogistic.fit(x, won, weight, width, start);
            start = model.mode();
            best = Math.max(best, model.evidence + logPrior(width));
            models.add(model);
        }
        double[] shares = new double[models.size()];
        double total = 0;
        for (int m = 0; m < shares.length; m++) {
            shares[m] = Math.exp(models.get(m).evidence + logPrior(widths[m]) - best);
            total += shares[m];
        }
        for (int m = 0; m < shares.length; m++) {
            shares[m] /= total;
        }
        return new AveragedLogistic(models, shares, moderated);
    }

    private static double logPrior(double width) {
        double z = Math.log(width / TYPICAL_WIDTH) / WIDTH_SPREAD;
        return -z * z / 2;
    }

    Belief predict(double[] x) {
        double chance = 0;
        double logit = 0;
        double square = 0;
        for (int m = 0; m < shares.length; m++) {
            if (shares[m] > 1e-6) {
                double eta = models.get(m).logit(x);
                double v = models.get(m).variance(x);
                double drawn = moderated ? eta / Math.sqrt(1 + Math.PI * v / 8) : eta;
                chance += shares[m] / (1 + Math.exp(-drawn));
                logit += shares[m] * eta;
                square += shares[m] * (v + eta * eta);
            }
        }
        return new Belief(chance, logit, Math.max(0, square - logit * logit));
    }
}
