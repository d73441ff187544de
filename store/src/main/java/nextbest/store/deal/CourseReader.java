package nextbest.store.deal;

import static nextbest.store.schema.Tables.DEAL_OUTCOME;
import static nextbest.store.schema.Tables.FACT;
import static nextbest.store.schema.Tables.STAGE;
import static nextbest.store.schema.Tables.STAGE_CHANGE;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Stage;
import nextbest.deal.StageKind;
import nextbest.fact.Fact;
import nextbest.fact.Provenance;
import nextbest.money.Money;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Stage, beginning and amount of deals. The rules are those by which the current row of a deal is kept: the latest event of
 * the course decides whether it is open, an outcome at the same moment as a stage comes after it, and a deal of which no
 * stage was said is in the first one.
 */
final class CourseReader {
    private static final Comparator<Step> IN_ORDER =
            Comparator.comparing(Step::at).thenComparing(Step::rank).thenComparing(Step::seq);

    private final Map<String, Stage> stages;
    private final Map<UUID, List<Step>> steps;
    private final Map<UUID, Instant> begun;

    /** One event of a course: a stage entered (rank 0) or an outcome (rank 1). */
    private record Step(
            Instant at,
            int rank,
            long seq,
            Optional<Stage> stage,
            String outcome,
            Optional<Money> amount,
            Provenance by) {}

    private CourseReader(Map<String, Stage> stages, Map<UUID, List<Step>> steps, Map<UUID, Instant> begun) {
        this.stages = stages;
        this.steps = steps;
        this.begun = begun;
    }

    static CourseReader load(DSLContext transaction, UUID tenant, UUID[] subjects, Instant asOf) {
        Map<String, Stage> stages = new LinkedHashMap<>();
        transaction
                .selectFrom(STAGE)
                .where(STAGE.TENANT.eq(tenant))
                .orderBy(STAGE.POSITION, STAGE.KEY)
                .forEach(row -> stages.put(
                        row.getKey(),
                        new Stage(row.getKey(), row.getLabel(), StageKind.valueOf(row.getKind()), row.getPosition())));
        Map<UUID, List<Step>> steps = new HashMap<>();
        transaction
                .select(
                        STAGE_CHANGE.SUBJECT_ID,
                        STAGE_CHANGE.OCCURRED_AT,
                        STAGE_CHANGE.SEQ,
                        STAGE_CHANGE.TO_STAGE,
                        STAGE_CHANGE.SOURCE,
                        STAGE_CHANGE.EVENT_ID)
                .from(STAGE_CHANGE)
                .where(
                        STAGE_CHANGE.TENANT.eq(tenant),
                        STAGE_CHANGE.SUBJECT_ID.eq(DSL.any(subjects)),
                        STAGE_CHANGE.RETRACTED.isFalse(),
                        STAGE_CHANGE.KNOWN_AT.le(asOf),
                        STAGE_CHANGE.OCCURRED_AT.le(asOf))
                .forEach(row -> steps.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                        .add(new Step(
                                row.value2(),
                                0,
                                row.value3(),
                                Optional.of(stages.get(row.value4())),
                                "",
                                Optional.empty(),
                                new Provenance(row.value5(), row.value6(), row.value2()))));
        transaction
                .select(
                        DEAL_OUTCOME.SUBJECT_ID,
                        DEAL_OUTCOME.OCCURRED_AT,
                        DEAL_OUTCOME.SEQ,
                        DEAL_OUTCOME.KIND,
                        DEAL_OUTCOME.AMOUNT_MINOR,
                        DEAL_OUTCOME.CURRENCY,
                        DEAL_OUTCOME.SOURCE,
                        DEAL_OUTCOME.EVENT_ID)
                .from(DEAL_OUTCOME)
                .where(
                        DEAL_OUTCOME.TENANT.eq(tenant),
                        DEAL_OUTCOME.SUBJECT_ID.eq(DSL.any(subjects)),
                        DEAL_OUTCOME.RETRACTED.isFalse(),
                        DEAL_OUTCOME.KNOWN_AT.le(asOf),
                        DEAL_OUTCOME.OCCURRED_AT.le(asOf))
                .forEach(row -> steps.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                        .add(new Step(
                                row.value2(),
                                1,
                                row.value3(),
                                Optional.empty(),
                                row.value4(),
                                row.value5() == null || row.value6() == null
                                        ? Optional.empty()
                                        : Optional.of(new Money(row.value5(), row.value6())),
                                new Provenance(row.value7(), row.value8(), row.value2()))));
        steps.values().forEach(list -> list.sort(IN_ORDER));
        Map<UUID, Instant> begun = transaction
                .select(FACT.SUBJECT_ID, DSL.min(FACT.OCCURRED_AT))
                .from(FACT)
                .where(
                        FACT.TENANT.eq(tenant),
                        FACT.SUBJECT_ID.eq(DSL.any(subjects)),
                        FACT.RETRACTED.isFalse(),
                        FACT.KNOWN_AT.le(asOf),
                        FACT.OCCURRED_AT.le(asOf))
                .groupBy(FACT.SUBJECT_ID)
                .fetchMap(FACT.SUBJECT_ID, row -> row.value2());
        return new CourseReader(stages, steps, begun);
    }

