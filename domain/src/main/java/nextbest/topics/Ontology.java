package nextbest.topics;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an organisation calls its products, topics, needs, industries, roles, reasons, stages, desks and books: one versioned file
 * that people edit. Every ontology that exists is consistent; {@link #problems} says beforehand what is wrong with one.
 */
public final class Ontology {
    private final int version;
    private final Map<Concept.Kind, Map<String, Concept>> concepts = new EnumMap<>(Concept.Kind.class);

    /**
     * Takes concepts without problems.
     *
     * @param version counted up with each release, from 1
     * @throws IllegalArgumentException with all problems, when there are any
     */
    public Ontology(int version, Collection<Concept> concepts) {
        List<String> problems = problems(concepts);
        if (version < 1) {
            problems.addFirst("expected a version >= 1, but got " + version);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        this.version = version;
        for (Concept.Kind kind : Concept.Kind.values()) {
            this.concepts.put(kind, new LinkedHashMap<>());
        }
        concepts.forEach(c -> this.concepts.get(c.kind()).put(c.key(), c));
    }

    /** All that is wrong: keys twice, unknown parents and references, circles, one name for two concepts of a kind. */
    public static List<String> problems(Collection<Concept> concepts) {
        List<String> problems = new ArrayList<>();
        Map<Concept.Kind, Map<String, Concept>> byKey = new EnumMap<>(Concept.Kind.class);
        for (Concept c : concepts) {
            if (byKey.computeIfAbsent(c.kind(), k -> new LinkedHashMap<>()).put(c.key(), c) != null) {
                problems.add(label(c) + " is there twice; each key once");
            }
        }
        Map<String, Concept> answered = new LinkedHashMap<>(byKey.getOrDefault(Concept.Kind.TOPIC, Map.of()));
        answered.putAll(byKey.getOrDefault(Concept.Kind.NEED, Map.of()));
        byKey.forEach((kind, own) -> {
            Map<String, String> claimed = new LinkedHashMap<>();
            for (Concept c : own.values()) {
                c.parent()
                        .filter(p -> !own.containsKey(p))
                        .ifPresent(p -> problems.add(
                                label(c) + " has the unknown parent '" + p + "'" + nearest(p, own.keySet())));
                c.serves().stream()
                        .filter(s -> !answered.containsKey(s))
                        .sorted()
                        .forEach(s -> problems.add(label(c) + " serves the unknown topic or need '" + s + "'"
                                + nearest(s, answered.keySet())));
                for (String name : new LinkedHashSet<>(
                        c.names().stream().map(Ontology::plain).toList())) {
                    String other = claimed.putIfAbsent(name, c.key());
                    if (other != null) {
                        problems.add(label(c) + " and '" + other + "' are both called '" + name
                                + "'; a name belongs to one " + word(kind));
                    }
                }
            }
            problems.addAll(circles(own));
        });
        return problems;
    }

    private static List<String> circles(Map<String, Concept> concepts) {
        List<String> found = new ArrayList<>();
        Set<String> settled = new LinkedHashSet<>();
        for (Concept start : concepts.values()) {
            LinkedHashSet<String> path = new LinkedHashSet<>();
            String at = start.key();
            while (at != null && concepts.containsKey(at) && !settled.contains(at) && path.add(at)) {
                at = concepts.get(at).parent().orElse(null);
            }
            if (at != null && path.contains(at)) {
                List<String> circle = new ArrayList<>(path).subList(new ArrayList<>(path).indexOf(at), path.size());
                found.add(word(start.kind()) + " tree goes in a circle: " + String.join(" → ", circle) + " → " + at);
            }
            settled.addAll(path);
        }
        return found;
    }

    private static String label(Concept c) {
        return word(c.kind()) + " '" + c.key() + "'";
    }

    private static String word(Concept.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String nearest(String wrong, Set<String> known) {
        return known.stream()
                .filter(k -> Spellings.distance(wrong, k) <= 2)
                .min(Comparator.comparingInt((String k) -> Spellings.distance(wrong, k)))
                .map(k -> "; did you mean '" + k + "'?")
                .orElse("; there are " + known.stream().limit(12).toList());
    }

    /** Its version. */
    public int version() {
        return version;
    }

    /** The concepts of a kind, in the order of the file. */
    public List<Concept> all(Concept.Kind kind) {
        return List.copyOf(concepts.get(kind).values());
    }

    /** The concept with a key. */
    public Optional<Concept> find(Concept.Kind kind, String key) {
        return Optional.ofNullable(concepts.get(kind).get(key));
    }

    /** The concept with a name or synonym, whatever its case, spaces and hyphens. */
    public Optional<Concept> named(Concept.Kind kind, String name) {
        String wanted = plain(name);
        return concepts.get(kind).values().stream()
                .filter(c -> c.names().stream().map(Ontology::plain).anyMatch(wanted::equals))
                .findFirst();
    }

    /** A concept and everything above it, itself first. */
    public List<Concept> lineage(Concept concept) {
        List<Concept> line = new ArrayList<>();
        for (Concept c = concept;
                c != null;
                c = c.parent().map(p -> concepts.get(concept.kind()).get(p)).orElse(null)) {
            line.add(c);
        }
        return line;
    }

    /** The topics and needs that a product serves, by itself or through what is above it. */
    public Set<String> served(Concept product) {
        Set<String> served = new LinkedHashSet<>();
        lineage(product).forEach(c -> served.addAll(c.serves()));
        return served;
    }

    /**
     * What of an organisation's data the ontology does not cover, and what of the ontology the data do not know.
     *
     * @param seen the names in the data with how often they occur, by kind; a kind that is not in it is not checked
     */
    public List<Mismatch> compare(Map<Concept.Kind, Map<String, Integer>> seen) {
        List<Mismatch> mismatches = new ArrayList<>();
        new TreeMap<>(seen).forEach((kind, names) -> {
            Set<String> used = new LinkedHashSet<>();
            new TreeMap<>(names)
                    .forEach((name, times) -> named(kind, name)
                            .ifPresentOrElse(
                                    c -> used.add(c.key()),
                                    () -> mismatches.add(new Mismatch(kind, name, times, suggestion(kind, name)))));
            all(kind).stream()
                    .filter(c -> !used.contains(c.key()))
                    .filter(c -> all(kind).stream().noneMatch(o -> o.parent().equals(Optional.of(c.key()))))
                    .forEach(c -> mismatches.add(new Mismatch(kind, c.name(), 0, Optional.empty())));
        });
        return mismatches;
    }

    private Optional<String> suggestion(Concept.Kind kind, String name) {
        return all(kind).stream()
                .flatMap(c -> c.names().stream().map(n -> Map.entry(c.key(), Spellings.likeness(name, n))))
                .filter(e -> e.getValue() >= 0.75)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /**
     * A name that is in one place only.
     *
     * @param kind of what
     * @param name as it is written
     * @param times how often it is in the data; 0 for a concept that the data do not know
     * @param suggestion the key of a concept that is spelled almost the same
     */
    public record Mismatch(Concept.Kind kind, String name, int times, Optional<String> suggestion) {}

    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
