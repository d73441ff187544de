package nextbest.imports;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.deal.StageKind;

/**
 * A person's word on what a table is: YAML, checked completely before it is used.
 *
 * <pre>
 * nextbest-mapping: 1
 * name: our-crm                 # becomes the events' source file:our-crm
 * table: deals                  # deals, clients, products or reps
 * separator: ";"                # optional, like all down to columns
 * encoding: windows-1252
 * date: dd.MM.yyyy
 * decimal: ","
 * currency: EUR
 * unit: 1000                    # what one unit of a revenue stands for
 * id-from: [Customer, Title]    # where no column is the id
 * columns:
 *   Nr: id
 *   Angelegt: {role: created, date: yyyy-MM-dd}
 *   Phase: stage
 *   Im Angebot seit: {role: stage-entered, stage: Angebot}
 * stages:
 *   Angebot: PROPOSAL
 * outcomes: {gewonnen: won, verloren: lost}
 * unknown: [k.A.]
 * leaky: {Bewertung: ignore}    # ignore or keep
 * </pre>
 *
 * Columns of the file that the mapping does not name are not used.
 */
final class MappingFile {
    /** One column as told. */
    record Column(String header, long line, Role role, Optional<DateShape.Order> date, Optional<String> stage) {}

    private final String name;
    private final String family;
    private final Entity entity;
    private final List<Column> columns;
    private final List<Column> idFrom;
    private final Optional<Character> separator;
    private final Optional<Charset> encoding;
    private final Optional<DateShape.Order> date;
    private final Optional<NumberShape> numbers;
    private final Optional<String> currency;
    private final BigDecimal unit;
    private final Map<String, StageWords.Meaning> stages;
    private final Map<String, StageWords.Result> outcomes;
    private final Set<String> unknown;
    private final Map<String, Boolean> leaky;

    private MappingFile(YamlMap root) {
        name = root.file();
        root.required("nextbest-mapping", "1");
        family = root.text(
                "name",
                "mapping",
                text -> text.matches("[a-z0-9][a-z0-9-]{0,40}"),
                "lower case letters, digits and hyphens");
        entity = Entity.ofPlural(
                        root.text("table", "", t -> Entity.ofPlural(t).isPresent(), "deals, clients, products or reps"))
                .orElse(Entity.DEAL);
        separator = root.optional("separator", t -> t.length() == 1 || t.equals("tab"), "one character, or tab")
                .map(t -> t.equals("tab") ? '\t' : t.charAt(0));
        encoding = root.optional("encoding", MappingFile::isCharset, "an encoding such as UTF-8 or windows-1252")
                .map(Charset::forName);
        date = root.optional("date", t -> DateShape.orderOf(t).isPresent(), DATES)
                .flatMap(DateShape::orderOf);
        numbers = root.optional("decimal", t -> t.equals(".") || t.equals(","), "\".\" or \",\"")
                .map(t -> new NumberShape(t.charAt(0)));
        currency = root.optional("currency", NumberShape::isCurrency, "an ISO 4217 currency such as EUR");
        unit = root.optional("unit", t -> t.matches("[1-9][0-9]{0,11}"), "a whole number such as 1000")
                .map(BigDecimal::new)
                .orElse(BigDecimal.ONE);
        columns = columns(root);
        idFrom = root.list("id-from").stream()
                .map(item -> new Column(item.value(), item.line(), Role.IGNORE, Optional.empty(), Optional.empty()))
                .toList();
        stages = stages(root);
        outcomes = new LinkedHashMap<>();
        for (YamlMap.Entry entry : root.map("outcomes")) {
            Optional<StageWords.Result> result = Optional.of(entry.text().toLowerCase(Locale.ROOT))
                    .filter(t -> Set.of("won", "lost", "open").contains(t))
                    .map(t -> StageWords.Result.valueOf(t.toUpperCase(Locale.ROOT)));
            if (result.isEmpty()) {
                root.problem(entry.line(), "outcomes." + entry.key(), entry.text(), "won, lost or open");
            }
            result.ifPresent(r -> outcomes.put(entry.key().toLowerCase(Locale.ROOT), r));
        }
        unknown = new HashSet<>(TableMapping.USUAL_UNKNOWN);
        root.list("unknown").forEach(item -> unknown.add(item.value().toLowerCase(Locale.ROOT)));
        leaky = new LinkedHashMap<>();
        for (YamlMap.Entry entry : root.map("leaky")) {
            if (entry.text().equals("ignore") || entry.text().equals("keep")) {
                leaky.put(entry.key(), entry.text().equals("keep"));
            } else {
                root.problem(entry.line(), "leaky." + entry.key(), entry.text(), "ignore or keep");
            }
        }
        root.onlyAllows(
                "nextbest-mapping",
                "name",
                "table",
                "separator",
                "encoding",
                "date",
                "decimal",
                "currency",
                "unit",
                "id-from",
                "columns",
                "stages",
                "outcomes",
                "unknown",
                "leaky");
        checkTogether(root);
    }

