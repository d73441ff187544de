package nextbest.topics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * TF-IDF of words and pairs of words, and one logistic regression per label: the usual way to read labels, and the reference
 * that {@link LabelReader} is measured against.
 */
public final class LexicalLogistic {
    private static final int ROUNDS = 300;
    private static final double STEP = 0.3;
    /** Inverse of the ridge; ten times the usual default of libraries, which with few examples says next to nothing. */
    private static final double LOOSENESS = 10;

    private final LexicalSpace space;
    private final Map<String, double[]> weights;

    private LexicalLogistic(LexicalSpace space, Map<String, double[]> weights) {
        this.space = space;
        this.weights = weights;
    }

    /** Fits the labels that the examples carry. */
    public static LexicalLogistic learn(List<LabelledText> examples) {
        LexicalSpace space =
                LexicalSpace.learn(examples.stream().map(LabelledText::text).toList(), LexicalLogistic::wordsAndPairs);
        List<SparseVector> x =
                examples.stream().map(e -> space.vector(e.text())).toList();
        TreeSet<String> labels = new TreeSet<>();
        examples.forEach(e -> labels.addAll(e.labels()));
        Map<String, double[]> weights = new LinkedHashMap<>();
        for (String label : labels) {
            boolean[] y = new boolean[examples.size()];
            for (int i = 0; i < y.length; i++) {
                y[i] = examples.get(i).labels().contains(label);
            }
            weights.put(label, fit(x, y, space.size()));
        }
        return new LexicalLogistic(space, weights);
    }

    private static double[] fit(List<SparseVector> x, boolean[] y, int terms) {
        double[] w = new double[terms + 1];
        for (int round = 0; round < ROUNDS; round++) {
            double[] gradient = new double[terms + 1];
            for (int i = 0; i < y.length; i++) {
                double error = (y[i] ? 1 : 0) - chance(w, x.get(i));
                gradient[terms] += 0.2 * error;
                int[] index = x.get(i).index();
                double[] value = x.get(i).value();
                for (int k = 0; k < index.length; k++) {
                    gradient[index[k]] += error * value[k];
                }
            }
            for (int k = 0; k < terms; k++) {
                w[k] += STEP * (gradient[k] - w[k] / LOOSENESS);
            }
            w[terms] += STEP * gradient[terms];
        }
        return w;
    }

    private static double chance(double[] w, SparseVector x) {
        return 1 / (1 + Math.exp(-(x.dot(w) + w[w.length - 1])));
    }

    /** The chance of each label that was learned, 0 to 1. */
    public Map<String, Double> chances(String text) {
        SparseVector x = space.vector(text);
        Map<String, Double> chances = new LinkedHashMap<>();
        weights.forEach((label, w) -> chances.put(label, chance(w, x)));
        return chances;
    }

    private static List<String> wordsAndPairs(String text) {
        List<String> words = Words.plain(text);
        List<String> terms = new ArrayList<>(words);
        for (int i = 0; i + 1 < words.size(); i++) {
            terms.add(words.get(i) + " " + words.get(i + 1));
        }
        return terms;
    }
}
