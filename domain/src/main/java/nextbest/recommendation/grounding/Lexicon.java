package nextbest.recommendation.grounding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the check knows of a language: which words mean the same, which claim nothing, and which are never free. */
final class Lexicon {
    private static final String FILE = "/nextbest/recommendation/grounding/lexicon_en.txt";

    /** How a word or phrase counts. One may count in several ways. */
    enum Use {
        FREE,
        TOPIC,
        STATUS,
        NEGATION,
        HEDGE,
        ADVICE,
        /** Claims nothing in a step, where it helps to do what the step says; in a fact it stands for itself. */
        ACT,
        QUANTITY,
        BREAK,
        /** What follows is the reason of what stands before. */
        CAUSE,
        EFFECT,
        PROMISE
    }

    /**
     * An entry.
     *
     * @param uses how it counts
     * @param meanings what it may mean; several if the word is used in several senses
     */
    record Entry(Set<Use> uses, Set<String> meanings) {
        boolean is(Use use) {
            return uses.contains(use);
        }
    }

    /** Entries by their first word's stem, then by the stems of the rest. */
    private final Map<String, Entry> entries = new HashMap<>();

    private final Map<String, Set<String>> implications = new HashMap<>();
    private int longest = 1;

    private Lexicon() {}

    static Lexicon english() {
        Lexicon lexicon = new Lexicon();
        try (InputStream in = Objects.requireNonNull(Lexicon.class.getResourceAsStream(FILE), FILE)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lexicon::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lexicon.shareHeads();
        return lexicon;
    }

    /** 'Is pending' means at least what 'pending' means: a phrase of one word that claims something and others that claim nothing. */
    private void shareHeads() {
        entries.forEach((key, entry) -> {
            List<Entry> heads = new ArrayList<>();
            String[] words = key.split(" ", -1);
            for (String word : words) {
                Entry one = entries.get(word);
                if (one == null || !one.is(Use.FREE)) {
                    heads.add(one == null ? unlisted(word) : one);
                }
            }
            if (words.length > 1
                    && heads.size() == 1
                    && !entry.is(Use.FREE)
                    && !entry.is(Use.NEGATION)
                    && !heads.getFirst().is(Use.NEGATION)) {
                entry.meanings().addAll(heads.getFirst().meanings());
            }
        });
    }

    private void add(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        int colon = line.indexOf(':');
        String[] head = line.substring(0, colon).strip().split(" ", -1);
        if (head[0].equals("imply")) {
            Pattern.compile(",")
                    .splitAsStream(line.substring(colon + 1))
                    .map(String::strip)
                    .forEach(implied -> implications
                            .computeIfAbsent(head[1], key -> new TreeSet<>())
                            .add(implied));
            return;
        }
        for (String phrase : line.substring(colon + 1).split(",", -1)) {
            String[] words = phrase.strip().split("[ -]+", -1);
            longest = Math.max(longest, words.length);
            List<String> stems = new ArrayList<>();
            for (String word : words) {
                stems.add(stem(word));
            }
            Entry entry = entries.computeIfAbsent(
                    String.join(" ", stems), key -> new Entry(EnumSet.noneOf(Use.class), new TreeSet<>()));
            if (head[0].equals("negative")) {
                entry.uses().add(Use.NEGATION);
                entry.uses().add(Use.STATUS);
            } else {
                entry.uses().add(Use.valueOf(head[0].toUpperCase(Locale.ROOT)));
            }
            if (head.length > 1) {
                entry.meanings().add(head[1]);
            }
        }
    }

    /** What may be said as well by who may say this. */
    Set<String> implied(String meaning) {
        return implications.getOrDefault(meaning, Set.of());
    }

    /** The longest phrase that begins at a word. */
    record Match(Entry entry, int words) {}

    /** @param stems of all words of a stretch without punctuation, from which a phrase may be taken */
    Match longest(List<String> stems, int from) {
        StringBuilder key = new StringBuilder();
        Match best = null;
        for (int i = from; i < stems.size() && i - from < longest; i++) {
            key.append(i == from ? "" : " ").append(stems.get(i));
            Entry entry = entries.get(key.toString());
            if (entry != null) {
                best = new Match(entry, i - from + 1);
            }
        }
        return best == null ? new Match(unlisted(stems.get(from)), 1) : best;
    }

    /** A word that nobody listed means itself. */
    private static Entry unlisted(String stem) {
        return new Entry(EnumSet.of(Use.TOPIC), Set.of("=" + stem));
    }

    /** The word without its English inflection; the same for all forms of a regular word. */
    static String stem(String word) {
        String w = word.toLowerCase(Locale.ROOT).replace('’', '\'');
        if (w.endsWith("'s") || w.endsWith("s'")) {
            w = w.substring(0, w.length() - (w.endsWith("'s") ? 2 : 1));
        }
        w = w.replace("'", "");
        if (w.length() <= 3) {
            return w;
        }
        if (w.endsWith("ies")) {
            w = w.substring(0, w.length() - 3) + "y";
        } else if (w.endsWith("s") && !w.endsWith("ss") && !w.endsWith("us") && !w.endsWith("is")) {
            w = w.substring(0, w.length() - 1);
        }
        if (w.length() > 5 && w.endsWith("ing")) {
            w = w.substring(0, w.length() - 3);
        } else if (w.length() > 4 && w.endsWith("ied")) {
            w = w.substring(0, w.length() - 3) + "y";
        } else if (w.length() > 4 && w.endsWith("ed") && !w.endsWith("eed")) {
            w = w.substring(0, w.length() - 2);
        }
        if (w.length() > 3 && w.endsWith("e")) {
            w = w.substring(0, w.length() - 1);
        }
        int last = w.length() - 1;
        w = last > 1 && w.charAt(last) == w.charAt(last - 1) ? w.substring(0, last) : w;
        // a note is no denial
        return w.equals("not") ? "note" : w;
    }
}
