package nextbest.catalogue.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nextbest.fact.Keyed;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A place in a YAML file. Reading it as something that it is not is a problem, not an exception: reading goes on. */
final class Entry {
    private final String file;
    private final Node node;
    private final List<CatalogueProblem> problems;

    Entry(String file, Node node, List<CatalogueProblem> problems) {
        this.file = file;
        this.node = node;
        this.problems = problems;
    }

    void problem(String seen, String allowed) {
        Optional<Mark> mark = node.getStartMark();
        problems.add(new CatalogueProblem(
                file,
                mark.map(m -> m.getLine() + 1).orElse(0),
                mark.map(m -> m.getColumn() + 1).orElse(0),
                seen,
                allowed));
    }

    /** The fields by name. Unknown, missing and repeated fields are problems. */
    Map<String, Entry> fields(Set<String> required, Set<String> optional) {
        Map<String, Entry> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(kind(), "a mapping with " + names(required, optional));
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Entry key = new Entry(file, tuple.getKeyNode(), problems);
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : key.kind();
            if (!required.contains(name) && !optional.contains(name)) {
                key.problem("the field '" + name + "'", names(required, optional));
            } else if (fields.put(name, new Entry(file, tuple.getValueNode(), problems)) != null) {
                key.problem("the field '" + name + "' a second time", "each field once");
            }
        }
        required.stream()
                .filter(name -> !fields.containsKey(name))
                .sorted()
                .forEach(name -> problem("no field '" + name + "'", "it is required"));
        return fields;
    }

    /** The names of a mapping's fields, in order; none if it is not a mapping. */
    Map<String, Entry> anyFields() {
        Map<String, Entry> fields = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar) {
                    fields.put(scalar.getValue(), new Entry(file, tuple.getValueNode(), problems));
                }
            }
        } else {
            problem(kind(), "a mapping");
        }
        return fields;
    }

    List<Entry> items() {
        if (!(node instanceof SequenceNode sequence)) {
            problem(kind(), "a list");
            return List.of();
        }
        List<Entry> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(new Entry(file, item, problems)));
        return items;
    }

    Optional<String> text() {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        problem(kind(), "a text");
        return Optional.empty();
    }

    /** A key: lower case letters, digits and single hyphens. */
    Optional<String> key() {
        Optional<String> text = text();
        if (text.isPresent() && !text.get().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            problem("'" + text.get() + "'", "lower case letters, digits and hyphens");
            return Optional.empty();
        }
        return text;
    }

    /** One of these names. */
    Optional<String> oneOf(Set<String> allowed) {
        Optional<String> text = text();
        if (text.isPresent() && !allowed.contains(text.get())) {
            problem("'" + text.get() + "'", String.join(", ", new TreeSet<>(allowed)));
            return Optional.empty();
        }
        return text;
    }

    Optional<Integer> whole(int min, int max) {
        String allowed = "a whole number from " + min + " to " + max;
        if (!(node instanceof ScalarNode scalar)) {
            problem(kind(), allowed);
            return Optional.empty();
        }
        try {
            int value = Integer.parseInt(scalar.getValue());
            if (value >= min && value <= max) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // Falls through to the same message as a number outside the range.
        }
        problem("'" + scalar.getValue() + "'", allowed);
        return Optional.empty();
    }

    Optional<Boolean> flag() {
        return oneOf(Set.of("true", "false")).map(Boolean::parseBoolean);
    }

    <E extends Enum<E> & Keyed> Optional<E> constant(Class<E> type) {
        Optional<String> text = text();
        Optional<E> found = text.flatMap(key -> Keyed.find(type, key));
        if (text.isPresent() && found.isEmpty()) {
            problem("'" + text.get() + "'", Keyed.allowed(type));
        }
        return found;
    }

    <E extends Enum<E> & Keyed> List<E> constants(Class<E> type) {
        return items().stream().flatMap(item -> item.constant(type).stream()).toList();
    }

    private String kind() {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue().isBlank() ? "nothing" : "'" + scalar.getValue() + "'";
            case SequenceNode ignored -> "a list";
            case MappingNode ignored -> "a mapping";
            default -> "something else";
        };
    }

    private static String names(Set<String> required, Set<String> optional) {
        Set<String> all = new TreeSet<>(required);
        all.addAll(optional);
        return String.join(", ", all);
    }
}
