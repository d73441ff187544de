package nextbest.imports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.imports.ColumnProfile.DateReading;

/**
 * Recognises tables of a CRM by their headers: deals, clients, products, reps. Salesforce reports and HubSpot exports
 * are such tables with headers of their own, which only decide the family.
 */
final class CrmExport implements Recogniser {
    private static final int MOST_FURTHER = 100;

    /** A weaker claim to a role is not acted upon without a person's word. */
    static final double SURE = 0.6;

    /** Headers that only a Salesforce report has, in English, German, French and Spanish. */
    private static final Set<String> SALESFORCE = Set.of(
            "opportunity name",
            "opportunity owner",
            "opportunity inhaber",
            "nom de l opportunite",
            "proprietaire de l opportunite",
            "nombre de la oportunidad",
            "propietario de la oportunidad",
            "propietario de oportunidad");

    /** What HubSpot calls a deal's name, in the same languages. */
    private static final Set<String> HUBSPOT_NAME =
            Set.of("deal name", "nom de la transaction", "nombre del negocio", "nombre del trato");

    /** One of these must stand beside it. */
    private static final Set<String> HUBSPOT_BESIDE = Set.of(
            "record id",
            "deal owner",
            "create date",
            "datensatz id",
            "deal inhaber",
            "deal verantwortlicher",
            "zustandiger mitarbeiter fur deal",
            "id de fiche d information",
            "proprietaire de la transaction",
            "id de registro",
            "propietario del negocio");

    private static final Pattern STAGE_ENTERED =
            Pattern.compile("date entered [\"']?(.+?)[\"']?", Pattern.CASE_INSENSITIVE);

    @Override
    public Optional<TableMapping> recognise(TableProfile profile, ImportOptions options, Optional<DateShape.Order> hint)
            throws UnreadableFile {
        Optional<Assignment> best = best(profile, SURE);
        return best.isPresent()
                ? Optional.of(mapping(best.get(), family(best.get()), options, hint))
                : Optional.empty();
    }

    /** The kind of table that explains most, if it has all that such a table needs. */
    static Optional<Assignment> best(TableProfile profile, double least) {
        List<Assignment> sufficient = new ArrayList<>();
        for (Entity entity : Entity.values()) {
            Assignment assignment = Assignment.of(profile, entity, least);
            if (assignment.suffices()) {
                sufficient.add(assignment);
            }
        }
        return sufficient.stream()
                .max(Comparator.comparingDouble(Assignment::total).thenComparing(Assignment::entity));
    }

    static String family(Assignment assignment) {
        Set<String> headers = new java.util.HashSet<>();
        assignment.profile().columns().forEach(column -> headers.add(Headers.folded(column.header())));
        if (headers.stream().anyMatch(SALESFORCE::contains)) {
            return "salesforce";
        }
        boolean hubspot = headers.stream().anyMatch(HUBSPOT_NAME::contains)
                && headers.stream().anyMatch(HUBSPOT_BESIDE::contains);
        return hubspot ? "hubspot" : "crm";
    }

    /** Turns the claims into a mapping: formats, stages, further columns. */
    static TableMapping mapping(
            Assignment assignment, String family, ImportOptions options, Optional<DateShape.Order> hint)
            throws UnreadableFile {
        TableProfile profile = assignment.profile();
        TableFile table = profile.table();
        List<String> notes = new ArrayList<>();
        List<RowProblem> doubts = new ArrayList<>();
        List<ColumnUse> uses = new ArrayList<>();
        Map<String, StageWords.Meaning> stages = stages(assignment);
        for (int i = 0; i < profile.columns().size(); i++) {
            ColumnProfile column = profile.columns().get(i);
            Optional<Assignment.Claim> claim = claimOf(assignment, i);
            if (claim.isPresent()) {
                uses.add(use(table, column, claim.get(), options, hint, doubts));
            } else {
                uses.add(further(assignment, column, i, stages, options, notes));
                unlikeItsHeader(assignment, column).ifPresent(doubts::add);
            }
        }
        limitFurther(uses, notes);
        refuseUsedDuplicates(table, uses);
        BigDecimal unit = unit(assignment, notes);
        return new TableMapping(
                family,
                assignment.entity(),
                uses,
                idFrom(assignment, notes),
                stages,
                Map.of(),
                Optional.empty(),
                unit,
                TableMapping.USUAL_UNKNOWN,
                Map.of(),
                notes,
                doubts);
    }

