package nextbest.imports;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.identity.TenantId;
import nextbest.topics.EntityResolution;

/**
 * Files that were recognised and checked, ready to be emitted as events. The files must not change in between.
 *
 * <p>Memory is a few bytes per record (its id and a hash), not the rows themselves.
 */
public final class ImportPlan {
    /** One recognised file, and what the check found out of it. */
    static final class Table {
        private final TableProfile profile;
        private final TableMapping mapping;
        private final BitSet leftOut = new BitSet();
        private final Set<String> heldBack = new HashSet<>();
        private Optional<String> entryStage = Optional.empty();

        Table(TableProfile profile, TableMapping mapping) {
            this.profile = profile;
            this.mapping = mapping;
        }

        TableProfile profile() {
            return profile;
        }

        TableMapping mapping() {
            return mapping;
        }

        /** Lines of rows that are refused or said twice. */
        BitSet leftOut() {
            return leftOut;
        }
    }

    private static final Comparator<Table> EMISSION = Comparator.comparing(
                    (Table table) -> table.mapping().entity())
            .thenComparing(table -> table.profile().table().name());

    private final List<Table> tables;
    private final List<TableProfile> unknown;
    private final ImportOptions options;
    private final Names names = new Names();
    private StagePlan stagePlan = StagePlan.empty();
    private Optional<LocalDate> firstDay = Optional.empty();
    private ImportReport report;

    private ImportPlan(List<Table> tables, List<TableProfile> unknown, ImportOptions options) {
        this.tables = tables.stream().sorted(EMISSION).toList();
        this.unknown = List.copyOf(unknown);
        this.options = options;
    }

    static ImportPlan check(
            List<Table> tables,
            List<TableProfile> unknown,
            ProblemLog problems,
            ImportOptions options,
            List<RowProblem> unusedMappings)
            throws IOException {
        ImportPlan plan = new ImportPlan(tables, unknown, options);
        problems.addAll(unusedMappings);
        plan.stagePlan = plan.stages();
        Check check = new Check(problems);
        for (Table table : plan.tables) {
            plan.check(table, check);
        }
        plan.names.settle();
        plan.firstDay = check.first;
        plan.report = check.report(plan);
        return plan;
    }

    /** What was found; complete before any event is emitted. */
    public ImportReport report() {
        return report;
    }

    /** The stages of the deals, in the order of the process; empty if no table has a stage column. */
    public StagePlan stagePlan() {
        return stagePlan;
    }

    /** Proposed mapping files for tables that were not recognised or need a person's word: file name → YAML. */
    public Map<String, String> suggestions() {
        Map<String, String> suggestions = new LinkedHashMap<>();
        unknown.forEach(profile -> suggestions.put(profile.table().name(), MappingDraft.of(profile, options)));
        return suggestions;
    }

    /**
     * Emits every event once: reps, products, clients, then deals, each deal's events in time order. The same files give
     * the same event ids, in whatever order their rows stand; a changed row gives a new id.
     *
     * @param tenant whose events
     * @param events receives them one by one
     * @return how many there were
     * @throws IOException if reading fails half-way; what was received until then is valid
     */
    public long events(TenantId tenant, Consumer<EventEnvelope> events) throws IOException {
        return drafts(draft -> events.accept(draft.envelope(tenant, "import")));
    }

    private long drafts(Consumer<Draft> sink) throws IOException {
        long[] count = {0};
        Consumer<Draft> counting = draft -> {
            count[0]++;
            sink.accept(draft);
        };
        Instant master = masterMoment();
        for (Entity entity : Entity.values()) {
            names.stubs(entity).forEach(mention -> counting.accept(introduce(mention, master)));
            for (Table table : tables) {
                if (table.mapping().entity() == entity) {
                    emit(table, master, counting);
                }
            }
            names.merges().stream()
                    .filter(merge -> merge.from().entity() == entity)
                    .forEach(merge -> counting.accept(same(merge, master)));
        }
        return count[0];
    }

