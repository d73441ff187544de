package nextbest.topics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Groups texts by what they are about, and names each group by its terms. The vectors are those of the sentence model, from
 * which the part that all texts have in common is taken away; groups are found by spherical k-means (Dhillon and Modha 2001)
 * from several starts (k-means++, Arthur and Vassilvitskii 2007), the best of which wins. Texts in a language that the model
 * does not know are grouped by their words, by themselves. Deterministic: the seed is a parameter.
 */
public final class Clustering {
    private static final int STARTS = 10;
    private static final int ROUNDS = 50;
    private static final int TERMS = 5;

    /**
     * A group of texts.
     *
     * @param terms the words that tell it from the other groups, the most telling first
     * @param members the numbers of its texts, the most typical first
     * @param cohesion mean inner product of the members with the middle, 0 to 1
     * @param byWordsOnly whether it was found by words alone, because the model does not know the language
     */
    public record Cluster(List<String> terms, List<Integer> members, double cohesion, boolean byWordsOnly) {
        /** Defensive copies. */
        public Cluster {
            terms = List.copyOf(terms);
            members = List.copyOf(members);
        }

        /** The terms in one line. */
        public String name() {
            return String.join(", ", terms);
        }
    }

    private Clustering() {}

    /**
     * Groups texts.
     *
     * @param texts passages or sentences
     * @param groups how many groups, at least 1
     * @param encoder the sentence model; empty to go by words alone
     * @param seed for the starts
     * @return the groups, largest first; every text is in exactly one; fewer than asked for where texts are fewer
     */
    public static List<Cluster> of(List<String> texts, int groups, Optional<TextEncoder> encoder, long seed) {
        if (groups < 1) {
            throw new IllegalArgumentException("expected at least 1 group, but got " + groups);
        }
        List<Integer> known = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            boolean meaning = encoder.isPresent() && Language.of(texts.get(i)).supported();
            (meaning ? known : others).add(i);
        }
        List<Cluster> clusters = new ArrayList<>();
        int forOthers = others.isEmpty()
                ? 0
                : known.isEmpty()
                        ? groups
                        : Math.max(1, (int) Math.round((double) groups * others.size() / texts.size()));
        if (!known.isEmpty()) {
            List<String> said = known.stream().map(texts::get).toList();
            double[][] vectors = withoutCommonPart(encoder.orElseThrow().encode(said));
            int[] group = SphericalMeans.group(vectors, Math.max(1, groups - forOthers), STARTS, ROUNDS, seed);
            clusters.addAll(named(texts, known, group, vectors, false));
        }
        if (!others.isEmpty()) {
            List<String> said = others.stream().map(texts::get).toList();
            double[][] vectors = byWords(said);
            int[] group = SphericalMeans.group(vectors, Math.max(1, forOthers), STARTS, ROUNDS, seed);
            clusters.addAll(named(texts, others, group, vectors, true));
        }
        clusters.sort(Comparator.comparingInt((Cluster c) -> -c.members().size())
                .thenComparing(c -> c.members().getFirst()));
        return clusters;
    }

    /** TF-IDF with k-means, the reference that this class is measured against. */
    public static List<Cluster> byWords(List<String> texts, int groups, long seed) {
        double[][] vectors = byWords(texts);
        int[] group = SphericalMeans.group(vectors, groups, STARTS, ROUNDS, seed);
        return named(texts, IntStream.range(0, texts.size()).boxed().toList(), group, vectors, true);
    }

    private static double[][] byWords(List<String> texts) {
        LexicalSpace space = LexicalSpace.learn(
                texts, t -> Words.content(t).stream().map(Words::stem).toList());
        double[][] vectors = new double[texts.size()][Math.max(1, space.size())];
        for (int i = 0; i < vectors.length; i++) {
            SparseVector v = space.vector(texts.get(i));
            for (int k = 0; k < v.index().length; k++) {
                vectors[i][v.index()[k]] = v.value()[k];
            }
        }
        return vectors;
    }

    private static double[][] withoutCommonPart(List<float[]> encoded) {
        int d = encoded.getFirst().length;
        double[] mean = new double[d];
        for (float[] v : encoded) {
            for (int k = 0; k < d; k++) {
                mean[k] += (double) v[k] / encoded.size();
            }
        }
        double[][] vectors = new double[encoded.size()][d];
        for (int i = 0; i < vectors.length; i++) {
            double square = 0;
            for (int k = 0; k < d; k++) {
                vectors[i][k] = encoded.get(i)[k] - mean[k];
                square += vectors[i][k] * vectors[i][k];
            }
            if (square > 1e-12) {
                for (int k = 0; k < d; k++) {
                    vectors[i][k] /= Math.sqrt(square);
                }
            }
        }
        return vectors;
    }

    private static List<Cluster> named(
            List<String> texts, List<Integer> which, int[] group, double[][] vectors, boolean byWords) {
        int groups = Arrays.stream(group).max().orElse(-1) + 1;
        List<List<Integer>> members = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            members.add(new ArrayList<>());
        }
        for (int i = 0; i < group.length; i++) {
            members.get(group[i]).add(i);
        }
        List<List<String>> terms = terms(members.stream()
                .map(m -> m.stream().map(i -> texts.get(which.get(i))).toList())
                .toList());
        List<Cluster> clusters = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            List<Integer> own = members.get(g);
            if (own.isEmpty()) {
                continue;
            }
            double[] middle = SphericalMeans.middle(vectors, own);
            double cohesion = own.stream()
                    .mapToDouble(i -> SphericalMeans.dot(vectors[i], middle))
                    .average()
                    .orElse(0);
            List<Integer> typical = own.stream()
                    .sorted(Comparator.comparingDouble((Integer i) -> -SphericalMeans.dot(vectors[i], middle))
                            .thenComparing(i -> i))
                    .map(which::get)
                    .toList();
            clusters.add(new Cluster(terms.get(g), typical, Math.clamp(cohesion, 0.0, 1.0), byWords));
        }
        return clusters;
    }

    /**
     * The terms of each group: words and pairs of words, weighted by their share of the group's texts times how much rarer they
     * are in the average group (class-based TF-IDF, Grootendorst 2022). A word inside a pair that is already named is left out.
     */
    private static List<List<String>> terms(List<List<String>> groups) {
        List<Map<String, Integer>> counts = new ArrayList<>();
        Map<String, Integer> everywhere = new HashMap<>();
        for (List<String> group : groups) {
            Map<String, Integer> count = new HashMap<>();
            for (String text : group) {
                for (String term : new HashSet<>(wordsAndPairs(text))) {
                    count.merge(term, 1, Integer::sum);
                    everywhere.merge(term, 1, Integer::sum);
                }
            }
            counts.add(count);
        }
        double all = groups.stream().mapToInt(List::size).sum();
        List<List<String>> names = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            double size = Math.max(1, groups.get(g).size());
            List<Map.Entry<String, Integer>> ranked =
                    new ArrayList<>(counts.get(g).entrySet());
            ranked.sort(Comparator.comparingDouble((Map.Entry<String, Integer> e) -> -e.getValue()
                            / size
                            * Math.log(1
                                    + e.getValue()
                                            / size
                                            / ((everywhere.get(e.getKey()) - e.getValue() + 0.5)
                                                    / Math.max(1, all - size))))
                    .thenComparing(Map.Entry::getKey));
            LinkedHashSet<String> chosen = new LinkedHashSet<>();
            for (Map.Entry<String, Integer> entry : ranked) {
                if (chosen.size() == TERMS) {
                    break;
                }
                boolean said = chosen.stream().anyMatch(c -> overlap(c, entry.getKey()));
                boolean once = entry.getKey().indexOf(' ') >= 0 && entry.getValue() < 2;
                if (!said && !once) {
                    chosen.add(entry.getKey());
                }
            }
            names.add(List.copyOf(chosen));
        }
        return names;
    }

    private static boolean overlap(String a, String b) {
        return stems(a).stream().anyMatch(stems(b)::contains);
    }

    private static List<String> stems(String term) {
        return Arrays.stream(term.split(" ")).map(Words::stem).toList();
    }

    private static List<String> wordsAndPairs(String text) {
        List<String> words = Words.content(text);
        List<String> terms = new ArrayList<>(words);
        for (int i = 0; i + 1 < words.size(); i++) {
            terms.add(words.get(i) + " " + words.get(i + 1));
        }
        return terms;
    }

    /** Unused seeds of one family, so that no two starts are alike. */
    static UniformRandomProvider start(long seed, int number) {
        return RandomSource.XO_RO_SHI_RO_128_PP.create(seed * 1_000_003L + number);
    }
}