    /** A header that says date or number, and values that are none: the column is not read as what its header says. */
    private static Optional<RowProblem> unlikeItsHeader(Assignment assignment, ColumnProfile column) {
        return Vocabulary.read(assignment.entity(), column.header()).stream()
                .filter(reading -> reading.strength() >= 0.9
                        && reading.role().holds() != Role.Holds.TEXT
                        && !assignment.has(reading.role())
                        && column.filled() > 0)
                .findFirst()
                .map(reading -> new RowProblem(
                        assignment.profile().table().name(),
                        0,
                        column.header(),
                        column.example().orElse("texts too long to show"),
                        (reading.role().holds() == Role.Holds.DATE ? "dates" : "numbers")
                                + " in most rows, as the header says; the column was not read as "
                                + reading.role().key()));
    }

    /** A deal has room for so many further fields; what comes after them in the table is not used. */
    private static void limitFurther(List<ColumnUse> uses, List<String> notes) {
        int further = 0;
        int left = 0;
        for (int i = 0; i < uses.size(); i++) {
            ColumnUse use = uses.get(i);
            if ((use.role() == Role.ATTRIBUTE || use.role() == Role.ATTRIBUTE_NOW) && ++further > MOST_FURTHER) {
                uses.set(i, use.withRole(Role.IGNORE, "beyond the " + MOST_FURTHER + " further fields of a deal"));
                left++;
            }
        }
        if (left > 0) {
            notes.add(left + " columns are not used, because a deal has at most " + MOST_FURTHER
                    + " further fields; --drop others that matter less, or name the columns in a mapping file");
        }
    }

    private static Optional<Assignment.Claim> claimOf(Assignment assignment, int column) {
        return assignment.claims().stream().filter(c -> c.column() == column).findFirst();
    }

    /** One column with a claimed role. */
    static ColumnUse use(
            TableFile table,
            ColumnProfile column,
            Assignment.Claim claim,
            ImportOptions options,
            Optional<DateShape.Order> hint,
            List<RowProblem> doubts)
            throws UnreadableFile {
        Optional<DateShape> dates = claim.role().holds() == Role.Holds.DATE
                ? Optional.of(dates(table, column, options, hint))
                : Optional.empty();
        boolean number =
                claim.role().holds() == Role.Holds.NUMBER || claim.role().holds() == Role.Holds.MONEY;
        Optional<NumberShape> numbers = number ? Optional.of(column.numbers()) : Optional.empty();
        Optional<String> assumed = number ? column.assumedNumber() : Optional.empty();
        if (assumed.isPresent()) {
            doubts.add(new RowProblem(
                    table.name(),
                    0,
                    column.header(),
                    assumed.get() + ", in which the only mark may set off thousands or decimals",
                    "a decision by decimal: in a mapping file; it was read as "
                            + numbers.orElseThrow()
                                    .read(assumed.get())
                                    .map(q -> q.value().toPlainString())
                                    .orElse("no number")));
        }
        return new ColumnUse(
                claim.column(),
                column.header(),
                claim.role(),
                dates,
                numbers,
                Optional.empty(),
                claim.strength(),
                claim.reason());
    }

