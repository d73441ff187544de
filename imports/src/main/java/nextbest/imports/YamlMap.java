package nextbest.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML mapping whose every entry knows its line, and which collects what is wrong with it. */
final class YamlMap {
    /** A scalar in a list. */
    record Item(String value, long line) {}

    /**
     * A key with a scalar or a mapping.
     *
     * @param text the scalar; empty if it is a mapping
     * @param details the mapping; null if it is a scalar
     */
    record Entry(String key, long line, String text, YamlMap details) {}

    private final String file;
    private final String path;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Long> lines = new LinkedHashMap<>();
    private final List<RowProblem> problems;

    private YamlMap(String file, String path, MappingNode node, List<RowProblem> problems) {
        this.file = file;
        this.path = path;
        this.problems = problems;
        for (NodeTuple tuple : node.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (values.put(key, tuple.getValueNode()) != null) {
                problem(line(tuple.getKeyNode()), path + key, "the key a second time", "each key once");
            }
            lines.put(key, line(tuple.getKeyNode()));
        }
    }

    static YamlMap parse(String file, String yaml) throws UnreadableFile {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(true)
                .setCodePointLimit(1_000_000)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(yaml);
            if (root.isPresent() && root.get() instanceof MappingNode mapping) {
                return new YamlMap(file, "", mapping, new ArrayList<>());
            }
            throw new UnreadableFile(new RowProblem(
                    file, 1, "", root.isEmpty() ? "nothing" : "no mapping", "keys with values, such as table: deals"));
        } catch (MarkedYamlEngineException e) {
            long line = e.getProblemMark().map(mark -> mark.getLine() + 1L).orElse(0L);
            long column = e.getProblemMark().map(mark -> mark.getColumn() + 1L).orElse(0L);
            throw new UnreadableFile(new RowProblem(
                    file, line, column > 0 ? "column " + column : "", String.valueOf(e.getProblem()), "YAML 1.2"));
        } catch (YamlEngineException e) {
            throw new UnreadableFile(new RowProblem(file, 0, "", String.valueOf(e.getMessage()), "YAML 1.2"));
        }
    }

    String file() {
        return file;
    }

    long lineOf(String key) {
        return lines.getOrDefault(key, 1L);
    }

    void problem(long line, String at, String seen, String allowed) {
        problems.add(new RowProblem(file, line, at, seen, allowed));
    }

    void refuseIfUnsound() throws UnreadableFile {
        if (!problems.isEmpty()) {
            throw new UnreadableFile(problems);
        }
    }

    void required(String key, String value) {
        String seen = scalar(key).orElse("nothing");
        if (!seen.equals(value)) {
            problem(lineOf(key), path + key, seen, value);
        }
    }

    /** A scalar that must be there unless a default is given. */
    String text(String key, String otherwise, Predicate<String> isAllowed, String allowed) {
        Optional<String> value = scalar(key);
        if (value.isEmpty() && otherwise.isEmpty()) {
            problem(lineOf(key), path + key, "nothing", allowed);
        } else if (value.isPresent() && !isAllowed.test(value.get())) {
            problem(lineOf(key), path + key, value.get(), allowed);
            return otherwise;
        }
        return value.orElse(otherwise);
    }

    Optional<String> optional(String key, Predicate<String> isAllowed, String allowed) {
        Optional<String> value = scalar(key);
        if (value.isPresent() && !isAllowed.test(value.get())) {
            problem(lineOf(key), path + key, value.get(), allowed);
            return Optional.empty();
        }
        return value;
    }

    private Optional<String> scalar(String key) {
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problem(line(node), path + key, "a list or mapping", "a single value");
        return Optional.empty();
    }

    List<Item> list(String key) {
        Node node = values.get(key);
        List<Item> items = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar) {
                    items.add(new Item(scalar.getValue(), line(item)));
                } else {
                    problem(line(item), path + key, "a list or mapping", "a list of single values");
                }
            }
        } else if (node != null) {
            problem(line(node), path + key, "no list", "a list such as [a, b]");
        }
        return items;
    }

    List<Entry> map(String key) {
        Node node = values.get(key);
        List<Entry> entries = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            YamlMap inner = new YamlMap(file, path + key + ".", mapping, problems);
            inner.values.forEach((name, value) -> {
                if (value instanceof ScalarNode scalar) {
                    entries.add(new Entry(name, inner.lineOf(name), scalar.getValue(), null));
                } else if (value instanceof MappingNode details) {
                    entries.add(new Entry(
                            name,
                            inner.lineOf(name),
                            "",
                            new YamlMap(file, path + key + "." + name + ".", details, problems)));
                } else {
                    problem(line(value), path + key + "." + name, "a list", "a single value, or {role: …}");
                }
            });
        } else if (node != null) {
            problem(line(node), path + key, "no mapping", "names with values");
        }
        return entries;
    }

    /** An unknown key is an error: it is most likely a misspelt known one. */
    void onlyAllows(String... keys) {
        Set<String> allowed = Set.copyOf(Arrays.asList(keys));
        values.keySet().stream()
                .filter(key -> !allowed.contains(key))
                .forEach(key -> problem(lineOf(key), path + key, "a key that does not exist", String.join(", ", keys)));
    }

    private static long line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1L).orElse(0L);
    }
}
