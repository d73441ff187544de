package nextbest.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which headers mean what, as the files {@code vocabulary*.txt} list them, one a language. Accents do not matter. Exact words count fully, a header that contains them as whole words counts less. */
final class Vocabulary {
    /** A role that a header may have, and how strongly the header says so (0 to 1). */
    record Reading(Role role, double strength) {}

    private record Phrase(Role role, double weight) {}

    private static final double CONTAINED = 0.55;
    private static final List<String> FILES =
            List.of("vocabulary.txt", "vocabulary-de.txt", "vocabulary-fr.txt", "vocabulary-es.txt");
    private static final Pattern LINE = Pattern.compile("(\\w+) ([\\w-]+) ([0-9.]+): (.+)");
    private static final Map<Entity, Map<String, List<Phrase>>> PHRASES = load();

    private Vocabulary() {}

    private static Map<Entity, Map<String, List<Phrase>>> load() {
        Map<Entity, Map<String, List<Phrase>>> phrases = new EnumMap<>(Entity.class);
        for (Entity entity : Entity.values()) {
            phrases.put(entity, new LinkedHashMap<>());
        }
        for (String file : FILES) {
            try (InputStream in = Vocabulary.class.getResourceAsStream(file);
                    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                reader.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(line -> read(file, line, phrases));
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }
        return phrases;
    }

    private static void read(String file, String line, Map<Entity, Map<String, List<Phrase>>> phrases) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            throw new IllegalStateException(file + ": expected TABLE ROLE WEIGHT: headers, but saw " + line);
        }
        Entity entity = Entity.ofPlural(m.group(1))
                .orElseThrow(() -> new IllegalStateException(file + ": no table " + m.group(1)));
        Role role = Role.ofKey(m.group(2))
                .filter(r -> r.fits(entity))
                .orElseThrow(() -> new IllegalStateException(file + ": " + m.group(1) + " have no role " + m.group(2)));
        for (String header : m.group(4).split(", ", -1)) {
            Phrase phrase = new Phrase(role, Double.parseDouble(m.group(3)));
            for (String written : List.of(header, withoutUmlauts(header))) {
                List<Phrase> known =
                        phrases.get(entity).computeIfAbsent(Headers.folded(written), h -> new ArrayList<>());
                if (!known.contains(phrase)) {
                    known.add(phrase);
                }
            }
        }
    }

    /** As German is written where there are no umlauts. */
    private static String withoutUmlauts(String header) {
        return header.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue");
    }

    /** What a header may mean in a table of one kind, exact readings first. */
    static List<Reading> read(Entity entity, String header) {
        String normal = Headers.folded(header.replaceAll("\\((?i:%|usd|eur|gbp|chf|\\$|€|£|m|mio|millions?)\\)", " "));
        List<Reading> readings = new ArrayList<>();
        for (Phrase phrase : PHRASES.get(entity).getOrDefault(normal, List.of())) {
            readings.add(new Reading(phrase.role(), phrase.weight()));
        }
        if (!readings.isEmpty()) {
            return readings;
        }
        String padded = " " + normal + " ";
        PHRASES.get(entity).forEach((words, phrases) -> {
            if (words.length() >= 4 && padded.contains(" " + words + " ")) {
                phrases.forEach(phrase -> readings.add(new Reading(phrase.role(), phrase.weight() * CONTAINED)));
            }
        });
        return readings;
    }
}
