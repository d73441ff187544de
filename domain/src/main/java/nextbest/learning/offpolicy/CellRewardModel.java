package nextbest.learning.offpolicy;

import java.util.function.IntPredicate;
import nextbest.learning.statistics.StableHash;

/**
 * A reward model without a context: one shrunk mean per cell, (Σr + successes)/(n + trials), where a cell is whatever the
 * caller enumerates (action, action × position, …). Enough for the direct and doubly robust estimators where contexts say
 * little; cross-fitted, no decision is predicted by a model that has seen it.
 */
public final class CellRewardModel {
    private final double successes;
    private final double trials;

    /**
     * @param successes prior Σr, ≥ 0
     * @param trials prior n, ≥ successes and &gt; 0
     */
    public CellRewardModel(double successes, double trials) {
        if (!(successes >= 0 && trials >= successes && trials > 0)) {
            throw new IllegalArgumentException(
                    "expected 0 <= successes <= trials and trials > 0, but got " + successes + " and " + trials);
        }
        this.successes = successes;
        this.trials = trials;
    }

    /** One mean per cell from all decisions. */
    public double[] fit(int[] cell, double[] reward, int cells) {
        return fit(cell, reward, cells, i -> true);
    }

    /**
     * One mean per fold and cell; fold f is learned from the decisions outside it.
     *
     * @return means[fold][cell]
     */
    public double[][] crossFit(int[] cell, double[] reward, int cells, int[] fold, int folds) {
        double[][] means = new double[folds][];
        for (int f = 0; f < folds; f++) {
            int left = f;
            means[f] = fit(cell, reward, cells, i -> fold[i] != left);
        }
        return means;
    }

    /** Folds by hash of the cluster, so that what hangs together is left out together. */
    public static int[] folds(long[] cluster, int folds) {
        int[] fold = new int[cluster.length];
        for (int i = 0; i < fold.length; i++) {
            fold[i] = (int) (StableHash.uniform(StableHash.of(cluster[i])) * folds);
        }
        return fold;
    }

    private double[] fit(int[] cell, double[] reward, int cells, IntPredicate use) {
        double[] sum = new double[cells];
        double[] count = new double[cells];
        for (int i = 0; i < cell.length; i++) {
            if (use.test(i)) {
                sum[cell[i]] += reward[i];
                count[cell[i]]++;
            }
        }
        for (int c = 0; c < cells; c++) {
            sum[c] = (sum[c] + successes) / (count[c] + trials);
        }
        return sum;
    }
}
