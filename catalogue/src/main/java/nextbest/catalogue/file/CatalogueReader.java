package nextbest.catalogue.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.Condition;
import nextbest.catalogue.ParameterKind;
import nextbest.catalogue.PatternRow;
import nextbest.catalogue.Trigger;
import nextbest.deal.StageKind;
import nextbest.deal.StakeholderRole;
import nextbest.fact.Keyed;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a catalogue from its three files. All that is wrong is collected and reported once. */
public final class CatalogueReader {
    public static final String TRIGGERS = "triggers.yaml";
    public static final String ACTIONS = "actions.yaml";
    public static final String PATTERNS = "patterns.yaml";

    private final List<CatalogueProblem> problems = new ArrayList<>();

    private CatalogueReader() {}

    /** The catalogue that ships with the product. */
    public static Catalogue standard() {
        try {
            return read(resource(TRIGGERS), resource(ACTIONS), resource(PATTERNS));
        } catch (InvalidCatalogue e) {
            throw new IllegalStateException("the catalogue that ships with the product is broken", e);
        }
    }

    /**
     * @param triggers content of {@value #TRIGGERS}
     * @param actions content of {@value #ACTIONS}
     * @param patterns content of {@value #PATTERNS}
     * @throws InvalidCatalogue with every problem: file, line, column, what was seen and what is allowed
     */
    public static Catalogue read(String triggers, String actions, String patterns) throws InvalidCatalogue {
        return new CatalogueReader().readAll(triggers, actions, patterns);
    }

    /** The text of one of the files that ship with the product. */
    public static String resource(String name) {
        try (InputStream in = CatalogueReader.class.getResourceAsStream("/nextbest/catalogue/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource nextbest/catalogue/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Catalogue readAll(String triggersFile, String actionsFile, String patternsFile) throws InvalidCatalogue {
        SortedMap<String, Trigger> triggers =
                root(TRIGGERS, triggersFile).map(this::triggers).orElseGet(TreeMap::new);
        ActionsReader reader = new ActionsReader(triggers.keySet());
        root(ACTIONS, actionsFile).ifPresent(reader::read);
        SortedMap<String, ActionType> actions = reader.actions();
        List<PatternRow> rows = new ArrayList<>();
        SortedMap<StageKind, List<String>> fallbacks = new TreeMap<>();
        root(PATTERNS, patternsFile).ifPresent(root -> {
            Map<String, Entry> fields = root.fields(Set.of("rows", "fallbacks"), Set.of());
            if (fields.containsKey("rows")) {
                fields.get("rows")
                        .items()
                        .forEach(row ->
                                row(row, triggers.keySet(), actions.keySet()).ifPresent(rows::add));
            }
            if (fields.containsKey("fallbacks")) {
                fallbacks(fields.get("fallbacks"), actions.keySet(), fallbacks);
            }
        });
        reader.requireCalled(rows);
        if (!problems.isEmpty()) {
            throw new InvalidCatalogue(problems);
        }
        return new Catalogue(
                reader.version() + "-" + hash(triggersFile, actionsFile, patternsFile),
                actions,
                rows,
                triggers,
                fallbacks);
    }

    private Optional<Entry> root(String file, String content) {
        try {
            Optional<Node> node =
                    new Compose(LoadSettings.builder().setLabel(file).build()).composeString(content);
            if (node.isEmpty()) {
                problems.add(new CatalogueProblem(file, 1, 1, "an empty file", "a mapping"));
            }
            return node.map(root -> new Entry(file, root, problems));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(0);
            problems.add(new CatalogueProblem(file, line, column, e.getProblem(), "YAML"));
            return Optional.empty();
        } catch (YamlEngineException e) {
            problems.add(new CatalogueProblem(file, 0, 0, String.valueOf(e.getMessage()), "YAML"));
            return Optional.empty();
        }
    }

    private SortedMap<String, Trigger> triggers(Entry root) {
        SortedMap<String, Trigger> triggers = new TreeMap<>();
        Map<String, Entry> fields = root.fields(Set.of("triggers"), Set.of());
        if (!fields.containsKey("triggers")) {
            return triggers;
        }
        for (Entry item : fields.get("triggers").items()) {
            Map<String, Entry> parts = item.fields(Set.of("key", "when"), Set.of());
            Optional<String> key = Optional.ofNullable(parts.get("key")).flatMap(Entry::key);
            Optional<Condition> when = Optional.ofNullable(parts.get("when")).flatMap(ConditionReader::read);
            if (key.isPresent()
                    && when.isPresent()
                    && triggers.put(key.get(), new Trigger(key.get(), when.get())) != null) {
                parts.get("key").problem("the trigger '" + key.get() + "' a second time", "each key once");
            }
        }
        return triggers;
    }

    private static Optional<PatternRow> row(Entry entry, Set<String> triggers, Set<String> actions) {
        Map<String, Entry> fields = entry.fields(Set.of("stage", "trigger", "action", "score"), Set.of("with"));
        Optional<StageKind> stage =
                Optional.ofNullable(fields.get("stage")).flatMap(value -> value.constant(StageKind.class));
        Optional<String> trigger = Optional.ofNullable(fields.get("trigger")).flatMap(value -> value.oneOf(triggers));
        Optional<String> action = Optional.ofNullable(fields.get("action")).flatMap(value -> value.oneOf(actions));
        Optional<Integer> score = Optional.ofNullable(fields.get("score")).flatMap(value -> value.whole(1, 100));
        SortedMap<ParameterKind, String> with = new TreeMap<>();
        if (fields.containsKey("with")) {
            // Only a stakeholder can be fixed: any other parameter is a fact of the deal and must come from it.
            Map<String, Entry> fixed = fields.get("with").fields(Set.of("stakeholder"), Set.of());
            Optional.ofNullable(fixed.get("stakeholder"))
                    .flatMap(value -> value.constant(StakeholderRole.class))
                    .map(Keyed::key)
                    .ifPresent(role -> with.put(ParameterKind.STAKEHOLDER, role));
        }
        return stage.isPresent() && trigger.isPresent() && action.isPresent() && score.isPresent()
                ? Optional.of(new PatternRow(stage.get(), trigger.get(), action.get(), score.get(), with))
                : Optional.empty();
    }

    private static void fallbacks(Entry entry, Set<String> actions, SortedMap<StageKind, List<String>> fallbacks) {
        Set<String> open = Set.of("prospecting", "discovery", "proposal", "negotiation");
        entry.fields(open, Set.of()).forEach((stage, list) -> {
            List<String> keys = list.items().stream()
                    .flatMap(item -> item.oneOf(actions).stream())
                    .toList();
            Keyed.find(StageKind.class, stage).ifPresent(kind -> fallbacks.put(kind, keys));
        });
    }

    /** The first 12 hexadecimal digits of the SHA-256 over the files: a changed file is another version. */
    private static String hash(String... contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String content : contents) {
                digest.update(content.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
