package nextbest.portfolio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ranks for each client the products that it does not hold, from what clients with similar portfolios hold.
 *
 * <p>The starting point is a walk on the graph of clients and products (Cooper, Lee, Radinsky and Siems 2014), half of it counting each product
 * once and half counting each order: with few and nearly random purchases it is hard to beat and never far from popularity.
 * Where the clients' own past shows that a blend with other opinions ranks better, the blend is taken: each is tried on earlier
 * periods of the same length, and must beat the walk by more than one standard error over clients.
 */
public final class ProductAffinity {
    /** Blends that are tried, as weights of standardised opinions; the first is the one to beat. */
    private static final List<Blend> BLENDS = List.of(
            new Blend("walk", Map.of(Opinion.WALK, 1.0)),
            new Blend("walk + neighbours", Map.of(Opinion.WALK, 1.0, Opinion.NEIGHBOURS, 1.0)),
            new Blend("walk + family", Map.of(Opinion.WALK, 1.0, Opinion.FAMILY, 0.5)),
            new Blend(
                    "walk + together + family", Map.of(Opinion.WALK, 1.0, Opinion.TOGETHER, 1.0, Opinion.FAMILY, 0.5)),
            new Blend("together + neighbours", Map.of(Opinion.TOGETHER, 1.0, Opinion.NEIGHBOURS, 1.0)),
            new Blend("regression", Map.of(Opinion.REGRESSION, 1.0)),
            new Blend(
                    "walk + regression + family",
                    Map.of(Opinion.WALK, 0.5, Opinion.REGRESSION, 1.0, Opinion.FAMILY, 0.5)),
            new Blend("popularity", Map.of(Opinion.POPULARITY, 1.0)));

    private static final Set<Opinion> EVERY = Set.of(Opinion.values());
    private static final int PERIODS = 4;
    private static final int MOST_CLIENTS = 1000;

    private final Opinions opinions;
    private final Blend blend;

    private record Blend(String name, Map<Opinion, Double> weights) {
        double[] score(Map<Opinion, double[]> opinions, int products) {
            double[] score = new double[products];
            weights.forEach((opinion, weight) -> {
                double[] says = opinions.get(opinion);
                for (int p = 0; p < products; p++) {
                    score[p] += weight * says[p];
                }
            });
            return score;
        }
    }

    private ProductAffinity(Opinions opinions, Blend blend) {
        this.opinions = opinions;
        this.blend = blend;
    }

    /**
     * Learns from everything that was bought.
     *
     * @param known what was bought up to now
     * @param period length in days of the time ahead that the ranking is for
     */
    public static ProductAffinity learn(Portfolios known, int period) {
        return new ProductAffinity(new Opinions(known), choose(known, period));
    }

    private static Blend choose(Portfolios known, int period) {
        Map<Blend, List<Double>> differences = new LinkedHashMap<>();
        BLENDS.forEach(b -> differences.put(b, new ArrayList<>()));
        long end = known.lastDay() + 1;
        for (int k = 1; k <= PERIODS; k++) {
            long from = end - (long) k * period;
            // the first half of the time must stay for learning
            if (from < known.firstDay() + (known.lastDay() - known.firstDay()) / 2) {
                break;
            }
            List<Set<Integer>> bought = known.newlyBought(from, from + period);
            Opinions then = new Opinions(known.before(from));
            int step = Math.max(1, known.clients() / MOST_CLIENTS);
            for (int c = 0; c < known.clients(); c += step) {
                if (bought.get(c).isEmpty()) {
                    continue;
                }
                Map<Opinion, double[]> says = then.of(c, EVERY);
                double walk = RankingQuality.ndcg(BLENDS.getFirst().score(says, known.products()), bought.get(c), 5);
                for (Blend b : BLENDS) {
                    differences
                            .get(b)
                            .add(RankingQuality.ndcg(b.score(says, known.products()), bought.get(c), 5) - walk);
                }
            }
        }
        Blend best = BLENDS.getFirst();
        double most = 0;
        for (Blend b : BLENDS) {
            double lower = meanLessError(differences.get(b));
            if (lower > most) {
                most = lower;
                best = b;
            }
        }
        return best;
    }

    private static double meanLessError(List<Double> values) {
        int n = values.size();
        if (n < 20) {
            return 0;
        }
        double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
        double square =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / (n - 1);
        return mean - Math.sqrt(square / n);
    }

    /** Which blend the clients' own past chose, in words. */
    public String method() {
        return blend.name();
    }

    /** How well each product would suit a client; comparable within the client only, NaN for what it holds. */
    public double[] scores(int client) {
        return blend.score(opinions.of(client, blend.weights().keySet()), opinions.products());
    }

    /** The number of clients that hold each product, NaN for what the client holds: what a ranking has to beat. */
    public double[] popularity(int client) {
        return opinions.of(client, Set.of(Opinion.POPULARITY)).get(Opinion.POPULARITY);
    }

    /** Item-item cosine, the usual reference; NaN for what the client holds. */
    public double[] together(int client) {
        return opinions.of(client, Set.of(Opinion.TOGETHER)).get(Opinion.TOGETHER);
    }

    /**
     * Who else holds a product, among the clients most like this one.
     *
     * @param client whose portfolio is compared
     * @param product what they hold
     * @param most how many are wanted
     */
    public List<SimilarHolder> similarHolders(int client, int product, int most) {
        List<SimilarHolder> found = new ArrayList<>();
        for (Opinions.Neighbour other : opinions.nearest(client, Integer.MAX_VALUE)) {
            if (found.size() == most) {
                break;
            }
            if (Arrays.binarySearch(opinions.held(other.client()), product) >= 0) {
                found.add(new SimilarHolder(other.client(), other.alike(), common(client, other.client())));
            }
        }
        return found;
    }

    /**
     * Another client and how alike its portfolio is.
     *
     * @param client the other client
     * @param alike cosine of the two portfolios, 0 to 1
     * @param holds what the other client holds
     */
    public record SimilarClient(int client, double alike, List<Integer> holds) {}

    /** The clients with the most similar portfolios, most alike first; none without a product in common. */
    public List<SimilarClient> similarClients(int client, int most) {
        return opinions.nearest(client, most).stream()
                .map(o -> new SimilarClient(
                        o.client(),
                        o.alike(),
                        Arrays.stream(opinions.held(o.client())).boxed().toList()))
                .toList();
    }

    /** The products that both clients hold. */
    public List<Integer> common(int one, int other) {
        List<Integer> both = new ArrayList<>();
        for (int p : opinions.held(one)) {
            if (Arrays.binarySearch(opinions.held(other), p) >= 0) {
                both.add(p);
            }
        }
        return both;
    }

    /**
     * A similar client that holds a product: why it is proposed.
     *
     * @param client the other client
     * @param alike cosine of the two portfolios, 0 to 1
     * @param common the products that both hold
     */
    public record SimilarHolder(int client, double alike, List<Integer> common) {}
}
