package nextbest.learning.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Shares of successes in a hierarchy, each shrunk towards the level above as far as its own data is thin.
 *
 * <p>The model is beta-binomial at each level: the share of a node varies around that of its parent with variance ρ m(1 - m),
 * where ρ is the intraclass correlation of the level. ρ comes from the counts by the moment estimator of Kleinman (1973):
 * with children of n_i cases and shares p_i around a pooled share p, S = Σ n_i (p_i - p)² has the expectation p(1 - p)[(J - 1)
 * + ρ (N - Σ n_i² / N - (J - 1))]. A parent's share is known from its other children only, each of which counts for n / (1 +
 * ρ (n - 1)) cases (Kish 1965, design effect), so that no case is used twice and a parent with few children is not trusted
 * more than it deserves. The posterior is Beta(m κ + k, (1 - m) κ + n - k), where κ = m(1 - m) / V - 1 and V adds the
 * variance of the parent's share to the variance around it; the interval holds its 2.5 % and 97.5 % quantiles.
 *
 * <p>{@link RateHierarchy} fits the same model by its likelihood, and is the one for reports; this closed form is for
 * running statistics that change with each outcome: 224 leaves and their intervals take 7 ms here and 1.1 s there, and means
 * differ by less than two points.
 *
 * <p>Built once, then safe for use by several threads.
 */
public final class ShareTree {
    /** Below this the children are taken to be alike; above the other they are taken to have nothing in common. */
    private static final double LEAST_CORRELATION = 0.002;

    private static final double MOST_CORRELATION = 0.5;
    /** Taken where a level has too few children to see how they differ: it stands for about 20 cases of prior. */
    private static final double USUAL_CORRELATION = 0.05;

    private static final double FEWEST_DEGREES = 4;
    /** Jeffreys' prior at the root. */
    private static final double ROOT = 0.5;

    private final List<String> levels;
    private final Node root;
    private final double[] correlation;

    private static final class Node {
        private final Map<String, Node> children = new TreeMap<>();
        private long n;
        private long k;
        private double effectiveN;
        private double effectiveK;
    }

    /**
     * Counts of one leaf.
     *
     * @param n cases
     * @param successes in how many it happened, 0 to n
     * @param path the keys below the root, one per level
     */
    public record Leaf(long n, long successes, List<String> path) {
        public Leaf {
            path = List.copyOf(path);
            if (n < 0 || successes < 0 || successes > n) {
                throw new IllegalArgumentException(
                        "a leaf needs 0 to n successes of n cases, but has " + successes + " of " + n);
            }
        }
    }

    /**
     * What may be said of a node.
     *
     * @param n its cases
     * @param successes in how many it happened
     * @param mean the shrunk share
     * @param low lower end of the 95 % interval
     * @param high upper end of the 95 % interval
     * @param level the level of the node
     * @param shrunkTo the level above, towards which it was shrunk; the node's own level for the root
     */
    public record Estimate(
            long n, long successes, double mean, double low, double high, String level, String shrunkTo) {}

    private ShareTree(List<String> levels, Node root, double[] correlation) {
        this.levels = levels;
        this.root = root;
        this.correlation = correlation;
    }

    /**
     * @param levels names from the root down
     * @param leaves counts; several of one path are added up
     */
    public static ShareTree of(List<String> levels, Collection<Leaf> leaves) {
        List<String> names = List.copyOf(levels);
        if (names.size() < 2) {
            throw new IllegalArgumentException("a hierarchy needs at least two levels, but has " + names);
        }
        Node root = new Node();
        for (Leaf leaf : leaves) {
            if (leaf.path().size() != names.size() - 1) {
                throw new IllegalArgumentException(
                        "a path needs a key for each of " + names.subList(1, names.size()) + ", but is " + leaf.path());
            }
            Node node = root;
            add(node, leaf);
            for (String key : leaf.path()) {
                node = node.children.computeIfAbsent(key, k -> new Node());
                add(node, leaf);
            }
        }
        return new ShareTree(names, root, fit(root, names.size()));
    }

    private static void add(Node node, Leaf leaf) {
        node.n += leaf.n();
        node.k += leaf.successes();
    }

