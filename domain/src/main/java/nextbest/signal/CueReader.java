package nextbest.signal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The built-in reader: a signal is found where a sentence has one of its cues and does not deny it. It would rather miss a
 * signal than make one up, knows English only, and finds nothing in other languages. It has no state: one serves all threads.
 */
public final class CueReader implements SignalReader<RuntimeException> {
    private static final String FILE = "/nextbest/signal/cues_en.txt";
    /** What follows in a longer text is not read. */
    static final int MOST_TEXT = 50_000;
    /** A longer passage is cut; nobody reads more on a card. */
    static final int MOST_SPAN = 240;
    /** A denial counts this many words before a cue. */
    private static final int DENIAL_REACH = 4;

    private static final Set<String> DENIALS =
            Set.of("no", "not", "never", "without", "nobody", "none", "neither", "nor", "cannot");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'’]+");

    private final Map<SignalType, Pattern> cues;

    private CueReader(Map<SignalType, Pattern> cues) {
        this.cues = cues;
    }

    /** The reader of English texts. */
    public static CueReader english() {
        Map<SignalType, Pattern> cues = new EnumMap<>(SignalType.class);
        try (InputStream in = Objects.requireNonNull(CueReader.class.getResourceAsStream(FILE), FILE)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        int colon = line.indexOf(':');
                        cues.put(type(line.substring(0, colon).strip()), pattern(line.substring(colon + 1)));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CueReader(cues);
    }

    private static SignalType type(String key) {
        return Arrays.stream(SignalType.values())
                .filter(type -> type.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(FILE + " has cues of '" + key
                        + "', which is no signal; there are "
                        + Arrays.stream(SignalType.values())
                                .map(SignalType::key)
                                .collect(Collectors.joining(", "))));
    }

    /** A star stands for the rest of a word, two dots for up to three words. */
    private static Pattern pattern(String phrases) {
        String all = Arrays.stream(phrases.split(",", -1))
                .map(String::strip)
                .map(phrase -> Arrays.stream(phrase.split(" ", -1))
                        .map(word -> word.equals("..")
                                ? "(?:[\\p{L}\\p{N}'’-]+\\s+){0,3}?"
                                : Pattern.quote(word).replace("*", "\\E[\\p{L}'’-]*\\Q"))
                        .collect(Collectors.joining("\\s+"))
                        .replace("{0,3}?\\s+", "{0,3}?"))
                .collect(Collectors.joining("|"));
        return Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + all + ")(?![\\p{L}\\p{N}])", Pattern.CASE_INSENSITIVE);
    }

    @Override
    public List<FoundSignal> read(String text) {
        String read = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
        List<FoundSignal> found = new ArrayList<>();
        Set<SignalType> known = EnumSet.noneOf(SignalType.class);
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        sentences.setText(read);
        int from = sentences.first();
        for (int to = sentences.next();
                to != BreakIterator.DONE && found.size() < MOST;
                from = to, to = sentences.next()) {
            sentence(read, from, to, known, found);
        }
        return found.stream().limit(MOST).toList();
    }

    private void sentence(String text, int from, int to, Set<SignalType> known, List<FoundSignal> found) {
        cues.forEach((type, pattern) -> {
            if (known.contains(type)) {
                return;
            }
            Matcher cue = pattern.matcher(text).region(from, to);
            cue.useTransparentBounds(true);
            while (cue.find()) {
                if (!isDenied(text, from, cue.start())) {
                    known.add(type);
                    found.add(passage(type, text, from, to, cue.start(), cue.end()));
                    return;
                }
            }
        });
    }

    private static boolean isDenied(String text, int from, int cue) {
        Matcher word = WORD.matcher(text).region(from, cue);
        List<String> before = new ArrayList<>();
        while (word.find()) {
            before.add(word.group().toLowerCase(Locale.ROOT).replace('’', '\''));
        }
        return before.stream()
                .skip(Math.max(0, before.size() - DENIAL_REACH))
                .anyMatch(w -> DENIALS.contains(w) || w.endsWith("n't"));
    }

    /** The sentence with the cue; of a long one the words around it. */
    private static FoundSignal passage(SignalType type, String text, int from, int to, int cueFrom, int cueTo) {
        int start = from;
        int end = to;
        while (end > cueTo && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        while (start < cueFrom && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        int line = text.lastIndexOf('\n', cueFrom);
        start = line >= start ? line + 1 : start;
        int lineEnd = text.indexOf('\n', cueTo);
        end = lineEnd >= 0 && lineEnd < end ? lineEnd : end;
        if (end - start > MOST_SPAN) {
            start = wordStart(text, Math.max(start, cueFrom - MOST_SPAN / 2), cueFrom);
            end = wordEnd(text, Math.min(end, start + MOST_SPAN), cueTo);
        }
        return new FoundSignal(type, text.substring(start, end), start);
    }

    private static int wordStart(String text, int at, int most) {
        int start = at;
        while (start < most && start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
            start++;
        }
        return start;
    }

    private static int wordEnd(String text, int at, int least) {
        int end = at;
        while (end > least && end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end--;
        }
        return end;
    }
}
