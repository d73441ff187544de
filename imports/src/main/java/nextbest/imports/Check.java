package nextbest.imports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nextbest.event.EventType;

/** Collects what the walk over the tables finds, and makes the report of it. */
final class Check {
    final ProblemLog problems;
    final ProblemLog warnings = new ProblemLog();
    final List<ImportReport.Leak> leaks = new ArrayList<>();
    Optional<LocalDate> first = Optional.empty();
    private Optional<LocalDate> last = Optional.empty();
    private final List<FileCount> counts = new ArrayList<>();
    private final Map<String, FirstSeen> seen = new HashMap<>();
    private final long[] results = new long[3];
    private long deals;
    private long notYet;
    private long outcomesNotYet;
    private final Map<String, Long> events = new TreeMap<>();
    private final Gaps gaps = new Gaps();

    /** One table while it is walked over. */
    static final class FileCount {
        final ImportPlan.Table table;
        TableFile.Tally tally = new TableFile.Tally();
        long good;
        long bad;
        long duplicates;
        /** Companies that are no clients: what they are → how many. */
        final Map<String, Long> others = new TreeMap<>();

        FileCount(ImportPlan.Table table) {
            this.table = table;
        }
    }

    /**
     * Where an id stood first.
     *
     * @param content hash of what was said there
     */
    private record FirstSeen(String file, long line, long content) {}

    Check(ProblemLog problems) {
        this.problems = problems;
    }

    FileCount begin(ImportPlan.Table table) {
        FileCount count = new FileCount(table);
        counts.add(count);
        table.profile().table().raw().doubt().ifPresent(warnings::add);
        table.mapping().doubts().forEach(warnings::add);
        return count;
    }

    /** A row that could be read, but not used. */
    void refuse(FileCount count, Row row, List<RowProblem> why) {
        count.table.leftOut().set((int) row.line());
        refuse(count, why);
    }

    /** A row that could not even be read. */
    void refuse(FileCount count, List<RowProblem> why) {
        count.bad++;
        problems.addAll(why);
    }

    /** Counts a sound row; false if its id was there before. */
    boolean accept(ImportPlan.Table table, FileCount count, Row row, String id, List<Draft> drafts) {
        long content = 0;
        for (int i = 0; i < drafts.size(); i++) {
            content = content * 31
                    + drafts.get(i).data().hashCode() * 7L
                    + drafts.get(i).said().hashCode();
        }
        TableFile file = table.profile().table();
        FirstSeen before = seen.putIfAbsent(ImportPlan.key(table, id), new FirstSeen(file.name(), row.line(), content));
        if (before == null) {
            count.good++;
            drafts.forEach(draft -> events.merge(draft.type().wire(), 1L, Long::sum));
            return true;
        }
        if (before.content() == content) {
            count.duplicates++;
            table.leftOut().set((int) row.line());
        } else {
            String column = table.mapping()
                    .use(Role.ID)
                    .or(() -> table.mapping().use(Role.NAME))
                    .map(ColumnUse::header)
                    .orElse("");
            refuse(
                    count,
                    row,
                    List.of(new RowProblem(
                            file.name(),
                            row.line(),
                            column,
                            id + ", which line " + before.line() + " of " + before.file() + " has with other content",
                            "an id once; the first is taken. Import a later state of the same records afterwards, in a run"
                                    + " of its own")));
        }
        return false;
    }

    void deal(DealRows.Life life, TableMapping mapping) {
        deals++;
        if (life.drafts().isEmpty()) {
            notYet++;
        } else {
            results[life.result().place()]++;
        }
        if (life.result() != life.fileResult()) {
            outcomesNotYet++;
        }
        for (LocalDate day : life.days()) {
            if (first.isEmpty() || day.isBefore(first.get())) {
                first = Optional.of(day);
            }
            if (last.isEmpty() || day.isAfter(last.get())) {
                last = Optional.of(day);
            }
        }
        gaps.add(life, mapping);
    }

