package nextbest.topics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Learns from a few labelled sentences which labels a sentence carries; several at once are normal.
 *
 * <p>Two layers. The first one has four opinions of each pair (text, label): ridge regressions on the similarity of meaning, of
 * words and of letters with the examples, and how well the label's own words (name, synonyms) fit the text, which needs no
 * example at all. The second is one logistic regression over those opinions that all labels share: it learns, from predictions
 * for each example as if it had not been seen ({@link KernelRidge}), how far each opinion can be trusted. The threshold is the
 * one with the best micro-F1 on the same predictions. Without an encoder, or for a text that it does not understand, meaning is
 * left out and {@link Reading#byWordsOnly()} says so.
 */
public final class LabelReader {
    private static final double RIDGE = 1;
    private static final int OPINIONS = 10;

    private final List<String> labels;
    private final List<Prepared> examples;
    private final List<Set<String>> carried;
    private final double[] count;
    private final Lens lens;
    private final LabelWords words;
    private final Layers withMeaning;
    private final Layers byWords;

    /**
     * One label found in a text.
     *
     * @param label its key
     * @param chance how probable it is, 0 to 1
     * @param said whether the chance is above the threshold: the text is taken to carry it
     * @param byWordsOnly whether meaning could not be used (no encoder, or a language that it does not understand)
     * @param nearest the example with this label that is most alike, as evidence; empty where there is none
     *     or the label is not said
     */
    public record Reading(String label, double chance, boolean said, boolean byWordsOnly, Optional<String> nearest) {}

    private record Layers(
            Optional<KernelRidge> meaning, KernelRidge stems, KernelRidge letters, Logistic judge, double threshold) {}

    /** A text in all the ways it is compared. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Prepared(String text, float[] meaning, SparseVector stems, SparseVector letters, Set<String> said) {}

    private record Lens(Optional<TextEncoder> encoder, LexicalSpace stems, LexicalSpace letters) {
        List<Prepared> prepare(List<String> texts) {
            List<float[]> meanings = encoder.map(e -> e.encode(texts)).orElse(List.of());
            List<Prepared> prepared = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                prepared.add(new Prepared(
                        text,
                        meanings.isEmpty() ? new float[0] : meanings.get(i),
                        stems.vector(text),
                        letters.vector(text),
                        new HashSet<>(Words.stems(text))));
            }
            return prepared;
        }
    }

    /** What a label's own words say about a text. */
    private record LabelWords(List<Set<String>> stems, List<float[]> meaning) {}

    private LabelReader(
            List<String> labels,
            List<Prepared> examples,
            List<Set<String>> carried,
            double[] count,
            Lens lens,
            LabelWords words,
            Layers withMeaning,
            Layers byWords) {
        this.labels = labels;
        this.examples = examples;
        this.carried = carried;
        this.count = count;
        this.lens = lens;
        this.words = words;
        this.withMeaning = withMeaning;
        this.byWords = byWords;
    }

    /**
     * Learns.
     *
     * @param examples at least two texts with their labels
     * @param labelWords the words of each label: its name and synonyms; labels without an example may be among them, a label
     *     that is not takes its key for its words
     * @param encoder the sentence model; empty to compare by words alone
     */
    public static LabelReader learn(
            List<LabelledText> examples, Map<String, String> labelWords, Optional<TextEncoder> encoder) {
        Objects.requireNonNull(encoder, "encoder");
        if (examples.size() < 2) {
            throw new IllegalArgumentException("expected at least 2 labelled texts, but got " + examples.size());
        }
        Set<String> all = new TreeSet<>(labelWords.keySet());
        examples.forEach(e -> all.addAll(e.labels()));
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected at least one label, but no text has one and no words were given");
        }
        List<String> labels = List.copyOf(all);
        List<String> texts = examples.stream().map(LabelledText::text).toList();
        Lens lens = new Lens(
                encoder,
                LexicalSpace.learn(texts, LabelReader::stemsAndPairs),
                LexicalSpace.learn(texts, LabelReader::letters));
        List<String> spoken = labels.stream()
                .map(l -> labelWords.getOrDefault(l, l).replace('_', ' ').replace('-', ' '))
                .toList();
        LabelWords words = new LabelWords(
                spoken.stream().map(LabelReader::contentStems).toList(),
                encoder.map(e -> e.encode(spoken)).orElse(List.of()));
        List<Prepared> prepared = lens.prepare(texts);
        double[][] targets = new double[examples.size()][labels.size()];
        double[] count = new double[labels.size()];
        for (int i = 0; i < targets.length; i++) {
            for (int l = 0; l < labels.size(); l++) {
                targets[i][l] = examples.get(i).labels().contains(labels.get(l)) ? 1 : 0;
                count[l] += targets[i][l];
            }
        }
        Layers byWords = layers(prepared, targets, count, words, false);
        Layers withMeaning = encoder.isPresent() ? layers(prepared, targets, count, words, true) : byWords;
        return new LabelReader(
                labels,
                prepared,
                examples.stream().map(LabelledText::labels).toList(),
                count,
                lens,
                words,
                withMeaning,
                byWords);
    }

    /** All labels that this reader knows, in alphabetical order. */
    public List<String> labels() {
        return labels;
    }

    /** Reads a text: every label with its chance, most probable first. */
    public List<Reading> read(String text) {
        return read(List.of(text)).getFirst();
    }

    /** Reads several texts. */
    public List<List<Reading>> read(List<String> texts) {
        return lens.prepare(texts).stream().map(this::read).toList();
    }

    private List<Reading> read(Prepared text) {
        boolean meaning = lens.encoder.isPresent() && Language.of(text.text).supported();
        Layers layers = meaning ? withMeaning : byWords;
        int n = examples.size();
        double[] alike = new double[n];
        double[] stems = new double[n];
        double[] letters = new double[n];
        for (int i = 0; i < n; i++) {
            alike[i] = meaning ? dot(text.meaning, examples.get(i).meaning) : 0;
            stems[i] = text.stems.dot(examples.get(i).stems);
            letters[i] = text.letters.dot(examples.get(i).letters);
        }
        double[] m = layers.meaning.map(r -> r.predict(alike)).orElse(new double[labels.size()]);
        double[] s = layers.stems.predict(stems);
        double[] c = layers.letters.predict(letters);
        List<Reading> readings = new ArrayList<>();
        for (int l = 0; l < labels.size(); l++) {
            double chance = layers.judge.chance(opinions(text, l, m[l], s[l], c[l], count[l], n, words, meaning));
            readings.add(new Reading(
                    labels.get(l),
                    chance,
                    chance >= layers.threshold,
                    !meaning,
                    chance >= layers.threshold ? nearest(labels.get(l), meaning ? alike : stems) : Optional.empty()));
        }
        readings.sort(Comparator.comparingDouble(Reading::chance).reversed().thenComparing(Reading::label));
        return readings;
    }

    private Optional<String> nearest(String label, double[] alike) {
        int best = -1;
        for (int i = 0; i < alike.length; i++) {
            if (carried.get(i).contains(label) && (best < 0 || alike[i] > alike[best])) {
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(examples.get(best).text);
    }

    private static Layers layers(
            List<Prepared> texts, double[][] targets, double[] count, LabelWords words, boolean meaning) {
        int n = texts.size();
        double[][] alike = new double[n][n];
        double[][] stems = new double[n][n];
        double[][] letters = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                alike[i][j] = meaning ? dot(texts.get(i).meaning, texts.get(j).meaning) : 0;
                stems[i][j] = texts.get(i).stems.dot(texts.get(j).stems);
                letters[i][j] = texts.get(i).letters.dot(texts.get(j).letters);
            }
        }
        Optional<KernelRidge> m = meaning ? Optional.of(KernelRidge.solve(alike, targets, 0.5)) : Optional.empty();
        KernelRidge s = KernelRidge.solve(stems, targets, 0.5);
        KernelRidge c = KernelRidge.solve(letters, targets, 0.5);
        int labels = count.length;
        List<double[]> rows = new ArrayList<>();
        boolean[] carried = new boolean[n * labels];
        for (int i = 0; i < n; i++) {
            for (int l = 0; l < labels; l++) {
                carried[rows.size()] = targets[i][l] > 0;
                rows.add(opinions(
                        texts.get(i),
                        l,
                        m.isPresent() ? m.get().unseen()[i][l] : 0,
                        s.unseen()[i][l],
                        c.unseen()[i][l],
                        count[l] - targets[i][l],
                        n - 1,
                        words,
                        meaning));
            }
        }
        Logistic judge = Logistic.fit(rows, carried, RIDGE);
        return new Layers(m, s, c, judge, threshold(rows, carried, judge));
    }

    private static double[] opinions(
            Prepared text,
            int label,
            double meaning,
            double stems,
            double letters,
            double count,
            int n,
            LabelWords words,
            boolean useMeaning) {
        double base = Math.log((count + 0.5) / (n - count + 0.5));
        double fresh = 1 / (1 + count);
        double named = named(text, words.stems.get(label));
        double close = useMeaning ? dot(text.meaning, words.meaning.get(label)) : 0;
        double[] x = new double[OPINIONS];
        x[0] = 5 * meaning;
        x[1] = 5 * stems;
        x[2] = 5 * letters;
        x[3] = named;
        x[4] = 3 * close;
        x[5] = base;
        x[6] = named * fresh;
        x[7] = 3 * close * fresh;
        x[8] = 5 * (meaning + stems + letters) * fresh;
        x[9] = fresh;
        return x;
    }

    /** The share of a label's words that the text says, at least its best word. */
    private static double named(Prepared text, Set<String> label) {
        if (label.isEmpty()) {
            return 0;
        }
        long said = label.stream().filter(text.said::contains).count();
        return said == 0 ? 0 : 0.5 + 0.5 * said / label.size();
    }

    /** The chance above which a label counts as said: where micro-F1 is best. */
    private static double threshold(List<double[]> rows, boolean[] carried, Logistic judge) {
        double[] chance = rows.stream().mapToDouble(judge::chance).toArray();
        List<Integer> order = Stream.iterate(0, i -> i + 1)
                .limit(chance.length)
                .sorted(Comparator.comparingDouble((Integer i) -> -chance[i]))
                .toList();
        int total = 0;
        for (boolean c : carried) {
            total += c ? 1 : 0;
        }
        double best = -1;
        double threshold = 0.5;
        int right = 0;
        for (int k = 0; k < order.size(); k++) {
            right += carried[order.get(k)] ? 1 : 0;
            double f1 = 2.0 * right / (k + 1 + total);
            if (f1 > best) {
                best = f1;
                double next = k + 1 < order.size() ? chance[order.get(k + 1)] : 0;
                threshold = (chance[order.get(k)] + next) / 2;
            }
        }
        return threshold;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return sum;
    }

    static List<String> stemsAndPairs(String text) {
        List<String> stems = Words.stems(text);
        List<String> terms = new ArrayList<>(stems);
        for (int i = 0; i + 1 < stems.size(); i++) {
            terms.add(stems.get(i) + " " + stems.get(i + 1));
        }
        return terms;
    }

    /** Runs of three to five letters within words, with a mark at each end. */
    static List<String> letters(String text) {
        List<String> runs = new ArrayList<>();
        for (String word : Words.plain(text)) {
            String marked = "<" + word + ">";
            for (int width = 3; width <= 5; width++) {
                for (int i = 0; i + width <= marked.length(); i++) {
                    runs.add(marked.substring(i, i + width));
                }
            }
        }
        return runs;
    }

    private static Set<String> contentStems(String words) {
        Set<String> stems = new HashSet<>();
        for (String word : Words.plain(words)) {
            if (!Words.isStop(word) || Words.plain(words).size() <= 3) {
                stems.add(Words.stem(word));
            }
        }
        return stems;
    }
}
