package nextbest.portfolio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** How good a ranking of products is. */
public final class RankingQuality {
    private RankingQuality() {}

    /**
     * Normalised discounted cumulative gain of the first places (Järvelin and Kekäläinen 2002): each right product on place i gives
     * {@code 1 / log2(i + 1)}, divided by what the best order would have given.
     *
     * @param scores per product, higher is better; NaN for products that are not candidates. Equal scores go by number
     * @param right the products that were bought; at least one
     * @param places how many places count
     * @return 0 to 1
     */
    public static double ndcg(double[] scores, Set<Integer> right, int places) {
        double gain = 0;
        List<Integer> order = order(scores);
        for (int i = 0; i < Math.min(places, order.size()); i++) {
            if (right.contains(order.get(i))) {
                gain += discount(i);
            }
        }
        double best = 0;
        for (int i = 0; i < Math.min(places, right.size()); i++) {
            best += discount(i);
        }
        return gain / best;
    }

    /** The candidates, best first. */
    public static List<Integer> order(double[] scores) {
        List<Integer> order = new ArrayList<>();
        for (int p = 0; p < scores.length; p++) {
            if (!Double.isNaN(scores[p])) {
                order.add(p);
            }
        }
        order.sort(Comparator.comparingDouble((Integer p) -> -scores[p]).thenComparing(p -> p));
        return order;
    }

    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 2.0);
    }
}
