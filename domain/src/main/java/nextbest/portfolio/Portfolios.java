package nextbest.portfolio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who bought what when. Immutable; a question about a day uses only what was bought before it. */
public final class Portfolios {
    private final int clients;
    private final int products;
    private final int[] family;
    private final List<Purchase> purchases;

    /**
     * Takes the purchases in any order.
     *
     * @param clients how many clients there are, those without a purchase included
     * @param family the product family (node of the product tree) of each product, from 0; -1 where unknown
     * @param purchases what was bought
     */
    public Portfolios(int clients, int[] family, List<Purchase> purchases) {
        this.clients = clients;
        this.products = family.length;
        this.family = family.clone();
        this.purchases = purchases.stream()
                .sorted(Comparator.comparingLong(Purchase::day))
                .toList();
        for (Purchase p : purchases) {
            if (p.client() >= clients || p.product() >= products) {
                throw new IllegalArgumentException(
                        "expected client < " + clients + " and product < " + products + ", but got " + p);
            }
        }
    }

    /** How many clients there are. */
    public int clients() {
        return clients;
    }

    /** How many products there are. */
    public int products() {
        return products;
    }

    /** How many lines of orders are known. */
    public int size() {
        return purchases.size();
    }

    int family(int product) {
        return family[product];
    }

    int families() {
        return Arrays.stream(family).max().orElse(-1) + 1;
    }

    /** The day of the first purchase. */
    public long firstDay() {
        return purchases.getFirst().day();
    }

    /** The day of the last purchase. */
    public long lastDay() {
        return purchases.getLast().day();
    }

    /** What was known at the start of a day. */
    public Portfolios before(long day) {
        return new Portfolios(
                clients, family, purchases.stream().filter(p -> p.day() < day).toList());
    }

    /** How often each client bought each product: per client the products in ascending order, and the number of lines. */
    Holdings holdings() {
        List<TreeSet<Integer>> held = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            held.add(new TreeSet<>());
        }
        purchases.forEach(p -> held.get(p.client()).add(p.product()));
        int[][] product = new int[clients][];
        double[][] times = new double[clients][];
        for (int c = 0; c < clients; c++) {
            product[c] = held.get(c).stream().mapToInt(Integer::intValue).toArray();
            times[c] = new double[product[c].length];
        }
        for (Purchase p : purchases) {
            times[p.client()][Arrays.binarySearch(product[p.client()], p.product())]++;
        }
        return new Holdings(product, times);
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Holdings(int[][] product, double[][] times) {}

    /**
     * For each client the products that it bought in a period and never before; empty for clients without an earlier purchase,
     * about whom nothing could have been known.
     *
     * @param from first day of the period
     * @param to first day after it
     */
    public List<Set<Integer>> newlyBought(long from, long to) {
        Holdings earlier = before(from).holdings();
        List<Set<Integer>> found = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            found.add(new TreeSet<>());
        }
        for (Purchase p : purchases) {
            int[] held = earlier.product[p.client()];
            if (p.day() >= from && p.day() < to && held.length > 0 && Arrays.binarySearch(held, p.product()) < 0) {
                found.get(p.client()).add(p.product());
            }
        }
        return found;
    }
}
