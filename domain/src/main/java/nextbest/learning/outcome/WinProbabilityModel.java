package nextbest.learning.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The chance of winning a case: a weighted mean of the logits (a logarithmic pool, Genest and Zidek 1986) of the base rate,
 * {@linkplain AveragedLogistic logistic regressions} averaged over penalties, and {@linkplain RandomTrees random trees}. The
 * weights are their mean given how well each pool foresaw {@value #INNER_FOLDS} folds inside the training cases, copies of a
 * row kept together, with the prior Dirichlet(1, 2, 2). So columns without any signal give the base rate, sums of small
 * effects the regressions, and effects that only count together the trees, without a choice per table. Rows that are copies of
 * one case {@linkplain Splits#weights count once together}.
 *
 * <p>Below {@value #FEWEST_FOR_TREES} different training cases only the regressions are used.
 */
public final class WinProbabilityModel {
    private static final int INNER_FOLDS = 5;
    private static final int FEWEST_FOR_TREES = 60;
    private static final int MOST_INNER_GROUPS = 2_000;
    private static final int GRID = 10;
    private static final double EDGE = 1e-9;

    private final FeatureEncoder encoder;
    private final double rate;
    private final AveragedLogistic logistic;
    private final RandomTrees trees;
    private final double[] weights;

    private WinProbabilityModel(
            FeatureEncoder encoder, double rate, AveragedLogistic logistic, RandomTrees trees, double[] weights) {
        this.encoder = encoder;
        this.rate = rate;
        this.logistic = logistic;
        this.trees = trees;
        this.weights = weights;
    }

    /**
     * A chance with its uncertainty.
     *
     * @param chance predictive probability in (0, 1)
     * @param logit expected logit: the members' logits, weighted
     * @param logitSd its standard deviation: that of the regressions, and how far the members disagree
     */
    public record Prediction(double chance, double logit, double logitSd) {}

    /**
     * How much each member counts; the three add up to 1.
     *
     * @param baseRate weight of the base rate
     * @param logistic weight of the regressions
     * @param trees weight of the trees
     */
    public record Mixture(double baseRate, double logistic, double trees) {}

    /**
     * Learns from some rows of a table.
     *
     * @param won one flag per row of the table
     * @param rows the rows to learn from, not empty
     * @throws IllegalArgumentException if all of these rows ended the same way: there is nothing to learn
     */
    public static WinProbabilityModel train(OutcomeTable table, boolean[] won, int[] rows) {
        double rate = rate(won, rows);
        double[] weights = {0, 1, 0};
        int[] group = Splits.groupsOfIdenticalRows(table, rows);
        int groups = Arrays.stream(group).max().orElse(-1) + 1;
        if (groups >= FEWEST_FOR_TREES) {
            weights = mix(foreseen(table, won, rows, group, (groups - 1) / MOST_INNER_GROUPS + 1));
        }
        Fitted fitted = Fitted.to(table, won, rows, weights[2] > 0);
        return new WinProbabilityModel(fitted.encoder, rate, fitted.logistic, fitted.trees, weights);
    }

    /**
     * The regressions alone: quicker, and enough to judge a single column.
     *
     * @throws IllegalArgumentException as {@link #train}
     */
    static WinProbabilityModel logistic(OutcomeTable table, boolean[] won, int[] rows) {
        double rate = rate(won, rows);
        Fitted fitted = Fitted.to(table, won, rows, false);
        return new WinProbabilityModel(fitted.encoder, rate, fitted.logistic, null, new double[] {0, 1, 0});
    }

    /**
     * The baseline: plain logistic regression with penalty |β|²/2τ², no averaging and no allowance for uncertainty.
     *
     * @param width τ &gt; 0; 1 is the usual default, smaller values hold the coefficients tighter
     * @throws IllegalArgumentException as {@link #train}
     */
    public static WinProbabilityModel plain(OutcomeTable table, boolean[] won, int[] rows, double width) {
        double rate = rate(won, rows);
        FeatureEncoder encoder = new FeatureEncoder(table, rows);
        AveragedLogistic plain = AveragedLogistic.plain(encoder.encode(table, rows), outcomes(won, rows), width);
        return new WinProbabilityModel(encoder, rate, plain, null, new double[] {0, 1, 0});
    }

    /** What was learned from one set of rows. */
    private record Fitted(FeatureEncoder encoder, AveragedLogistic logistic, RandomTrees trees) {
        static Fitted to(OutcomeTable table, boolean[] won, int[] rows, boolean withTrees) {
            FeatureEncoder encoder = new FeatureEncoder(table, rows);
            double[][] x = encoder.encode(table, rows);
            boolean[] y = outcomes(won, rows);
            double[] weight = Splits.weights(table, rows);
            boolean grow = withTrees && encoder.width() > 0;
            return new Fitted(
                    encoder, AveragedLogistic.fit(x, y, weight), grow ? RandomTrees.grow(x, y, weight) : null);
        }
    }

    private static double rate(boolean[] won, int[] rows) {
        int wins = 0;
        for (int row : rows) {
            wins += won[row] ? 1 : 0;
        }
        if (wins == 0 || wins == rows.length) {
            throw new IllegalArgumentException("all " + rows.length + " training cases ended as "
                    + (wins == 0 ? "lost" : "won") + "; both outcomes are needed to learn");
        }
        return (double) wins / rows.length;
    }

    private static boolean[] outcomes(boolean[] won, int[] rows) {
        boolean[] y = new boolean[rows.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = won[rows[i]];
        }
        return y;
    }

    /**
     * The logit that each member, not having seen a case nor a copy of it, gave to what happened.
     *
     * @param every only one group in so many takes part: a few thousand cases tell the weights well enough
     */
    private static double[][] foreseen(OutcomeTable table, boolean[] won, int[] all, int[] groups, int every) {
        int[] part = IntStream.range(0, all.length)
                .filter(i -> groups[i] % every == 0)
                .toArray();
        int[] rows = Arrays.stream(part).map(i -> all[i]).toArray();
        int[] group = Arrays.stream(part).map(i -> groups[i]).toArray();
        double[][] logits = new double[rows.length][];
        int judged = 0;
        for (Splits.Split split : Splits.grouped(group, outcomes(won, rows), INNER_FOLDS, 0)) {
            int[] inner = Arrays.stream(split.train()).map(i -> rows[i]).toArray();
            int wins = (int) Arrays.stream(inner).filter(r -> won[r]).count();
            if (wins == 0 || wins == inner.length) {
                continue;
            }
            double base = (double) wins / inner.length;
            Fitted fitted = Fitted.to(table, won, inner, true);
            for (int i : split.test()) {
                double[] x = fitted.encoder.encode(table, rows[i]);
                double sign = won[rows[i]] ? 1 : -1;
                logits[judged++] = new double[] {
                    sign * logit(base),
                    sign * logit(fitted.logistic.predict(x).chance()),
                    sign * logit(fitted.trees == null ? base : fitted.trees.chance(x))
                };
            }
        }
        return Arrays.copyOf(logits, judged);
    }

    /** The mean of the weights given what happened, over a grid on the simplex. */
    private static double[] mix(double[][] logits) {
        List<double[]> grid = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        double highest = Double.NEGATIVE_INFINITY;
        for (int b = 0; b <= GRID; b++) {
            for (int l = 0; l <= GRID - b; l++) {
                int t = GRID - b - l;
                double[] w = {(double) b / GRID, (double) l / GRID, (double) t / GRID};
                double height = Math.log((l + 0.5) * (t + 0.5));
                for (double[] eta : logits) {
                    height -= Math.log1p(Math.exp(-(w[0] * eta[0] + w[1] * eta[1] + w[2] * eta[2])));
                }
                grid.add(w);
                heights.add(height);
                highest = Math.max(highest, height);
            }
        }
        double[] mean = new double[3];
        double total = 0;
        for (int g = 0; g < grid.size(); g++) {
            double mass = Math.exp(heights.get(g) - highest);
            total += mass;
            for (int k = 0; k < 3; k++) {
                mean[k] += mass * grid.get(g)[k];
            }
        }
        for (int k = 0; k < 3; k++) {
            mean[k] /= total;
        }
        return mean;
    }

    /** How much each member counts. */
    public Mixture mixture() {
        return new Mixture(weights[0], weights[1], weights[2]);
    }

    /** The chance of a row of a table with the same columns. */
    public Prediction predict(OutcomeTable table, int row) {
        double[] x = encoder.encode(table, row);
        AveragedLogistic.Belief belief = logistic.predict(x);
        double grown = trees == null ? rate : trees.chance(x);
        double[] logits = {logit(rate), logit(belief.chance()), logit(grown)};
        double mean = 0;
        double square = 0;
        for (int k = 0; k < 3; k++) {
            mean += weights[k] * logits[k];
            square += weights[k] * logits[k] * logits[k];
        }
        return new Prediction(
                1 / (1 + Math.exp(-mean)), mean, Math.sqrt(belief.variance() + Math.max(0, square - mean * mean)));
    }

    private static double logit(double p) {
        double inside = Math.clamp(p, EDGE, 1 - EDGE);
        return Math.log(inside / (1 - inside));
    }
}
