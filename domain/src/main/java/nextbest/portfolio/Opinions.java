package nextbest.portfolio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** The opinions about every product for one client at a time, computed from sums over all clients. */
final class Opinions {
    /** A regression on more products than this takes minutes; it is then left out. */
    static final int MOST_PRODUCTS = 1500;

    private static final double RIDGE = 20;
    private static final int NEAREST = 200;

    private final Portfolios portfolios;
    private final Portfolios.Holdings holdings;
    private final int[][] holders;
    private final double[] root;
    private final double[][] walk;
    private final double[][] timesWalk;
    private final double[][] together;
    private final double[][] regression;

    Opinions(Portfolios portfolios) {
        this.portfolios = portfolios;
        this.holdings = portfolios.holdings();
        int n = portfolios.products();
        holders = holders(n);
        root = Arrays.stream(holders)
                .mapToDouble(h -> h.length == 0 ? 0 : 1 / Math.sqrt(h.length))
                .toArray();
        double[] bought = new double[n];
        double[] lines = new double[portfolios.clients()];
        for (int c = 0; c < lines.length; c++) {
            for (int i = 0; i < holdings.product()[c].length; i++) {
                bought[holdings.product()[c][i]] += holdings.times()[c][i];
                lines[c] += holdings.times()[c][i];
            }
        }
        walk = new double[n][n];
        timesWalk = new double[n][n];
        together = new double[n][n];
        for (int c = 0; c < lines.length; c++) {
            int[] held = holdings.product()[c];
            double[] times = holdings.times()[c];
            for (int i = 0; i < held.length; i++) {
                int q = held[i];
                double step = 1.0 / held.length / holders[q].length;
                double timesStep = times[i] / bought[q] / lines[c];
                for (int j = 0; j < held.length; j++) {
                    walk[q][held[j]] += step;
                    timesWalk[q][held[j]] += timesStep * times[j];
                    together[q][held[j]]++;
                }
            }
        }
        regression = n <= MOST_PRODUCTS ? regression(together) : null;
    }

    private int[][] holders(int products) {
        int[][] of = new int[products][];
        int[] count = new int[products];
        for (int[] held : holdings.product()) {
            for (int p : held) {
                count[p]++;
            }
        }
        for (int p = 0; p < products; p++) {
            of[p] = new int[count[p]];
        }
        Arrays.fill(count, 0);
        for (int c = 0; c < holdings.product().length; c++) {
            for (int p : holdings.product()[c]) {
                of[p][count[p]++] = c;
            }
        }
        return of;
    }

