package nextbest.topics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the topics of an ontology in passages, and says by which terms and passages. A topic is found where one of its names is
 * said, or where the passage means what the topic's words mean; a person's correction is learned: it decides for the passage itself
 * and weighs on passages that mean nearly the same.
 */
public final class TopicMap {
    /** Meaning alone counts from here; a passage of the same field is about .3, a paraphrase .5 and more. */
    private static final double MEANT = 0.42;

    private static final double NEAR = 0.6;

    private final List<Concept> topics;
    private final List<List<List<String>>> names = new ArrayList<>();
    private final List<float[]> meaning;
    private final Optional<TextEncoder> encoder;
    private final List<Correction> corrections;
    private final List<float[]> correctionMeaning;

    /**
     * What a person said about a mapping.
     *
     * @param text the passage
     * @param topic key of the topic
     * @param belongs whether it is about it
     */
    public record Correction(String text, String topic, boolean belongs) {}

    /**
     * A topic found in a passage.
     *
     * @param topic its key
     * @param passage number of the passage in the document
     * @param strength 0 to 1
     * @param terms the names that were said; empty when meaning alone decided
     * @param corrected whether a person's correction decided or weighed in
     * @param byWordsOnly whether meaning could not be used
     */
    public record Match(
            String topic, int passage, double strength, List<String> terms, boolean corrected, boolean byWordsOnly) {
        /** Defensive copy. */
        public Match {
            terms = List.copyOf(terms);
        }
    }

    /**
     * Prepares the topics.
     *
     * @param topics topics, needs or products of one ontology
     * @param encoder the sentence model; empty to go by words alone
     * @param corrections what people said so far, oldest first
     */
    public TopicMap(List<Concept> topics, Optional<TextEncoder> encoder, List<Correction> corrections) {
        this.topics = List.copyOf(topics);
        this.encoder = encoder;
        this.corrections = List.copyOf(corrections);
        for (Concept topic : topics) {
            names.add(topic.names().stream()
                    .map(Words::stems)
                    .filter(s -> !s.isEmpty())
                    .toList());
        }
        this.meaning = encoder.map(e -> e.encode(
                        topics.stream().map(t -> String.join(", ", t.names())).toList()))
                .orElse(List.of());
        this.correctionMeaning = encoder.map(e ->
                        e.encode(this.corrections.stream().map(Correction::text).toList()))
                .orElse(List.of());
    }

    /** The topics of a document, by passage and then by strength. */
    public List<Match> of(List<Passage> passages) {
        return of(
                passages,
                encoder.map(e -> e.encode(passages.stream().map(Passage::text).toList()))
                        .orElse(List.of()));
    }

    /**
     * As {@link #of(List)}, for passages whose vectors are known already: encoding is nearly all that reading costs.
     *
     * @param vectors one per passage, by the map's own encoder; empty if it has none
     */
    public List<Match> of(List<Passage> passages, List<float[]> vectors) {
        List<Match> found = new ArrayList<>();
        for (int i = 0; i < passages.size(); i++) {
            String text = passages.get(i).text();
            boolean understood = encoder.isPresent() && Language.of(text).supported();
            List<String> stems = Words.stems(text);
            List<Match> here = new ArrayList<>();
            for (int t = 0; t < topics.size(); t++) {
                Match match =
                        match(t, passages.get(i), stems, understood ? Optional.of(vectors.get(i)) : Optional.empty());
                if (match != null) {
                    here.add(match);
                }
            }
            here.sort(Comparator.comparingDouble((Match m) -> -m.strength()).thenComparing(Match::topic));
            found.addAll(here);
        }
        return found;
    }

    private Match match(int t, Passage passage, List<String> stems, Optional<float[]> vector) {
        Concept topic = topics.get(t);
        List<String> said = new ArrayList<>();
        for (int n = 0; n < names.get(t).size(); n++) {
            if (Collections.indexOfSubList(stems, names.get(t).get(n)) >= 0) {
                said.add(topic.names().get(n));
            }
        }
        double meant = vector.map(v -> dot(v, meaning.get(t))).orElse(0.0);
        double strength =
                said.isEmpty() ? (meant >= MEANT ? meant : 0) : Math.clamp(0.7 + 0.1 * said.size() + 0.1 * meant, 0, 1);
        boolean corrected = false;
        for (int c = 0; c < corrections.size(); c++) {
            Correction correction = corrections.get(c);
            if (!correction.topic().equals(topic.key())) {
                continue;
            }
            boolean same = correction.text().strip().equals(passage.text().strip());
            int number = c;
            double near = vector.map(v -> dot(v, correctionMeaning.get(number))).orElse(0.0);
            if (same) {
                strength = correction.belongs() ? 1 : 0;
                corrected = true;
            } else if (near >= NEAR) {
                strength = Math.clamp(strength + (correction.belongs() ? near : -near), 0, 1);
                corrected = true;
            }
        }
        return strength > 0
                ? new Match(topic.key(), passage.ordinal(), strength, said, corrected, vector.isEmpty())
                : null;
    }

    /** The strongest match of each topic: what a document is about. */
    public static List<Match> summary(List<Match> matches) {
        Map<String, Match> best = new LinkedHashMap<>();
        matches.forEach(m -> best.merge(m.topic(), m, (a, b) -> b.strength() > a.strength() ? b : a));
        return best.values().stream()
                .sorted(Comparator.comparingDouble((Match m) -> -m.strength()).thenComparing(Match::topic))
                .toList();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return sum;
    }
}
