package nextbest.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import nextbest.event.EventType;

/**
 * One row of a table of deals becomes the deal's life so far, in time order and without hindsight: the deal as it began,
 * the stages it is known to have entered, and either how it stands now or what became of it.
 *
 * <p>What the export says of an open deal today (amount, expected close) is told at the import's moment; of a closed deal
 * it is told with the outcome or not at all.
 */
final class DealRows {
    private final TableFile table;
    private final TableMapping mapping;
    private final ImportOptions options;
    private final Names names;
    private final StagePlan plan;
    private final Optional<String> entryStage;
    private final Predicate<String> heldBack;
    private final Consumer<RowProblem> warnings;
    private final boolean validating;
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final Map<String, Optional<StagePlan.Stage>> stagesByLabel = new HashMap<>();

    /**
     * @param entryStage the stage that a deal enters on the day of {@link Role#ENGAGED}, if the table shows it
     * @param heldBack headers of columns that give the outcome away and nobody wants kept
     * @param validating whether events are checked against their types; not needed again for rows that passed once
     */
    DealRows(
            TableFile table,
            TableMapping mapping,
            ImportOptions options,
            Names names,
            StagePlan plan,
            Optional<String> entryStage,
            Predicate<String> heldBack,
            Consumer<RowProblem> warnings,
            boolean validating) {
        this.table = table;
        this.mapping = mapping;
        this.options = options;
        this.names = names;
        this.plan = plan;
        this.entryStage = entryStage;
        this.heldBack = heldBack;
        this.warnings = warnings;
        this.validating = validating;
    }

    /**
     * What a row says.
     *
     * @param drafts in time order; empty for a deal that begins after the import's moment
     * @param result as of the import's moment
     * @param fileResult as the file says it
     * @param days every day on which something happened
     */
    record Life(
            String id,
            List<Draft> drafts,
            StageWords.Result result,
            StageWords.Result fileResult,
            Optional<String> stage,
            boolean engaged,
            List<LocalDate> days,
            List<Names.Mention> mentions,
            Optional<String> repMail) {}

    /** @throws RowRefused with everything that is wrong with the row */
    Life read(Row row) throws RowRefused {
        Cells cells = new Cells(table, mapping, options, row, warnings);
        String id = recordId(cells);
        Optional<StagePlan.Stage> stage = stage(cells);
        StageWords.Result result = result(cells, stage);
        Optional<DateShape.Moment> engaged = cells.date(Role.ENGAGED);
        Optional<DateShape.Moment> created = cells.date(Role.CREATED).or(() -> engaged);
        Optional<DateShape.Moment> closed = cells.date(Role.CLOSED);
        Optional<Map<String, Object>> amount = cells.money(Role.AMOUNT, BigDecimal.ONE);
        checkOrder(cells, created, closed, result);
        checkAmount(cells, amount, result);
        cells.refuseIfUnsound();

        DealFacts facts = DealFacts.of(cells, mapping, options, names, heldBack);
        cells.refuseIfUnsound();
        Builder life = new Builder(cells, id, facts.columns());
        boolean closedNow = result != StageWords.Result.OPEN
                && closed.map(c -> !cells.isFuture(c.day())).orElse(true);
        boolean notYet = created.map(c -> cells.isFuture(c.day())).orElse(false);
        if (notYet) {
            Role begin = mapping.has(Role.CREATED) && cells.raw(Role.CREATED).isPresent() ? Role.CREATED : Role.ENGAGED;
            cells.warn(
                    begin,
                    cells.raw(begin).orElse(""),
                    "a day until " + options.today() + "; the deal begins later and is left out");
        } else {
            tell(life, facts, created, engaged, closed, amount, stage, result, closedNow);
        }
        cells.refuseIfUnsound();
        List<LocalDate> days = new ArrayList<>();
        created.ifPresent(c -> days.add(c.day()));
        if (result != StageWords.Result.OPEN) {
            closed.ifPresent(c -> days.add(c.day()));
        }
        return new Life(
                id,
                life.drafts,
                closedNow ? result : StageWords.Result.OPEN,
                result,
                stage.map(StagePlan.Stage::label),
                engaged.isPresent(),
                days,
                facts.mentions(),
                facts.mail());
    }

