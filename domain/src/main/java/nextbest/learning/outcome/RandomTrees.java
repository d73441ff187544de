package nextbest.learning.outcome;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Extremely randomised trees (Geurts, Ernst and Wehenkel 2006): each node draws about √width features and one random cut
 * for each, and keeps the cut that lowers the Gini impurity most. The chance is the mean over trees of the leaf's share of
 * won cases, drawn to the base rate by one case. Sees what a sum of coefficients cannot: that two signals only count
 * together. Of more than {@value #MOST_ROWS} rows each tree sees a sample. Fixed seed; the same rows give the same trees.
 */
final class RandomTrees {
    private static final int TREES = 100;
    private static final int SMALLEST_LEAF = 4;
    private static final int MOST_ROWS = 2_000;
    private static final long SEED = 0x7472656573L;

    private final Tree[] trees;

    private RandomTrees(Tree[] trees) {
        this.trees = trees;
    }

    static RandomTrees grow(double[][] x, boolean[] won, double[] weight) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
        double wins = 0;
        double all = 0;
        for (int i = 0; i < won.length; i++) {
            wins += won[i] ? weight[i] : 0;
            all += weight[i];
        }
        double rate = wins / all;
        Tree[] trees = new Tree[TREES];
        for (int t = 0; t < TREES; t++) {
            trees[t] = new Grower(x, won, weight, rate, random).grow();
        }
        return new RandomTrees(trees);
    }

    double chance(double[] x) {
        double sum = 0;
        for (Tree tree : trees) {
            sum += tree.chance(x);
        }
        return sum / trees.length;
    }

    /** Nodes in arrays: left child at node + 1, right child at {@code right}; 0 there marks a leaf. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Tree(int[] feature, double[] value, int[] right) {
        double chance(double[] x) {
            int node = 0;
            while (right[node] != 0) {
                node = x[feature[node]] <= value[node] ? node + 1 : right[node];
            }
            return value[node];
        }
    }

    private static final class Grower {
        private final double[][] x;
        private final boolean[] won;
        private final double[] weight;
        private final double rate;
        private final UniformRandomProvider random;
        private final int[] rows;
        private final int[] features;
        private final int candidates;
        private int[] feature = new int[64];
        private double[] value = new double[64];
        private int[] right = new int[64];
        private int nodes;

        Grower(double[][] x, boolean[] won, double[] weight, double rate, UniformRandomProvider random) {
            this.x = x;
            this.won = won;
            this.weight = weight;
            this.rate = rate;
            this.random = random;
            rows = sample(x.length);
            features = new int[x[0].length];
            Arrays.setAll(features, i -> i);
            candidates = Math.max(1, (int) Math.round(Math.sqrt(features.length)));
        }

        /** All rows, or so many drawn without replacement. */
        private int[] sample(int n) {
            int[] all = new int[n];
            Arrays.setAll(all, i -> i);
            int size = Math.min(n, MOST_ROWS);
            for (int i = 0; i < size && size < n; i++) {
                int pick = i + random.nextInt(n - i);
                int row = all[pick];
                all[pick] = all[i];
                all[i] = row;
            }
            return Arrays.copyOf(all, size);
        }

        Tree grow() {
            node(0, rows.length);
            return new Tree(Arrays.copyOf(feature, nodes), Arrays.copyOf(value, nodes), Arrays.copyOf(right, nodes));
        }

        private void node(int from, int to) {
            int at = nodes++;
            if (at == feature.length) {
                feature = Arrays.copyOf(feature, 2 * at);
                value = Arrays.copyOf(value, 2 * at);
                right = Arrays.copyOf(right, 2 * at);
            }
            double wins = 0;
            double n = 0;
            for (int i = from; i < to; i++) {
                wins += won[rows[i]] ? weight[rows[i]] : 0;
                n += weight[rows[i]];
            }
            boolean pure = wins < 1e-9 || wins > n - 1e-9;
            if (pure || to - from < 2 * SMALLEST_LEAF || !cut(at, from, to, wins, n)) {
                value[at] = (wins + rate) / (n + 1);
                return;
            }
            int middle = partition(from, to, feature[at], value[at]);
            node(from, middle);
            right[at] = nodes;
            node(middle, to);
        }

        /** Draws features without replacement until enough that vary were tried; writes the best cut. */
        private boolean cut(int at, int from, int to, double wins, double n) {
            double best = Double.NEGATIVE_INFINITY;
            int tried = 0;
            for (int left = features.length; left > 0 && tried < candidates; left--) {
                int pick = random.nextInt(left);
                int f = features[pick];
                features[pick] = features[left - 1];
                features[left - 1] = f;
                double least = Double.POSITIVE_INFINITY;
                double most = Double.NEGATIVE_INFINITY;
                for (int i = from; i < to; i++) {
                    double v = x[rows[i]][f];
                    least = Math.min(least, v);
                    most = Math.max(most, v);
                }
                if (least == most) {
                    continue;
                }
                tried++;
                double threshold = least + random.nextDouble() * (most - least);
                if (threshold >= most) {
                    threshold = least;
                }
                int below = 0;
                double massBelow = 0;
                double winsBelow = 0;
                for (int i = from; i < to; i++) {
                    if (x[rows[i]][f] <= threshold) {
                        double mass = weight[rows[i]];
                        below++;
                        massBelow += mass;
                        winsBelow += won[rows[i]] ? mass : 0;
                    }
                }
                if (below >= SMALLEST_LEAF && to - from - below >= SMALLEST_LEAF) {
                    // maximal where the weighted Gini impurity is minimal
                    double purity = purity(winsBelow, massBelow) + purity(wins - winsBelow, n - massBelow);
                    if (purity > best) {
                        best = purity;
                        feature[at] = f;
                        value[at] = threshold;
                    }
                }
            }
            return best > Double.NEGATIVE_INFINITY;
        }

        private static double purity(double wins, double n) {
            double losses = n - wins;
            return (wins * wins + losses * losses) / n;
        }

        private int partition(int from, int to, int f, double threshold) {
            int i = from;
            int j = to - 1;
            while (i <= j) {
                if (x[rows[i]][f] <= threshold) {
                    i++;
                } else {
                    int row = rows[i];
                    rows[i] = rows[j];
                    rows[j--] = row;
                }
            }
            return i;
        }
    }
}