    /** A spelling that differs only in case, blanks and punctuation from a record is that record; which can be taken back. */
    private static Draft same(Names.Merge merge, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("entity", merge.from().entity().singular());
        data.put("from", merge.from().name());
        data.put("into", merge.into());
        data.put("confidence", EntityResolution.SAME_LETTERS_ARE_SURE);
        data.put("reason", EntityResolution.Reason.SAME_LETTERS.name());
        return new Draft(
                merge.from().family(),
                EventType.MERGE,
                merge.from().entity(),
                merge.from().name(),
                "same",
                at,
                Optional.empty(),
                data);
    }

    /** Tables of clients, products and reps carry no dates: they count as known since the first day of the deals. */
    private Instant masterMoment() {
        return firstDay.map(day -> day.atStartOfDay(options.zone()).toInstant())
                .filter(day -> day.isBefore(options.asOf()))
                .orElse(options.asOf());
    }

    /** A name that only deals mention gets a record of its own, so that the reference finds something. */
    private Draft introduce(Names.Mention mention, Instant at) {
        EventType type = switch (mention.entity()) {
            case REP -> EventType.REP;
            case PRODUCT -> EventType.PRODUCT;
            case CLIENT -> EventType.CLIENT;
            case DEAL -> throw new IllegalStateException("nothing refers to a deal by name");
        };
        Map<String, Object> data = new LinkedHashMap<>();
        if (type != EventType.CLIENT) {
            data.put("id", mention.name());
        }
        data.put("name", mention.name());
        if (type == EventType.REP) {
            names.mail(mention).ifPresent(address -> data.put("email", address));
        }
        return new Draft(
                mention.family(), type, mention.entity(), mention.name(), "record", at, Optional.empty(), data);
    }

    private void emit(Table table, Instant master, Consumer<Draft> sink) throws IOException {
        TableFile file = table.profile().table();
        BitSet leftOut = table.leftOut();
        if (table.mapping().entity() == Entity.DEAL) {
            DealRows rows = dealRows(table, warning -> {}, false);
            file.read(
                    row -> {
                        if (!leftOut.get((int) row.line())) {
                            sound(() -> rows.read(row)).drafts().forEach(sink);
                        }
                    },
                    problem -> {});
        } else {
            RecordRows rows = new RecordRows(file, table.mapping(), options, names, warning -> {});
            file.read(
                    row -> {
                        if (!leftOut.get((int) row.line())) {
                            sink.accept(sound(() -> rows.read(row, master)).draft());
                        }
                    },
                    problem -> {});
        }
    }

    private interface Reading<T> {
        T read() throws RowRefused;
    }

    private static <T> T sound(Reading<T> reading) {
        try {
            return reading.read();
        } catch (RowRefused e) {
            throw new IllegalStateException(
                    "the file has changed since it was checked: "
                            + e.problems().stream().map(RowProblem::sentence).toList(),
                    e);
        }
    }

    static String key(Table table, String recordId) {
        return table.mapping().family() + "/" + table.mapping().entity().plural() + "/" + recordId;
    }

    private DealRows dealRows(Table table, Consumer<RowProblem> warnings, boolean validating) {
        return new DealRows(
                table.profile().table(),
                table.mapping(),
                options,
                names,
                stagePlan,
                table.entryStage,
                table.heldBack::contains,
                warnings,
                validating);
    }

    private StagePlan stages() {
        Map<String, StageWords.Meaning> meanings = new HashMap<>();
        Map<String, Long> rows = new HashMap<>();
        Map<String, String> spelling = new HashMap<>();
        for (StagePlan.Stage stage : options.stages()) {
            spelling.put(stage.label().toLowerCase(java.util.Locale.ROOT), stage.label());
            meanings.put(stage.label(), new StageWords.Meaning(stage.kind(), stage.position(), true));
        }
        for (Table table : tables) {
            Map<String, Long> counts = new HashMap<>();
            table.mapping()
                    .use(Role.STAGE)
                    .ifPresent(use -> table.profile()
                            .columns()
                            .get(use.index())
                            .values()
                            .forEach(e -> counts.merge(
                                    e.getKey().toLowerCase(java.util.Locale.ROOT), (long) e.getValue(), Long::sum)));
            table.mapping().stages().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(e -> {
                        String lower = e.getKey().toLowerCase(java.util.Locale.ROOT);
                        String label = spelling.computeIfAbsent(lower, l -> e.getKey());
                        meanings.putIfAbsent(label, e.getValue());
                        rows.merge(label, counts.getOrDefault(lower, 0L), Long::sum);
                    });
        }
        return StagePlan.of(meanings, rows, options.stages());
    }

