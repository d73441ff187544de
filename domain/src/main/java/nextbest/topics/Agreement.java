package nextbest.topics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far two ways to group the same things agree. */
public final class Agreement {
    private Agreement() {}

    /**
     * Normalised mutual information with the arithmetic mean of the entropies, {@code 2 I(A;B) / (H(A) + H(B))} (Strehl and Ghosh
     * 2002; the usual default of libraries): 0 for unrelated groupings, 1 for the same one.
     */
    public static double nmi(List<?> one, List<?> other) {
        if (one.size() != other.size() || one.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected two groupings of the same things, but got " + one.size() + " and " + other.size());
        }
        Map<Object, Integer> a = new HashMap<>();
        Map<Object, Integer> b = new HashMap<>();
        Map<List<Object>, Integer> both = new HashMap<>();
        for (int i = 0; i < one.size(); i++) {
            a.merge(one.get(i), 1, Integer::sum);
            b.merge(other.get(i), 1, Integer::sum);
            both.merge(List.of(one.get(i), other.get(i)), 1, Integer::sum);
        }
        double n = one.size();
        double joint = entropy(both, n);
        double sum = entropy(a, n) + entropy(b, n);
        return sum == 0 ? 1 : Math.max(0, 2 * (sum - joint) / sum);
    }

    private static double entropy(Map<?, Integer> counts, double n) {
        return counts.values().stream()
                .mapToDouble(c -> -c / n * Math.log(c / n))
                .sum();
    }
}
