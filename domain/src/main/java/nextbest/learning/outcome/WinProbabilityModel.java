package nextbest.learning.outcome;

import java.util.ArrayList;
import java.util.List;

/**
 * The chance of winning a case: Bayesian logistic regressions over a grid of prior widths τ, averaged by evidence times a
 * log-normal prior on τ (median 0.2, spread 0.4 in log τ), so that no strength of penalty has to be chosen. The prior says
 * that a single word rarely moves the odds by more than a half; a few hundred cases overrule it. Little data gives chances
 * near the base rate by itself.
 */
public final class WinProbabilityModel {
    private static final double[] WIDTHS = {0.1, 0.2, 0.3, 0.45, 0.7, 1.1};
    private static final double TYPICAL_WIDTH = 0.2;
    private static final double WIDTH_SPREAD = 0.4;

    private final FeatureEncoder encoder;
    private final List<BayesianLogistic> models;
    private final double[] shares;
    private final boolean moderated;

    private WinProbabilityModel(
            FeatureEncoder encoder, List<BayesianLogistic> models, double[] shares, boolean moderated) {
        this.encoder = encoder;
        this.models = models;
        this.shares = shares;
        this.moderated = moderated;
    }

    /**
     * A chance with its uncertainty.
     *
     * @param chance predictive probability in (0, 1)
     * @param logit expected logit
     * @param logitSd its standard deviation
     */
    public record Prediction(double chance, double logit, double logitSd) {}

    /**
     * Learns from some rows of a table.
     *
     * @param won one flag per row of the table
     * @param rows the rows to learn from, not empty
     * @throws IllegalArgumentException if all of these rows ended the same way: there is nothing to learn
     */
    public static WinProbabilityModel train(OutcomeTable table, boolean[] won, int[] rows) {
        return train(table, won, rows, WIDTHS, true);
    }

    /**
     * The baseline: plain logistic regression with penalty ½|β|², no averaging and no allowance for uncertainty.
     *
     * @throws IllegalArgumentException as {@link #train}
     */
    public static WinProbabilityModel plain(OutcomeTable table, boolean[] won, int[] rows) {
        return train(table, won, rows, new double[] {1}, false);
    }

    private static WinProbabilityModel train(
            OutcomeTable table, boolean[] won, int[] rows, double[] widths, boolean moderated) {
        int wins = 0;
        for (int row : rows) {
            wins += won[row] ? 1 : 0;
        }
        if (wins == 0 || wins == rows.length) {
            throw new IllegalArgumentException("all " + rows.length + " training cases ended as "
                    + (wins == 0 ? "lost" : "won") + "; both outcomes are needed to learn");
        }
        FeatureEncoder encoder = new FeatureEncoder(table, rows);
        double[][] x = new double[rows.length][];
        boolean[] y = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            x[i] = encoder.encode(table, rows[i]);
            y[i] = won[rows[i]];
        }
        List<BayesianLogistic> models = new ArrayList<>();
        double[] start = new double[encoder.width() + 1];
        double best = Double.NEGATIVE_INFINITY;
        for (double width : widths) {
            BayesianLogistic model = BayesianLogistic.fit(x, y, width, start);
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
        return new WinProbabilityModel(encoder, models, shares, moderated);
    }

    private static double logPrior(double width) {
        double z = Math.log(width / TYPICAL_WIDTH) / WIDTH_SPREAD;
        return -z * z / 2;
    }

    /** The chance of a row of a table with the same columns. */
    public Prediction predict(OutcomeTable table, int row) {
        double[] x = encoder.encode(table, row);
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
        return new Prediction(chance, logit, Math.sqrt(Math.max(0, square - logit * logit)));
    }
}