    /** Walks over one table without emitting. */
    private void check(Table table, Check check) throws IOException {
        Check.FileCount count = check.begin(table);
        if (table.mapping().entity() == Entity.DEAL) {
            checkDeals(table, check, count);
        } else {
            checkRecords(table, check, count);
        }
    }

    private void checkDeals(Table table, Check check, Check.FileCount count) throws IOException {
        TableFile file = table.profile().table();
        LeakCheck leaks = new LeakCheck(table.profile(), table.mapping());
        table.entryStage = EntryStage.of(table, stagePlan);
        List<RowProblem> rowWarnings = new ArrayList<>();
        DealRows rows = dealRows(table, rowWarnings::add, true);
        count.tally = file.read(
                row -> {
                    rowWarnings.clear();
                    try {
                        DealRows.Life life = rows.read(row);
                        if (check.accept(table, count, row, life.id(), life.drafts())) {
                            rowWarnings.forEach(check.warnings::add);
                            life.mentions().forEach(m -> names.mention(m.family(), m.entity(), m.name()));
                            life.repMail()
                                    .ifPresent(address -> life.mentions().stream()
                                            .filter(m -> m.entity() == Entity.REP)
                                            .forEach(m -> names.mail(m.family(), m.name(), address)));
                            leaks.add(row, life.id(), life.fileResult());
                            check.deal(life, table.mapping());
                        }
                    } catch (RowRefused e) {
                        check.refuse(count, row, e.problems());
                    }
                },
                problem -> check.refuse(count, List.of(problem)));
        List<ImportReport.Leak> found = leaks.findings(table.mapping(), options);
        check.leaks.addAll(found);
        found.stream()
                .filter(leak -> leak.treatment() == ImportReport.LeakTreatment.HELD_BACK
                        || leak.treatment() == ImportReport.LeakTreatment.DROPPED)
                .forEach(leak -> table.heldBack.add(leak.column()));
        table.mapping().leaky().forEach((header, keep) -> {
            if (!keep) {
                table.heldBack.add(header);
            }
        });
    }

    private void checkRecords(Table table, Check check, Check.FileCount count) throws IOException {
        TableFile file = table.profile().table();
        List<RowProblem> rowWarnings = new ArrayList<>();
        RecordRows rows = new RecordRows(file, table.mapping(), options, names, rowWarnings::add);
        count.tally = file.read(
                row -> {
                    rowWarnings.clear();
                    Optional<String> other = rows.otherThanClient(row);
                    if (other.isPresent()) {
                        table.leftOut().set((int) row.line());
                        count.others.merge(other.get(), 1L, Long::sum);
                        return;
                    }
                    try {
                        RecordRows.Result result = rows.read(row, options.asOf());
                        Draft draft = result.draft();
                        if (check.accept(table, count, row, draft.recordId(), List.of(draft))) {
                            rowWarnings.forEach(check.warnings::add);
                            names.declare(draft.family(), draft.entity(), draft.recordId(), result.name());
                            result.parent().ifPresent(m -> mentionParent(m));
                            result.rep().ifPresent(m -> names.mention(m.family(), m.entity(), m.name()));
                        }
                    } catch (RowRefused e) {
                        check.refuse(count, row, e.problems());
                    }
                },
                problem -> check.refuse(count, List.of(problem)));
    }

    private void mentionParent(Names.Mention parent) {
        if (parent.entity() == Entity.PRODUCT) {
            names.mentionGroup(parent.family(), parent.entity(), parent.name());
        } else {
            names.mention(parent.family(), parent.entity(), parent.name());
        }
    }

    List<Table> tables() {
        return tables;
    }

    ImportOptions options() {
        return options;
    }

    Names names() {
        return names;
    }
}