    /** EASE: weights of a linear model of each product from the others, {@code -P_ij / P_jj}, {@code P = (X'X + ridge I)^-1}. */
    private static double[][] regression(double[][] together) {
        int n = together.length;
        DMatrixRMaj p = new DMatrixRMaj(together);
        for (int i = 0; i < n; i++) {
            p.add(i, i, RIDGE);
        }
        CommonOps_DDRM.invert(p);
        double[][] weight = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                weight[i][j] = i == j ? 0 : -p.get(i, j) / p.get(j, j);
            }
        }
        return weight;
    }

    int[] held(int client) {
        return holdings.product()[client];
    }

    /**
     * What each opinion says about each product for a client: mean 0 and deviation 1 over the products that it does not hold, NaN
     * for those it holds. What is not wanted and costs much is left at zero.
     */
    Map<Opinion, double[]> of(int client, Set<Opinion> wanted) {
        int n = portfolios.products();
        int[] held = held(client);
        double[] unheld = new double[n];
        for (int p : held) {
            unheld[p] = Double.NaN;
        }
        double[] popularity = IntStream.range(0, n)
                .mapToDouble(p -> Math.log(1 + holders[p].length) + unheld[p])
                .toArray();
        Map<Opinion, double[]> opinions = new EnumMap<>(Opinion.class);
        opinions.put(Opinion.POPULARITY, standard(popularity));
        if (held.length == 0) {
            // nothing is known of this client: all that can be said is what is popular
            for (Opinion o : Opinion.values()) {
                opinions.putIfAbsent(o, o == Opinion.WALK ? opinions.get(Opinion.POPULARITY) : unheld);
            }
            return opinions;
        }
        double[] byWalk = unheld.clone();
        double[] byTimes = unheld.clone();
        double[] byTogether = unheld.clone();
        double[] byRegression = unheld.clone();
        double[] family = new double[portfolios.families() + 1];
        for (int q : held) {
            family[portfolios.family(q) + 1]++;
            addTo(byWalk, walk[q]);
            addTo(byTimes, timesWalk[q]);
            if (wanted.contains(Opinion.TOGETHER)) {
                for (int p = 0; p < n; p++) {
                    byTogether[p] += together[q][p] * root[p] * root[q];
                }
            }
            if (wanted.contains(Opinion.REGRESSION) && regression != null) {
                addTo(byRegression, regression[q]);
            }
        }
        double[] byFamily = IntStream.range(0, n)
                .mapToDouble(p -> portfolios.family(p) < 0
                        ? unheld[p]
                        : Math.log(1 + family[portfolios.family(p) + 1]) + unheld[p])
                .toArray();
        double[] both = standard(byWalk);
        double[] times = standard(byTimes);
        for (int p = 0; p < n; p++) {
            both[p] = (both[p] + times[p]) / 2;
        }
        opinions.put(Opinion.WALK, both);
        opinions.put(
                Opinion.NEIGHBOURS,
                wanted.contains(Opinion.NEIGHBOURS) ? standard(neighbours(client, unheld)) : unheld);
        opinions.put(Opinion.TOGETHER, standard(byTogether));
        opinions.put(Opinion.REGRESSION, standard(byRegression));
        opinions.put(Opinion.FAMILY, standard(byFamily));
        return opinions;
    }

    private static void addTo(double[] sum, double[] more) {
        for (int p = 0; p < sum.length; p++) {
            sum[p] += more[p];
        }
    }

    int products() {
        return portfolios.products();
    }

    private double[] neighbours(int client, double[] unheld) {
        double[] by = unheld.clone();
        for (Neighbour other : nearest(client, NEAREST)) {
            for (int p : held(other.client())) {
                by[p] += other.alike() * other.alike();
            }
        }
        return by;
    }

    /**
     * Another client and how alike the two portfolios are.
     *
     * @param alike products in common over the geometric mean of the numbers of products (cosine), 0 to 1
     */
    record Neighbour(int client, double alike, int common) {}

    /** The clients whose portfolios are most like this one's, nearest first; none without a product in common. */
    List<Neighbour> nearest(int client, int most) {
        int[] held = held(client);
        int[] common = new int[portfolios.clients()];
        for (int q : held) {
            for (int other : holders[q]) {
                common[other]++;
            }
        }
        // likeness, then number, packed into one sortable number: boxed sorting is most of the cost otherwise
        long[] ranked = new long[common.length];
        int found = 0;
        for (int other = 0; other < common.length; other++) {
            if (other != client && common[other] > 0) {
                float alike = (float) alike(common[other], held.length, held(other).length);
                ranked[found++] = (long) (Integer.MAX_VALUE - Float.floatToIntBits(alike)) << 32 | other;
            }
        }
        Arrays.sort(ranked, 0, found);
        List<Neighbour> nearest = new ArrayList<>();
        for (int i = 0; i < Math.min(most, found); i++) {
            int other = (int) ranked[i];
            nearest.add(new Neighbour(other, alike(common[other], held.length, held(other).length), common[other]));
        }
        return nearest;
    }

    private static double alike(int common, int held, int heldByOther) {
        return common / Math.sqrt((double) held * heldByOther);
    }

    private static double[] standard(double[] values) {
        double sum = 0;
        double square = 0;
        int n = 0;
        for (double v : values) {
            if (!Double.isNaN(v)) {
                sum += v;
                square += v * v;
                n++;
            }
        }
        double mean = n == 0 ? 0 : sum / n;
        double deviation = n == 0 ? 0 : Math.sqrt(Math.max(0, square / n - mean * mean));
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = deviation < 1e-12 && !Double.isNaN(values[i]) ? 0 : (values[i] - mean) / deviation;
        }
        return scaled;
    }
}
