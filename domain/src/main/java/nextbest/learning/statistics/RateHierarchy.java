package nextbest.learning.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Shares in a tree (all → category → action → action × stage → × segment), where a thin leaf borrows from its ancestors as
 * much as siblings have turned out to be alike.
 *
 * <p>Model: a child's rate is Beta(κm, κ(1 − m)) around its parent's rate m, with one κ per level. The spread 1/√(κ + 1)
 * has a uniform prior (Gelman 2006) on a grid of κ from 4 to 4096 and is learned from how much siblings differ, by the
 * beta-binomial likelihood averaged over the parent's rate. A node counts as evidence for its parent's mean with
 * N(κ + 1)/(κ + N) cases instead of N, because cases of one child hang together. Going down a path, each step turns the
 * parent's posterior (mean m, variance v) into the child's prior with variance (m(1 − m) − v)/(κ + 1) + v, and updates it
 * with what the child's <em>other</em> children say, so that no case counts twice. The leaf's posterior is a mixture over
 * the κ of the last two levels; its central 95 % interval is reported.
 *
 * <p>Coverage in simulated worlds is 95 % on average over worlds; where siblings differ about as much as the noise of their
 * counts it is lower (92 %), where they are all but equal higher (97 %): ADR 0102.
 */
public final class RateHierarchy {
    private static final double[] KAPPA = {4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096};
    private static final double WIDEST = 0.6;
    private static final int MEANS = 100;

    private final Node root = new Node();
    private final int depth;
    private double[][] kappaShares;

