package nextbest.topics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Texts as vectors of weighted terms: frequency in the text times {@code ln((1 + n) / (1 + texts with the term)) + 1}, scaled
 * to length one (TF-IDF, Salton and Buckley 1988, smoothed). What a term is, the caller says.
 */
final class LexicalSpace {
    private final Function<String, List<String>> terms;
    private final Map<String, Integer> index;
    private final double[] weight;

    private LexicalSpace(Function<String, List<String>> terms, Map<String, Integer> index, double[] weight) {
        this.terms = terms;
        this.index = index;
        this.weight = weight;
    }

    /** Learns the terms and how rare they are. */
    static LexicalSpace learn(List<String> texts, Function<String, List<String>> terms) {
        Map<String, Integer> index = new LinkedHashMap<>();
        Map<String, Integer> frequency = new HashMap<>();
        for (String text : texts) {
            for (String term : new HashSet<>(terms.apply(text))) {
                frequency.merge(term, 1, Integer::sum);
            }
            terms.apply(text).forEach(term -> index.putIfAbsent(term, index.size()));
        }
        double[] weight = new double[index.size()];
        index.forEach((term, i) -> weight[i] = Math.log((1.0 + texts.size()) / (1 + frequency.get(term))) + 1);
        return new LexicalSpace(terms, index, weight);
    }

    int size() {
        return weight.length;
    }

    /** The terms in the order of their index. */
    List<String> vocabulary() {
        return List.copyOf(index.keySet());
    }

    double weight(int term) {
        return weight[term];
    }

    /** A text's vector; terms that were not learned are left out. */
    SparseVector vector(String text) {
        Map<Integer, Double> entries = new HashMap<>();
        for (String term : terms.apply(text)) {
            Integer i = index.get(term);
            if (i != null) {
                entries.merge(i, weight[i], Double::sum);
            }
        }
        return SparseVector.of(entries).scaledToOne();
    }
}
