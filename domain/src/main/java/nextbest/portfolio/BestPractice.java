package nextbest.portfolio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What worked for one client, proposed for similar ones, with the similarity explained. Alike are clients with common products, the
 * same industry, size or region, or an edge between them in the client graph.
 */
public final class BestPractice {
    private static final double PORTFOLIO = 0.5;
    private static final double INDUSTRY = 0.2;
    private static final double SIZE = 0.1;
    private static final double REGION = 0.1;
    private static final double LINKED = 0.1;
    private static final int NEAREST = 25;

    private final List<Traits> traits;
    private final ProductAffinity affinity;
    private final Map<Integer, Set<Integer>> linked;

    /**
     * What a client is; an unknown trait is blank and equals nothing.
     *
     * @param industry what it does
     * @param size its size band
     * @param region where it is
     */
    public record Traits(String industry, String size, String region) {}

    /**
     * How alike two clients are.
     *
     * @param client the other one
     * @param value 0 to 1
     * @param commonProducts products that both hold
     * @param sameIndustry and so on: what else they share
     */
    public record Likeness(
            int client,
            double value,
            List<Integer> commonProducts,
            boolean sameIndustry,
            boolean sameSize,
            boolean sameRegion,
            boolean linked) {
        /** Defensive copy. */
        public Likeness {
            commonProducts = List.copyOf(commonProducts);
        }
    }

    /**
     * Something that was tried on a client.
     *
     * @param client on whom
     * @param what key of a product, action or material
     * @param worked whether the client accepted it
     */
    public record Tried(int client, String what, boolean worked) {}

    /**
     * A practice to transfer.
     *
     * @param what its key
     * @param tried on how many of the similar clients
     * @param worked with how many of them
     * @param rate share that worked, weighted by likeness and drawn toward the share among all clients
     * @param like the similar clients with whom it worked, most alike first
     */
    public record Transfer(String what, int tried, int worked, double rate, List<Likeness> like) {
        /** Defensive copy. */
        public Transfer {
            like = List.copyOf(like);
        }
    }

    /**
     * Prepares.
     *
     * @param traits per client
     * @param linked client graph: per client those it has an edge with
     */
    public BestPractice(ProductAffinity affinity, List<Traits> traits, Map<Integer, Set<Integer>> linked) {
        this.affinity = affinity;
        this.traits = List.copyOf(traits);
        this.linked = Map.copyOf(linked);
    }

    /** The clients most like this one, most alike first; without those that share nothing. */
    public List<Likeness> alike(int client) {
        Map<Integer, ProductAffinity.SimilarClient> byPortfolio = new HashMap<>();
        affinity.similarClients(client, Integer.MAX_VALUE).forEach(s -> byPortfolio.put(s.client(), s));
        List<Likeness> found = new ArrayList<>();
        for (int other = 0; other < traits.size(); other++) {
            if (other == client) {
                continue;
            }
            ProductAffinity.SimilarClient s = byPortfolio.get(other);
            boolean industry =
                    same(traits.get(client).industry(), traits.get(other).industry());
            boolean size = same(traits.get(client).size(), traits.get(other).size());
            boolean region = same(traits.get(client).region(), traits.get(other).region());
            boolean edge = linked.getOrDefault(client, Set.of()).contains(other);
            double value = (s == null ? 0 : PORTFOLIO * s.alike())
                    + (industry ? INDUSTRY : 0)
                    + (size ? SIZE : 0)
                    + (region ? REGION : 0)
                    + (edge ? LINKED : 0);
            if (value > 0) {
                found.add(new Likeness(
                        other,
                        value,
                        s == null ? List.of() : affinity.common(client, other),
                        industry,
                        size,
                        region,
                        edge));
            }
        }
        found.sort(Comparator.comparingDouble((Likeness l) -> -l.value()).thenComparingInt(Likeness::client));
        return found.subList(0, Math.min(NEAREST, found.size()));
    }

    /**
     * What worked for similar clients and was not tried on this one, most promising first; nothing that did not work at least
     * once.
     *
     * @param tried everything that was tried on anybody
     */
    public List<Transfer> transfers(int client, List<Tried> tried) {
        Map<Integer, Likeness> alike = new HashMap<>();
        alike(client).forEach(l -> alike.put(l.client(), l));
        Map<String, List<Tried>> byPractice = new HashMap<>();
        tried.forEach(t ->
                byPractice.computeIfAbsent(t.what(), k -> new ArrayList<>()).add(t));
        List<Transfer> transfers = new ArrayList<>();
        byPractice.forEach((what, all) -> {
            if (all.stream().anyMatch(t -> t.client() == client)) {
                return;
            }
            List<Tried> near =
                    all.stream().filter(t -> alike.containsKey(t.client())).toList();
            List<Likeness> worked = near.stream()
                    .filter(Tried::worked)
                    .map(t -> alike.get(t.client()))
                    .distinct()
                    .sorted(Comparator.comparingDouble((Likeness l) -> -l.value())
                            .thenComparingInt(Likeness::client))
                    .toList();
            if (worked.isEmpty()) {
                return;
            }
            double overall = (all.stream().filter(Tried::worked).count() + 1.0) / (all.size() + 2.0);
            double weight = near.stream()
                    .mapToDouble(t -> alike.get(t.client()).value())
                    .sum();
            double good = near.stream()
                    .filter(Tried::worked)
                    .mapToDouble(t -> alike.get(t.client()).value())
                    .sum();
            transfers.add(new Transfer(
                    what,
                    near.size(),
                    (int) near.stream().filter(Tried::worked).count(),
                    (good + overall) / (weight + 1),
                    worked));
        });
        transfers.sort(Comparator.comparingDouble((Transfer t) -> -t.rate()).thenComparing(Transfer::what));
        return transfers;
    }

    private static boolean same(String one, String other) {
        return !one.isBlank() && one.equals(other);
    }
}