    /**
     * An empty tree.
     *
     * @param depth how many steps lead from the root to a leaf, ≥ 1
     */
    public RateHierarchy(int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("expected depth >= 1, but got " + depth);
        }
        this.depth = depth;
    }

    /** Adds cases to a leaf, named by one name per level below the root. */
    public void add(List<String> path, Proportion cases) {
        checkPath(path);
        Node node = root;
        for (String name : path) {
            node = node.children.computeIfAbsent(name, key -> new Node());
        }
        node.successes += cases.successes();
        node.trials += cases.trials();
        kappaShares = null;
    }

    /**
     * The rate of a leaf. Too little data if it has no case of its own or the interval would be wider than
     * {@value #WIDEST}.
     */
    public Estimate rate(List<String> path) {
        checkPath(path);
        if (kappaShares == null) {
            learn();
        }
        List<Node> nodes = new ArrayList<>();
        nodes.add(root);
        for (String name : path) {
            Node next = nodes.getLast().children.get(name);
            nodes.add(next == null ? new Node() : next);
        }
        Node leaf = nodes.getLast();
        if (leaf.trials == 0) {
            return new Estimate.TooLittleData(0, "no case of its own");
        }
        return mixture(nodes).estimate(leaf);
    }

    /** The leaf's posterior for every likely pair of κ of the last two levels; further up, the expected κ will do. */
    private Mixture mixture(List<Node> nodes) {
        Mixture mixture = new Mixture();
        Node leaf = nodes.getLast();
        double[] kappa = new double[depth];
        for (int level = 0; level < depth; level++) {
            kappa[level] = expectedKappa(level);
        }
        int uppers = depth > 1 ? KAPPA.length : 1;
        for (int upper = 0; upper < uppers; upper++) {
            double upperShare = depth > 1 ? kappaShares[depth - 2][upper] : 1;
            if (depth > 1) {
                kappa[depth - 2] = KAPPA[upper];
            }
            for (int lower = 0; lower < KAPPA.length; lower++) {
                double share = upperShare * kappaShares[depth - 1][lower];
                if (share > 1e-4) {
                    kappa[depth - 1] = KAPPA[lower];
                    double[] prior = descend(nodes, kappa);
                    mixture.add(Math.log(share), prior[0], prior[1], leaf);
                }
            }
        }
        return mixture;
    }

    /** Parameters of the leaf's Beta prior: everything its relatives say. */
    private double[] descend(List<Node> nodes, double[] kappa) {
        double mean = 0.5;
        double variance = 1 / 8.0;
        for (int level = 0; level < depth; level++) {
            if (level > 0) {
                variance = spread(mean, variance, kappa[level - 1]);
            }
            double[] others = nodes.get(level).without(nodes.get(level + 1), kappa[level]);
            double[] updated = update(mean, variance, others[0], others[1]);
            mean = updated[0];
            variance = updated[1];
        }
        double strength = mean * (1 - mean) / spread(mean, variance, kappa[depth - 1]) - 1;
        return new double[] {mean * strength, (1 - mean) * strength};
    }

    /** Beta distributions with weights. */
    private static final class Mixture {
        private final List<double[]> parts = new ArrayList<>();

        void add(double logShare, double a, double b, Node leaf) {
            double alpha = a + leaf.successes;
            double beta = b + leaf.trials - leaf.successes;
            parts.add(new double[] {logShare + LogBeta.value(alpha, beta) - LogBeta.value(a, b), alpha, beta});
        }

        Estimate estimate(Node leaf) {
            double best = Double.NEGATIVE_INFINITY;
            for (double[] part : parts) {
                best = Math.max(best, part[0]);
            }
            double total = 0;
            for (double[] part : parts) {
                total += Math.exp(part[0] - best);
            }
            List<BetaDistribution> laws = new ArrayList<>();
            List<Double> shares = new ArrayList<>();
            double value = 0;
            for (double[] part : parts) {
                double share = Math.exp(part[0] - best) / total;
                value += share * part[1] / (part[1] + part[2]);
                if (share > 1e-3) {
                    laws.add(BetaDistribution.of(part[1], part[2]));
                    shares.add(share);
                }
            }
            double kept = shares.stream().mapToDouble(Double::doubleValue).sum();
            double lower = quantile(laws, shares, 0.025 * kept);
            double upper = quantile(laws, shares, 0.975 * kept);
            if (upper - lower > WIDEST) {
                return new Estimate.TooLittleData(
                        leaf.trials,
                        "the interval of %d cases is %.0f points wide".formatted(leaf.trials, 100 * (upper - lower)));
            }
            return new Estimate.Measured(value, Math.min(lower, value), Math.max(upper, value), leaf.trials);
        }

        private static double quantile(List<BetaDistribution> laws, List<Double> shares, double p) {
            double low = 0;
            double high = 1;
            for (int i = 0; i < 30; i++) {
                double middle = (low + high) / 2;
                double cumulated = 0;
                for (int k = 0; k < laws.size(); k++) {
                    cumulated += shares.get(k) * laws.get(k).cumulativeProbability(middle);
                }
                if (cumulated < p) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return (low + high) / 2;
        }
    }

    /** Variance of a child's rate around a parent's rate that is itself uncertain. */
    private static double spread(double mean, double variance, double kappa) {
        double most = mean * (1 - mean);
        double v = (most - variance) / (kappa + 1) + variance;
        return Math.min(v, most * 0.9);
    }

    private static double[] update(double mean, double variance, double successes, double trials) {
        double strength = mean * (1 - mean) / Math.min(variance, mean * (1 - mean) * 0.9) - 1;
        double a = mean * strength + successes;
        double b = (1 - mean) * strength + trials - successes;
        double m = a / (a + b);
        return new double[] {m, m * (1 - m) / (a + b + 1)};
    }

    /** Learns κ of each level, lowest first, because what a node is worth to its parent depends on it. */
    private void learn() {
        kappaShares = new double[depth][];
        for (int level = depth - 1; level >= 0; level--) {
            double[] log = new double[KAPPA.length];
            for (int k = 0; k < KAPPA.length; k++) {
                log[k] = -Math.log(KAPPA[k] + 1) / 2;
            }
            for (Node parent : nodesAt(level)) {
                parent.likelihood(log);
            }
            double best = Double.NEGATIVE_INFINITY;
            for (double l : log) {
                best = Math.max(best, l);
            }
            double total = 0;
            for (int k = 0; k < log.length; k++) {
                log[k] = Math.exp(log[k] - best);
                total += log[k];
            }
            for (int k = 0; k < log.length; k++) {
                log[k] /= total;
            }
            kappaShares[level] = log;
            for (Node parent : nodesAt(level)) {
                parent.gather(expectedKappa(level));
            }
        }
    }

    /** The κ in force where one number is needed: the one whose spread 1/(κ + 1) is the expected one. */
    private double expectedKappa(int level) {
        double spread = 0;
        for (int k = 0; k < KAPPA.length; k++) {
            spread += kappaShares[level][k] / (KAPPA[k] + 1);
        }
        return 1 / spread - 1;
    }

    private List<Node> nodesAt(int level) {
        List<Node> nodes = List.of(root);
        for (int l = 0; l < level; l++) {
            List<Node> below = new ArrayList<>();
            nodes.forEach(n -> below.addAll(n.children.values()));
            nodes = below;
        }
        return nodes;
    }

    private void checkPath(List<String> path) {
        if (path.size() != depth) {
            throw new IllegalArgumentException("expected a path of " + depth + " names, but got " + path);
        }
    }

    private static final class Node {
        private final TreeMap<String, Node> children = new TreeMap<>();
        private long successes;
        private long trials;
        private double weight;
        private double weightedSuccesses;

        double weight() {
            return children.isEmpty() ? trials : weight;
        }

        double weightedSuccesses() {
            return children.isEmpty() ? successes : weightedSuccesses;
        }

        void gather(double kappa) {
            double[] all = without(null, kappa);
            weightedSuccesses = all[0];
            weight = all[1];
        }

        /** What the children other than one say about this node's mean: discounted successes and trials. */
        double[] without(Node one, double kappa) {
            double s = 0;
            double n = 0;
            for (Node child : children.values()) {
                double w = child.weight();
                if (child != one && w > 0) {
                    double discount = (kappa + 1) / (kappa + w);
                    s += child.weightedSuccesses() * Math.min(1, discount);
                    n += w * Math.min(1, discount);
                }
            }
            return new double[] {s, n};
        }

        /**
         * Adds the log likelihood of the children, for each κ, averaged over their unknown common mean: with the mean fitted
         * instead, few siblings would look more alike than they are.
         */
        void likelihood(double[] log) {
            if (children.size() < 2) {
                return;
            }
            double[] terms = new double[MEANS];
            for (int k = 0; k < KAPPA.length; k++) {
                double best = Double.NEGATIVE_INFINITY;
                for (int m = 0; m < MEANS; m++) {
                    double mean = (m + 0.5) / MEANS;
                    double a = mean * KAPPA[k];
                    double b = KAPPA[k] - a;
                    terms[m] = 0;
                    for (Node child : children.values()) {
                        double s = child.weightedSuccesses();
                        terms[m] += LogBeta.value(a + s, b + child.weight() - s) - LogBeta.value(a, b);
                    }
                    best = Math.max(best, terms[m]);
                }
                double sum = 0;
                for (double term : terms) {
                    sum += Math.exp(term - best);
                }
                log[k] += best + Math.log(sum / MEANS);
            }
        }
    }
}