    private void tell(
            Builder life,
            DealFacts facts,
            Optional<DateShape.Moment> created,
            Optional<DateShape.Moment> engaged,
            Optional<DateShape.Moment> closed,
            Optional<Map<String, Object>> amount,
            Optional<StagePlan.Stage> stage,
            StageWords.Result result,
            boolean closedNow) {
        Instant begin = created.map(c -> c.at(options.zone(), false)).orElse(options.asOf());
        Optional<String> told = Optional.empty();
        Map<String, Object> first = new LinkedHashMap<>(facts.lasting());
        created.ifPresent(
                c -> first.put("createdAt", c.at(options.zone(), false).toString()));
        boolean beginsEngaged = engaged.isPresent() && created.equals(engaged);
        if (beginsEngaged && entryStage.isPresent()) {
            told = entryStage;
            first.put("stage", entryStage.get());
            first.put("stageSince", begin.toString());
        }
        Map<String, Object> now = new LinkedHashMap<>();
        if (result == StageWords.Result.OPEN) {
            now.putAll(facts.current());
            amount.filter(DealRows::isPositive).ifPresent(a -> now.put("amount", a));
            closed.or(() -> life.cells.date(Role.EXPECTED_CLOSE))
                    .ifPresent(c -> now.put("closeDate", c.day().toString()));
        }
        List<Draft> moves =
                moves(life, engaged, begin, beginsEngaged, closedNow ? closed : Optional.empty(), stage, result);
        if (!moves.isEmpty()) {
            told = Optional.of((String) moves.getLast().data().get("stage"));
        }
        if (result == StageWords.Result.OPEN && stage.isPresent() && !told.equals(stage.map(StagePlan.Stage::label))) {
            now.put("stage", stage.get().label());
        }
        if (created.isEmpty()) {
            // Nothing says when it began: one statement, as of the import's moment.
            first.putAll(now);
            now.clear();
        }
        life.add(EventType.DEAL, "created", begin, created.map(c -> begin), first);
        moves.forEach(life::add);
        if (!now.isEmpty()) {
            life.add(EventType.DEAL, "now", options.asOf(), Optional.empty(), now);
        }
        if (closedNow && result != StageWords.Result.OPEN) {
            outcome(life, begin, closed, amount, result);
        }
    }