    ImportReport report(ImportPlan plan) {
        for (Entity entity : List.of(Entity.REP, Entity.PRODUCT, Entity.CLIENT)) {
            long stubs = plan.names().stubs(entity).size();
            if (stubs > 0) {
                events.merge(entity.singular(), stubs, Long::sum);
            }
        }
        if (!plan.names().merges().isEmpty()) {
            events.merge(EventType.MERGE.wire(), (long) plan.names().merges().size(), Long::sum);
        }
        List<String> notes = new ArrayList<>();
        for (FileCount count : counts) {
            TableFile table = count.table.profile().table();
            count.others.forEach((what, rows) ->
                    notes.add(table.name() + ": " + rows + " rows left out, which are no clients: " + what));
            table.raw().note().ifPresent(note -> notes.add(table.name() + ": " + note));
            count.table.mapping().notes().forEach(note -> notes.add(table.name() + ": " + note));
            if (count.tally.footers > 0) {
                notes.add(table.name() + ": " + count.tally.footers
                        + " lines of the report that are no rows left out, the first is " + count.tally.firstFooter);
            }
            if (table.headerLine() > 1) {
                notes.add(table.name() + ": the header is taken from line " + table.headerLine());
            }
            table.headerProblems().forEach(warnings::add);
        }
        boolean money = counts.stream().anyMatch(c -> usesDefaultCurrency(c.table));
        if (money) {
            notes.add(
                    "amounts without a currency are taken as " + plan.options().currency());
        }
        boolean records = counts.stream().anyMatch(c -> c.table.mapping().entity() != Entity.DEAL);
        if (records && first.isPresent()) {
            notes.add("clients, products and reps carry no dates: taken as known since " + first.get());
        }
        for (StagePlan.Stage stage : plan.stagePlan().stages()) {
            if (!stage.sure()) {
                notes.add("stage '" + stage.label() + "' was taken for " + stage.kind()
                        + " because of its words; a mapping file can say otherwise");
            }
        }
        for (FileCount count : counts) {
            strangeStages(count.table, plan).ifPresent(notes::add);
        }
        plan.names().note().ifPresent(notes::add);
        List<ImportReport.PossibleSame> possible = new ArrayList<>(plan.names().proposals());
        plan.tables().forEach(table -> possible.addAll(Spelling.proposals(table)));
        return new ImportReport(
                counts.stream().map(Check::fileReport).toList(),
                events,
                problems.kept(),
                problems.total(),
                warnings.kept(),
                warnings.total(),
                plan.names().taken(),
                possible,
                leaks,
                new ImportReport.Deals(deals, results[0], results[1], results[2], notYet, outcomesNotYet),
                first,
                last,
                last.filter(day -> !day.equals(plan.options().today())),
                gaps.missing(plan, results),
                notes);
    }

    /** A way out for labels that nobody has explained. */
    private static Optional<String> strangeStages(ImportPlan.Table table, ImportPlan plan) {
        Optional<ColumnUse> stage = table.mapping().use(Role.STAGE);
        if (stage.isEmpty()) {
            return Optional.empty();
        }
        List<String> strange = table.profile().columns().get(stage.get().index()).values().stream()
                .map(Map.Entry::getKey)
                .filter(label -> plan.stagePlan().find(label).isEmpty())
                .toList();
        return strange.isEmpty()
                ? Optional.empty()
                : Optional.of(table.profile().table().name() + ": rows in stages of unknown meaning were refused ("
                        + String.join(", ", strange.stream().limit(10).toList())
                        + (strange.size() > 10 ? ", …" : "")
                        + "); --suggest proposes a mapping file in which you say what they mean");
    }

    private static boolean usesDefaultCurrency(ImportPlan.Table table) {
        TableMapping mapping = table.mapping();
        boolean amounts = mapping.uses().stream().anyMatch(use -> use.role().holds() == Role.Holds.MONEY);
        return amounts
                && mapping.currency().isEmpty()
                && !mapping.has(Role.CURRENCY)
                && mapping.uses().stream()
                        .filter(use -> use.role().holds() == Role.Holds.MONEY)
                        .anyMatch(use -> {
                            ColumnProfile column = table.profile().columns().get(use.index());
                            return column.values().stream()
                                    .anyMatch(e -> use.numbers()
                                            .orElseThrow()
                                            .read(e.getKey())
                                            .filter(q -> q.currency().isEmpty())
                                            .isPresent());
                        });
    }

    private static ImportReport.FileReport fileReport(FileCount count) {
        TableFile table = count.table.profile().table();
        TableMapping mapping = count.table.mapping();
        Map<String, String> columns = new LinkedHashMap<>();
        mapping.uses()
                .forEach(use -> columns.merge(
                        use.header().isEmpty() ? "(column " + (use.index() + 1) + ")" : use.header(),
                        use.role().key(),
                        (a, b) -> a + " + " + b));
        return new ImportReport.FileReport(
                table.name(),
                mapping.family(),
                mapping.entity().plural(),
                table.raw().charset().name(),
                TableFile.shown(table.separator()),
                count.tally.rows,
                count.good,
                count.bad,
                count.duplicates,
                columns);
    }
}