    /** From the leaves up: what each node counts for, and how much the nodes of each level differ. */
    private static double[] fit(Node root, int depth) {
        List<List<Node>> byLevel = new ArrayList<>();
        byLevel.add(List.of(root));
        for (int level = 1; level < depth; level++) {
            byLevel.add(byLevel.get(level - 1).stream()
                    .flatMap(node -> node.children.values().stream())
                    .toList());
        }
        for (Node leaf : byLevel.get(depth - 1)) {
            leaf.effectiveN = leaf.n;
            leaf.effectiveK = leaf.k;
        }
        double[] correlation = new double[depth];
        for (int level = depth - 1; level >= 1; level--) {
            correlation[level] = correlation(byLevel.get(level - 1));
            for (Node parent : byLevel.get(level - 1)) {
                for (Node child : parent.children.values()) {
                    parent.effectiveN += child.effectiveN * weight(child, correlation[level]);
                    parent.effectiveK += child.effectiveK * weight(child, correlation[level]);
                }
            }
        }
        return correlation;
    }

    private static double weight(Node child, double correlation) {
        return 1 / (1 + correlation * Math.max(0, child.effectiveN - 1));
    }

    private static double correlation(List<Node> parents) {
        double excess = 0;
        double expected = 0;
        double degrees = 0;
        for (Node parent : parents) {
            double n = 0;
            double k = 0;
            double squares = 0;
            int children = 0;
            for (Node child : parent.children.values()) {
                if (child.effectiveN > 0) {
                    n += child.effectiveN;
                    k += child.effectiveK;
                    squares += child.effectiveN * child.effectiveN;
                    children++;
                }
            }
            double share = n == 0 ? 0 : k / n;
            if (children < 2 || share == 0 || share == 1) {
                continue;
            }
            double sum = 0;
            for (Node child : parent.children.values()) {
                if (child.effectiveN > 0) {
                    double difference = child.effectiveK / child.effectiveN - share;
                    sum += child.effectiveN * difference * difference;
                }
            }
            excess += sum / (share * (1 - share)) - (children - 1);
            expected += n - squares / n - (children - 1);
            degrees += children - 1;
        }
        if (degrees < FEWEST_DEGREES || expected <= 0) {
            return USUAL_CORRELATION;
        }
        return Math.clamp(excess / expected, LEAST_CORRELATION, MOST_CORRELATION);
    }

    /**
     * The estimate for the deepest node on a path that has at least so many cases; where none has, the one at {@code
     * shallowest} if it has any case.
     *
     * @param path keys below the root; it may end before the last level
     * @param cases how many cases make a node worth telling, at least 1
     * @param shallowest how deep at least, 0 for the root
     */
    public Optional<Estimate> at(List<String> path, long cases, int shallowest) {
        Objects.requireNonNull(path, "path");
        List<Node> nodes = new ArrayList<>();
        nodes.add(root);
        for (String key : path) {
            Node next = nodes.getLast().children.get(key);
            if (next == null) {
                break;
            }
            nodes.add(next);
        }
        for (int depth = nodes.size() - 1; depth >= shallowest; depth--) {
            if (nodes.get(depth).n >= Math.max(1, cases)) {
                return Optional.of(estimate(nodes.subList(0, depth + 1)));
            }
        }
        return nodes.size() > shallowest && nodes.get(shallowest).n > 0
                ? Optional.of(estimate(nodes.subList(0, shallowest + 1)))
                : Optional.empty();
    }

    /** Walks down from the root: at each level the prior from above, updated by what the other children say. */
    private Estimate estimate(List<Node> path) {
        double alpha = ROOT;
        double beta = ROOT;
        int last = path.size() - 1;
        for (int depth = 0; depth <= last; depth++) {
            Node node = path.get(depth);
            if (depth > 0) {
                double mean = alpha / (alpha + beta);
                double spread = mean * (1 - mean);
                double variance = spread / (alpha + beta + 1) + correlation[depth] * spread;
                double strength = Math.max(0.1, spread / variance - 1);
                alpha = mean * strength;
                beta = (1 - mean) * strength;
            }
            if (depth < last) {
                Node child = path.get(depth + 1);
                double weight = weight(child, correlation[depth + 1]);
                double n = Math.max(0, node.effectiveN - child.effectiveN * weight);
                double k = Math.clamp(node.effectiveK - child.effectiveK * weight, 0, n);
                alpha += k;
                beta += n - k;
            } else {
                alpha += node.effectiveK;
                beta += node.effectiveN - node.effectiveK;
            }
        }
        Node node = path.getLast();
        BetaDistribution posterior = BetaDistribution.of(alpha, beta);
        double mean = alpha / (alpha + beta);
        return new Estimate(
                node.n,
                node.k,
                mean,
                Math.min(mean, posterior.inverseCumulativeProbability(0.025)),
                Math.max(mean, posterior.inverseCumulativeProbability(0.975)),
                levels.get(last),
                levels.get(Math.max(0, last - 1)));
    }
}