    /**
     * How a date column is to be read.
     *
     * @throws UnreadableFile if its values read in two ways and nothing else decides
     */
    static DateShape dates(TableFile table, ColumnProfile column, ImportOptions options, Optional<DateShape.Order> hint)
            throws UnreadableFile {
        Optional<DateShape.Order> told = options.dateFormat().flatMap(DateShape::orderOf);
        DateReading reading = column.datesExpected();
        DateShape.Order order = switch (reading) {
            case DateReading.Decided(DateShape.Order decided, double share) -> {
                boolean dayOrMonth = decided == DateShape.Order.DAY_FIRST || decided == DateShape.Order.MONTH_FIRST;
                yield dayOrMonth && told.isPresent() ? told.get() : decided;
            }
            case DateReading.Ambiguous(String example) ->
                told.or(() -> hint)
                        .orElseThrow(
                                () -> new UnreadableFile(
                                        new RowProblem(
                                                table.name(),
                                                0,
                                                column.header(),
                                                example
                                                        + ", which reads day first and month first, as every other value does",
                                                "a decision: --date-format dd/MM/yyyy or --date-format MM/dd/yyyy, or date: in a mapping file")));
            case DateReading.NoDates ignored -> told.orElse(DateShape.Order.YEAR_FIRST);
        };
        return new DateShape(order, options.latestYear());
    }

    /** A column that no word explains: a field of the deal if its values repeat, otherwise not used. */
    private static ColumnUse further(
            Assignment assignment,
            ColumnProfile column,
            int index,
            Map<String, StageWords.Meaning> stages,
            ImportOptions options,
            List<String> notes) {
        Optional<ColumnUse> entered =
                assignment.entity() == Entity.DEAL ? stageEntered(column, index, stages, options) : Optional.empty();
        if (entered.isPresent()) {
            return entered.get();
        }
        boolean attribute = isAttribute(assignment.entity(), column);
        Role role = attribute ? Role.ATTRIBUTE : Role.IGNORE;
        if (column.header().isEmpty() && column.filled() > 0) {
            notes.add("column " + (index + 1) + " has values but no header: not used");
        }
        return new ColumnUse(
                index,
                column.header(),
                role,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0.5,
                attribute ? "no usual header; its values repeat" : "no usual header");
    }

    /** HubSpot's columns that say when a deal entered a stage. */
    static Optional<ColumnUse> stageEntered(
            ColumnProfile column, int index, Map<String, StageWords.Meaning> stages, ImportOptions options) {
        Matcher entered = STAGE_ENTERED.matcher(column.header());
        if (entered.matches() && column.datesExpected() instanceof DateReading.Decided(DateShape.Order order, var _)) {
            return enteredStage(entered.group(1), stages)
                    .map(label -> new ColumnUse(
                            index,
                            column.header(),
                            Role.STAGE_ENTERED,
                            Optional.of(new DateShape(order, options.latestYear())),
                            Optional.empty(),
                            Optional.of(label),
                            0.95,
                            "the header names a stage and the values are dates"));
        }
        return Optional.empty();
    }

    /** Whether a column that no word explains is kept as a field of the deal: its values repeat and are no dates. */
    static boolean isAttribute(Entity entity, ColumnProfile column) {
        return entity == Entity.DEAL
                && !column.header().isEmpty()
                && column.header().length() <= 64
                && column.filled() > 0
                && column.complete()
                && (column.distinct() <= 50 || column.distinct() * 2L <= column.filled())
                && column.dates() instanceof DateReading.NoDates;
    }

    /** The stage that a header names; a usual one in which no deal stands today joins the others. */
    private static Optional<String> enteredStage(String named, Map<String, StageWords.Meaning> stages) {
        Optional<String> present = stages.keySet().stream()
                .filter(stage -> Headers.bare(stage).equals(Headers.bare(named)))
                .findFirst();
        if (present.isPresent()) {
            return present;
        }
        Optional<StageWords.Meaning> usual = StageWords.known(named);
        usual.ifPresent(meaning -> stages.put(named, meaning));
        return usual.map(meaning -> named);
    }

    /** Two columns with one header, and the import would have to choose. */
    static void refuseUsedDuplicates(TableFile table, List<ColumnUse> uses) throws UnreadableFile {
        List<RowProblem> clashes = new ArrayList<>();
        for (RowProblem problem : table.headerProblems()) {
            boolean used = uses.stream()
                    .anyMatch(use -> use.role() != Role.IGNORE
                            && Headers.normal(use.header()).equals(Headers.normal(problem.column())));
            if (used) {
                clashes.add(problem);
            }
        }
        if (!clashes.isEmpty()) {
            throw new UnreadableFile(clashes);
        }
    }