    private static final String DATES = "a pattern of d, M and y such as dd.MM.yyyy, or spreadsheet, or epoch-millis";

    /**
     * Reads and checks a mapping file.
     *
     * @throws UnreadableFile with every violation, each with its line
     */
    static MappingFile read(Path file) throws UnreadableFile, IOException {
        String name = Optional.ofNullable(file.getFileName()).orElse(file).toString();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            String seen =
                    Files.isDirectory(file) ? "a folder" : Files.exists(file) ? "no right to read" : "no such file";
            throw new UnreadableFile(
                    new RowProblem(file.toString(), 0, "", seen, "the path of a mapping file in YAML"));
        }
        String yaml;
        try {
            yaml = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new UnreadableFile(
                    new RowProblem(name, 0, "", "bytes that are not UTF-8", "a mapping file in UTF-8"));
        }
        YamlMap root = YamlMap.parse(name, yaml);
        MappingFile mapping = new MappingFile(root);
        root.refuseIfUnsound();
        return mapping;
    }

    String name() {
        return name;
    }

    Optional<Character> separator() {
        return separator;
    }

    Optional<Charset> encoding() {
        return encoding;
    }

    /** Columns that the mapping names and the table does not have. */
    List<Column> missingIn(TableFile table) {
        Set<String> present = new HashSet<>();
        table.columns().forEach(column -> present.add(Headers.normal(column)));
        List<Column> missing = new ArrayList<>();
        for (Column column : columns) {
            if (column.role() != Role.IGNORE && !present.contains(Headers.normal(column.header()))) {
                missing.add(column);
            }
        }
        idFrom.stream()
                .filter(column -> !present.contains(Headers.normal(column.header())))
                .forEach(missing::add);
        return missing;
    }

    /**
     * Applies the mapping to a table that has all its columns.
     *
     * @throws UnreadableFile if a date column can be read in two ways and neither the mapping nor anything else decides
     */
    TableMapping apply(TableProfile profile, ImportOptions options, Optional<DateShape.Order> hint)
            throws UnreadableFile {
        List<ColumnUse> uses = new ArrayList<>();
        for (int i = 0; i < profile.columns().size(); i++) {
            ColumnProfile column = profile.columns().get(i);
            Optional<Column> told = columns.stream()
                    .filter(c -> Headers.normal(c.header()).equals(Headers.normal(column.header())))
                    .findFirst();
            uses.add(use(profile.table(), column, i, told, options, hint));
        }
        CrmExport.refuseUsedDuplicates(profile.table(), uses);
        List<Integer> from = new ArrayList<>();
        for (Column column : idFrom) {
            for (int i = 0; i < profile.columns().size(); i++) {
                if (Headers.normal(profile.columns().get(i).header()).equals(Headers.normal(column.header()))) {
                    from.add(i);
                }
            }
        }
        Map<String, StageWords.Meaning> labels = new LinkedHashMap<>(stages);
        if (stages.isEmpty()) {
            uses.stream()
                    .filter(use -> use.role() == Role.STAGE)
                    .findFirst()
                    .ifPresent(use ->
                            labels.putAll(CrmExport.stages(profile.columns().get(use.index()))));
        }
        return new TableMapping(
                family,
                entity,
                uses,
                from,
                labels,
                outcomes,
                currency,
                unit,
                unknown,
                leaky,
                List.of("columns as " + name + " says"),
                List.of());
    }

    private ColumnUse use(
            TableFile table,
            ColumnProfile column,
            int index,
            Optional<Column> told,
            ImportOptions options,
            Optional<DateShape.Order> hint)
            throws UnreadableFile {
        Role role = told.map(Column::role).orElse(Role.IGNORE);
        Optional<DateShape> dates = Optional.empty();
        if (role.holds() == Role.Holds.DATE) {
            Optional<DateShape.Order> order = told.flatMap(Column::date).or(() -> date);
            dates = Optional.of(
                    order.isPresent()
                            ? new DateShape(order.get(), options.latestYear())
                            : CrmExport.dates(table, column, options, hint));
        }
        boolean number = role.holds() == Role.Holds.NUMBER || role.holds() == Role.Holds.MONEY;
        return new ColumnUse(
                index,
                column.header(),
                role,
                dates,
                number ? Optional.of(numbers.orElseGet(column::numbers)) : Optional.empty(),
                told.flatMap(Column::stage),
                1,
                "said in " + name);
    }

    private List<Column> columns(YamlMap root) {
        List<Column> read = new ArrayList<>();
        Set<Role> once = new HashSet<>();
        for (YamlMap.Entry entry : root.map("columns")) {
            String at = "columns." + entry.key();
            YamlMap details = entry.details();
            String key = details == null ? entry.text() : details.text("role", "", t -> true, Role.allowed(entity));
            Optional<Role> role = Role.ofKey(key).filter(r -> r.fits(entity));
            if (role.isEmpty()) {
                root.problem(entry.line(), at, key, "one of " + Role.allowed(entity));
                continue;
            }
            if (!role.get().repeatable() && !once.add(role.get())) {
                root.problem(entry.line(), at, key + " a second time", "one column for " + key);
            }
            Optional<DateShape.Order> order = Optional.empty();
            Optional<String> stage = Optional.empty();
            if (details != null) {
                order = details.optional("date", t -> DateShape.orderOf(t).isPresent(), DATES)
                        .flatMap(DateShape::orderOf);
                stage = details.optional("stage", t -> true, "a stage's label");
                details.onlyAllows("role", "date", "stage");
            }
            if (role.get() == Role.STAGE_ENTERED && stage.isEmpty()) {
                root.problem(entry.line(), at, "no stage", "{role: stage-entered, stage: LABEL}");
                continue;
            }
            read.add(new Column(entry.key(), entry.line(), role.get(), order, stage));
        }
        return read;
    }

    private static Map<String, StageWords.Meaning> stages(YamlMap root) {
        Map<String, StageWords.Meaning> stages = new LinkedHashMap<>();
        int rank = 0;
        for (YamlMap.Entry entry : root.map("stages")) {
            Optional<StageKind> kind = StageWords.kindOf(entry.text());
            if (kind.isEmpty()) {
                root.problem(
                        entry.line(),
                        "stages." + entry.key(),
                        entry.text(),
                        String.join(
                                ", ",
                                java.util.Arrays.stream(StageKind.values())
                                        .map(Enum::name)
                                        .toList()));
            } else {
                stages.put(entry.key(), new StageWords.Meaning(kind.get(), rank++, true));
            }
        }
        return stages;
    }

    private void checkTogether(YamlMap root) {
        Set<Role> roles = new HashSet<>();
        columns.forEach(column -> roles.add(column.role()));
        if (columns.isEmpty()) {
            root.problem(1, "columns", "none", "at least one column with its role");
        } else if (entity == Entity.DEAL && !roles.contains(Role.STAGE) && !roles.contains(Role.OUTCOME)) {
            root.problem(
                    root.lineOf("columns"),
                    "columns",
                    "neither stage nor outcome",
                    "a column with role stage or outcome");
        } else if (entity != Entity.DEAL && !roles.contains(Role.NAME)) {
            root.problem(root.lineOf("columns"), "columns", "no name", "a column with role name");
        }
        if (roles.contains(Role.ID) && !idFrom.isEmpty()) {
            root.problem(
                    root.lineOf("id-from"),
                    "id-from",
                    "an id column as well",
                    "either a column with role id, or id-from");
        }
    }

    private static boolean isCharset(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