    private void outcome(
            Builder life,
            Instant begin,
            Optional<DateShape.Moment> closed,
            Optional<Map<String, Object>> amount,
            StageWords.Result result) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", result.name());
        amount.filter(a -> result == StageWords.Result.WON || isPositive(a)).ifPresent(a -> data.put("amount", a));
        life.cells.text(Role.REASON).ifPresent(reason -> data.put("reason", reason));
        Optional<Instant> said = closed.map(c -> c.at(options.zone(), true));
        Instant at = said.filter(moment -> moment.isBefore(options.asOf())).orElse(options.asOf());
        life.add(EventType.OUTCOME, "outcome", at.isBefore(begin) ? begin : at, said, data);
    }

    private static boolean isPositive(Map<String, Object> money) {
        return ((BigDecimal) money.get("amount")).signum() > 0;
    }

    /** Stages with a date of their own, oldest first. */
    private List<Draft> moves(
            Builder life,
            Optional<DateShape.Moment> engaged,
            Instant begin,
            boolean beginsEngaged,
            Optional<DateShape.Moment> closed,
            Optional<StagePlan.Stage> stage,
            StageWords.Result result) {
        Map<String, Instant> entered = new TreeMap<>();
        if (!beginsEngaged && engaged.isPresent() && entryStage.isPresent()) {
            entered.put(entryStage.get(), engaged.get().at(options.zone(), false));
        }
        Instant end = closed.map(c -> c.at(options.zone(), true)).orElse(options.asOf());
        for (ColumnUse use : mapping.all(Role.STAGE_ENTERED)) {
            Optional<Instant> at = life.cells.date(use).map(d -> d.at(options.zone(), false));
            at.ifPresent(moment -> entered.put(use.stage().orElseThrow(), moment));
            if (at.filter(moment -> moment.isBefore(begin) || moment.isAfter(end))
                    .isPresent()) {
                life.cells.warn(
                        use,
                        "a moment from the deal's beginning (" + begin + ") to " + end
                                + "; the stage change is not told");
            }
        }
        if (result == StageWords.Result.OPEN && stage.isPresent()) {
            life.cells
                    .date(Role.STAGE_SINCE)
                    .ifPresent(d -> entered.put(stage.get().label(), d.at(options.zone(), false)));
        }
        return entered.entrySet().stream()
                .filter(e -> plan.find(e.getKey()).map(s -> s.kind().isOpen()).orElse(false))
                .filter(e -> !e.getValue().isBefore(begin) && !e.getValue().isAfter(end))
                .sorted(Comparator.comparing((Map.Entry<String, Instant> e) -> e.getValue())
                        .thenComparing(e -> plan.find(e.getKey()).orElseThrow().position()))
                .map(e -> life.draft(
                        EventType.STAGE_CHANGE,
                        "stage",
                        e.getValue(),
                        Optional.of(e.getValue()),
                        Map.of("stage", e.getKey())))
                .toList();
    }

    private String recordId(Cells cells) {
        if (mapping.has(Role.ID)) {
            return cells.id(Role.ID).orElse("?");
        }
        if (!mapping.idFrom().isEmpty()) {
            List<String> parts =
                    mapping.idFrom().stream().map(cells.row()::cell).toList();
            if (parts.getFirst().isEmpty()) {
                cells.problem(
                        table.columns().get(mapping.idFrom().getFirst()), "nothing", "a text that the id is made from");
            }
            return "row-" + Draft.hash(String.join("\n", parts));
        }
        String hash = Draft.hash(String.join("\n", cells.row().cells()));
        return "row-" + hash + "-" + occurrences.merge(hash, 1, Integer::sum);
    }

    private Optional<StagePlan.Stage> stage(Cells cells) {
        if (!mapping.has(Role.STAGE)) {
            return Optional.empty();
        }
        String label = cells.row().cell(mapping.use(Role.STAGE).orElseThrow().index());
        Optional<StagePlan.Stage> stage =
                label.length() > 80 ? Optional.empty() : stagesByLabel.computeIfAbsent(label, plan::find);
        if (stage.isEmpty()) {
            boolean free = options.stages().isEmpty() && options.mappings().isEmpty();
            cells.problem(
                    Role.STAGE,
                    label.isEmpty() ? "nothing" : label,
                    "one of " + plan.allowed()
                            + (free
                                    ? ", or another usual name such as Qualification, Proposal, Negotiation or Closed Lost"
                                    : ""));
        }
        return stage;
    }

    private StageWords.Result result(Cells cells, Optional<StagePlan.Stage> stage) {
        Optional<StageWords.Result> byStage = stage.map(s -> StageWords.resultOf(s.kind()));
        Optional<ColumnUse> use = mapping.use(Role.OUTCOME);
        if (use.isEmpty()) {
            return byStage.orElse(StageWords.Result.OPEN);
        }
        String word = cells.row().cell(use.get().index());
        Optional<StageWords.Result> byWord = mapping.isUnknown(word)
                ? Optional.of(byStage.orElse(StageWords.Result.OPEN))
                : Optional.ofNullable(mapping.outcomes().get(word.toLowerCase(Locale.ROOT)))
                        .or(() -> mapping.outcomes().isEmpty() ? StageWords.result(word) : Optional.empty());
        if (byWord.isEmpty()) {
            String allowed = mapping.outcomes().isEmpty()
                    ? "Won, Lost or Open"
                    : "one of "
                            + String.join(
                                    ", ",
                                    new java.util.TreeSet<>(mapping.outcomes().keySet()));
            cells.problem(Role.OUTCOME, word, allowed);
            return StageWords.Result.OPEN;
        }
        boolean contradiction =
                byStage.isPresent() && byStage.get() != StageWords.Result.OPEN && byWord.get() != byStage.get();
        if (contradiction) {
            cells.problem(
                    Role.OUTCOME,
                    word,
                    "what stage " + stage.map(StagePlan.Stage::label).orElse("") + " says: "
                            + byStage.get().name().toLowerCase(Locale.ROOT));
        }
        return byWord.get();
    }

    private void checkOrder(
            Cells cells,
            Optional<DateShape.Moment> created,
            Optional<DateShape.Moment> closed,
            StageWords.Result result) {
        if (result == StageWords.Result.OPEN) {
            return;
        }
        if (closed.isPresent()
                && created.isPresent()
                && closed.get().day().isBefore(created.get().day())) {
            cells.problem(
                    Role.CLOSED,
                    cells.raw(Role.CLOSED).orElse(""),
                    "a day not before the deal's beginning, " + created.get().day() + "; it reads as "
                            + closed.get().day());
        }
        if (closed.isEmpty()
                && mapping.has(Role.CLOSED)
                && cells.text(Role.CLOSED).isEmpty()) {
            cells.problem(
                    Role.CLOSED,
                    "nothing",
                    "the day on which the deal was " + result.name().toLowerCase(Locale.ROOT));
        }
        if (closed.isPresent() && cells.isFuture(closed.get().day())) {
            cells.warn(
                    Role.CLOSED,
                    cells.raw(Role.CLOSED).orElse(""),
                    "a day until " + options.today() + "; the outcome is not told, the deal counts as open");
        }
    }

    private void checkAmount(Cells cells, Optional<Map<String, Object>> amount, StageWords.Result result) {
        if (!mapping.has(Role.AMOUNT)) {
            return;
        }
        String header = mapping.use(Role.AMOUNT).orElseThrow().header();
        if (result == StageWords.Result.WON
                && amount.filter(DealRows::isPositive).isEmpty()
                && cells.isSound()) {
            cells.warn(Role.AMOUNT, cells.text(Role.AMOUNT).orElse("nothing"), "an amount, because the deal was won");
        }
        if (result == StageWords.Result.OPEN
                && amount.filter(DealRows::isPositive).isPresent()
                && Headers.normal(header).startsWith("close")) {
            cells.warn(Role.AMOUNT, cells.text(Role.AMOUNT).orElse(""), "nothing, because the deal is open");
        }
    }

    /** Collects one deal's events and checks each against its type. */
    private final class Builder {
        private final Cells cells;
        private final String id;
        private final Map<String, String> columns;
        private final List<Draft> drafts = new ArrayList<>();

        Builder(Cells cells, String id, Map<String, String> columns) {
            this.cells = cells;
            this.id = id;
            this.columns = columns;
        }

        Draft draft(EventType type, String part, Instant at, Optional<Instant> said, Map<String, Object> data) {
            return new Draft(mapping.family(), type, Entity.DEAL, id, part, at, said, data);
        }

        void add(EventType type, String part, Instant at, Optional<Instant> said, Map<String, Object> data) {
            add(draft(type, part, at, said, data));
        }

        void add(Draft draft) {
            if (validating) {
                cells.check(draft, columns);
            }
            drafts.add(draft);
        }
    }
}