    /** The labels of the stage column that mean something; the others are refused row by row. */
    static Map<String, StageWords.Meaning> stages(Assignment assignment) {
        Optional<ColumnProfile> column = assignment
                .claim(Role.STAGE)
                .map(claim -> assignment.profile().columns().get(claim.column()));
        return column.map(CrmExport::stages).orElseGet(LinkedHashMap::new);
    }

    static Map<String, StageWords.Meaning> stages(ColumnProfile column) {
        Map<String, StageWords.Meaning> stages = new LinkedHashMap<>();
        Map<String, StageWords.Meaning> guesses = new HashMap<>();
        Set<String> spellings = new java.util.HashSet<>();
        for (Map.Entry<String, Integer> value : column.values()) {
            String label = value.getKey();
            Optional<StageWords.Meaning> known = StageWords.known(label);
            if (known.isPresent()) {
                // The most frequent spelling stands for those that differ in case.
                if (spellings.add(label.toLowerCase(Locale.ROOT))) {
                    stages.put(label, known.get());
                }
            } else if (value.getValue() >= 2 || column.filled() < 200) {
                StageWords.guess(label).ifPresent(meaning -> guesses.put(label, meaning));
            }
        }
        // A rare label close to a known one is a misspelling, not a stage.
        guesses.forEach((label, meaning) -> {
            boolean misspelt = stages.keySet().stream().anyMatch(stage -> Similarity.of(stage, label) >= 0.85);
            if (!misspelt) {
                stages.put(label, meaning);
            }
        });
        return stages;
    }

    private static List<Integer> idFrom(Assignment assignment, List<String> notes) {
        if (assignment.has(Role.ID) || assignment.entity() != Entity.DEAL) {
            return List.of();
        }
        List<Integer> from = new ArrayList<>();
        for (Role role : List.of(Role.NAME, Role.CLIENT, Role.CREATED, Role.ENGAGED)) {
            assignment.claim(role).ifPresent(claim -> from.add(claim.column()));
        }
        List<String> headers = from.stream()
                .map(i -> assignment.profile().columns().get(i).header())
                .toList();
        notes.add("no column holds an id: one is made from " + String.join(", ", headers) + "; a deal whose "
                + headers.getFirst() + " changes will be taken for a new one");
        return from;
    }

    /** A table whose revenue per head is below a hundred counts revenue in thousands or millions. */
    private static BigDecimal unit(Assignment assignment, List<String> notes) {
        if (assignment.entity() != Entity.CLIENT || !assignment.has(Role.REVENUE) || !assignment.has(Role.EMPLOYEES)) {
            return BigDecimal.ONE;
        }
        double revenue = median(assignment, Role.REVENUE);
        double heads = median(assignment, Role.EMPLOYEES);
        if (revenue <= 0 || heads <= 0 || revenue / heads >= 100) {
            return BigDecimal.ONE;
        }
        // A company takes in between ten thousand and ten million per head and year; the smaller unit that reaches it.
        BigDecimal unit = revenue * 1_000 / heads >= 10_000 ? BigDecimal.valueOf(1_000) : BigDecimal.valueOf(1_000_000);
        notes.add(String.format(
                Locale.ROOT,
                "revenue is taken in units of %s: a median of %.0f for %.0f employees cannot be whole amounts",
                unit.toPlainString(),
                revenue,
                heads));
        return unit;
    }

    private static double median(Assignment assignment, Role role) {
        ColumnProfile column = assignment
                .profile()
                .columns()
                .get(assignment.claim(role).orElseThrow().column());
        NumberShape shape = column.numbers();
        double[] values = column.values().stream()
                .flatMap(e -> shape.read(e.getKey()).stream())
                .mapToDouble(q -> q.value().doubleValue())
                .sorted()
                .toArray();
        return values.length == 0 ? 0 : values[values.length / 2];
    }
}
