package nextbest.reading;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.topics.Concept;
import nextbest.topics.Ontology;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads the one file in which an organisation names its world:
 *
 * <pre>
 * version: 1
 * topics:
 *   energy-saving:
 *     name: Energy saving
 *     synonyms: [power saving, lower electricity bill]
 *     parent: cost
 * products:
 *   gtx-pro:
 *     name: GTX Pro
 *     synonyms: [GTXPro]
 *     serves: [energy-saving]
 * </pre>
 *
 * <p>The sections are products, topics, needs, industries, roles, reasons, stages, desks and books. All problems are reported at
 * once, with line and what is allowed.
 */
public final class OntologyFile {
    private static final Map<String, Concept.Kind> SECTIONS = sections();
    private static final Set<String> FIELDS = Set.of("name", "synonyms", "parent", "serves");

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private OntologyFile(String file) {
        this.file = file;
    }

    private static Map<String, Concept.Kind> sections() {
        Map<String, Concept.Kind> sections = new LinkedHashMap<>();
        for (Concept.Kind kind : Concept.Kind.values()) {
            String word = kind.name().toLowerCase(Locale.ROOT);
            sections.put(word.endsWith("y") ? word.substring(0, word.length() - 1) + "ies" : word + "s", kind);
        }
        return sections;
    }

    /** The result of reading: an ontology, or what has to be put right. */
    public sealed interface Result {
        /** It can be used. */
        record Valid(Ontology ontology) implements Result {}

        /** It cannot: all problems, each with file and line. */
        record Invalid(List<String> problems) implements Result {
            /** Defensive copy. */
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Reads.
     *
     * @param file its name, for messages
     * @param yaml its content
     */
    public static Result read(String file, String yaml) {
        return new OntologyFile(file).read(yaml);
    }

    private Result read(String yaml) {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(file).build()).composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            return new Result.Invalid(List.of(file + ", line "
                    + e.getProblemMark().map(m -> m.getLine() + 1).orElse(0) + ": is not YAML: " + e.getProblem()));
        }
        List<Concept> concepts = new ArrayList<>();
        int version = 0;
        if (root.isPresent() && root.get() instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String section = scalar(tuple.getKeyNode()).orElse("");
                if (section.equals("version")) {
                    version = version(tuple.getValueNode());
                } else if (SECTIONS.containsKey(section)) {
                    section(SECTIONS.get(section), tuple.getValueNode(), concepts);
                } else {
                    problem(
                            tuple.getKeyNode(),
                            "there is no section '" + section + "'; there are version, "
                                    + String.join(", ", SECTIONS.keySet()));
                }
            }
        } else {
            problems.add(file + ": expected version and sections, but the file has none");
        }
        if (version < 1 && problems.isEmpty()) {
            problems.add(file + ": expected 'version:' with a whole number from 1");
        }
        for (String problem : Ontology.problems(concepts)) {
            problems.add(file + at(problem) + ": " + problem);
        }
        return problems.isEmpty() ? new Result.Valid(new Ontology(version, concepts)) : new Result.Invalid(problems);
    }

    /** The line of the first concept that a message of the ontology names. */
    private String at(String problem) {
        int start = problem.indexOf('\'');
        int end = problem.indexOf('\'', start + 1);
        Integer line = start < 0 || end < 0
                ? null
                : lines.get(problem.substring(0, problem.indexOf(' ')) + problem.substring(start + 1, end));
        return line == null ? "" : ", line " + line;
    }

    private int version(Node node) {
        String text = scalar(node).orElse("");
        if (!text.matches("[1-9][0-9]{0,6}")) {
            problem(node, "expected a whole number from 1 as version, but got '" + text + "'");
            return 0;
        }
        return Integer.parseInt(text);
    }

    private void section(Concept.Kind kind, Node node, List<Concept> into) {
        if (!(node instanceof MappingNode mapping)) {
            problem(node, "expected keys with their entries");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode()).orElse("");
            if (!key.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
                problem(
                        tuple.getKeyNode(),
                        "expected a key of lower case letters, digits and hyphens, but got '" + key + "'");
                continue;
            }
            if (!seen.add(key)) {
                problem(tuple.getKeyNode(), "the key '" + key + "' is there twice; each key once");
                continue;
            }
            lines.put(kind.name().toLowerCase(Locale.ROOT) + key, line(tuple.getKeyNode()));
            concept(kind, key, tuple.getValueNode()).ifPresent(into::add);
        }
    }

    private Optional<Concept> concept(Concept.Kind kind, String key, Node node) {
        if (scalar(node).isPresent()) {
            // the short form: the key and its name
            return Optional.of(new Concept(kind, key, scalar(node).get(), List.of(), Optional.empty(), Set.of()));
        }
        if (!(node instanceof MappingNode mapping)) {
            problem(
                    node,
                    "expected a name, or "
                            + String.join(", ", FIELDS.stream().sorted().toList()) + " for '" + key + "'");
            return Optional.empty();
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String field = scalar(tuple.getKeyNode()).orElse("");
            if (!FIELDS.contains(field)) {
                problem(
                        tuple.getKeyNode(),
                        "there is no field '" + field + "'; there are "
                                + FIELDS.stream().sorted().toList());
            } else {
                fields.put(field, tuple.getValueNode());
            }
        }
        Optional<String> name = Optional.ofNullable(fields.get("name")).flatMap(OntologyFile::scalar);
        if (name.isEmpty()) {
            problem(node, "'" + key + "' has no name");
            return Optional.empty();
        }
        return Optional.of(new Concept(
                kind,
                key,
                name.get(),
                texts(fields.get("synonyms")),
                Optional.ofNullable(fields.get("parent")).flatMap(OntologyFile::scalar),
                Set.copyOf(new HashSet<>(texts(fields.get("serves"))))));
    }

    private List<String> texts(Node node) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            problem(node, "expected a list like [one, two]");
            return List.of();
        }
        return sequence.getValue().stream().flatMap(n -> scalar(n).stream()).toList();
    }

    private static Optional<String> scalar(Node node) {
        return node instanceof ScalarNode s && !s.getValue().isBlank()
                ? Optional.of(s.getValue().strip())
                : Optional.empty();
    }

    private void problem(Node node, String text) {
        problems.add(file + ", line " + line(node) + ": " + text);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