    void read(UUID subject, FactSheet facts, DealSnapshot.Builder deal) {
        List<Step> course = steps.getOrDefault(subject, List.of());
        Fact<Instant> created = facts.read("createdAt", Instant.class);
        if (created.isUnknown() && begun.containsKey(subject)) {
            created = Fact.known(begun.get(subject), ownRule("first-heard-of", begun.get(subject)));
        }
        deal.fact(DealField.NAME, facts.read("name", String.class))
                .fact(DealField.CREATED_AT, created)
                .fact(DealField.CLOSE_DATE, facts.read("closeDate", LocalDate.class))
                .fact(DealField.PROPOSED_CLOSE_DATE, facts.read("proposedCloseDate", LocalDate.class))
                .fact(DealField.AMOUNT, facts.read("amount", Money.class));
        Optional<Step> last = course.isEmpty() ? Optional.empty() : Optional.of(course.getLast());
        Optional<Stage> closing = last.flatMap(step -> closing(step.outcome()));
        if (closing.isPresent()) {
            enter(deal, closing.get(), last.get().at(), last.get().by());
        } else {
            boolean reopened =
                    last.filter(step -> step.outcome().equals("REOPENED")).isPresent();
            openStage(course, reopened, created, deal);
        }
        closing.filter(stage -> stage.kind() == StageKind.WON)
                .flatMap(stage -> last.get().amount())
                .ifPresent(amount -> deal.fact(
                        DealField.AMOUNT, Fact.known(amount, last.get().by())));
    }

    /** The stage entered last; a stage that is said again while the deal is in it does not begin anew. */
    private void openStage(List<Step> course, boolean reopened, Fact<Instant> created, DealSnapshot.Builder deal) {
        Optional<Step> entered = Optional.empty();
        for (Step step : course) {
            Optional<Stage> stage =
                    step.stage().filter(s -> !reopened || s.kind().isOpen());
            if (stage.isPresent() && !stage.equals(entered.flatMap(Step::stage))) {
                entered = Optional.of(step);
            }
        }
        if (entered.isPresent()) {
            Step step = entered.get();
            enter(deal, step.stage().orElseThrow(), step.at(), step.by());
            return;
        }
        Optional<Instant> since = created.asOptional();
        Optional<Stage> first =
                stages.values().stream().filter(stage -> stage.kind().isOpen()).findFirst();
        if (since.isPresent() && first.isPresent()) {
            enter(deal, first.get(), since.get(), ownRule("first-stage", since.get()));
        }
    }

    private static void enter(DealSnapshot.Builder deal, Stage stage, Instant since, Provenance by) {
        deal.fact(DealField.STAGE, Fact.known(stage, by)).fact(DealField.STAGE_SINCE, Fact.known(since, by));
    }

    /** What an organisation calls a won or lost deal; where it has no word for it, ours. */
    private Optional<Stage> closing(String outcome) {
        if (!outcome.equals("WON") && !outcome.equals("LOST")) {
            return Optional.empty();
        }
        StageKind kind = StageKind.valueOf(outcome);
        return stages.values().stream()
                .filter(stage -> stage.kind() == kind)
                .findFirst()
                .or(() -> Optional.of(new Stage(kind.key(), kind.key(), kind, stages.size())));
    }

    private static Provenance ownRule(String rule, Instant at) {
        return new Provenance(Snapshots.DERIVED, rule, at);
    }
}
