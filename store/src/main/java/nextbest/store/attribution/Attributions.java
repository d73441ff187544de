package nextbest.store.attribution;

import static nextbest.store.schema.Tables.ACTIVITY;
import static nextbest.store.schema.Tables.ATTRIBUTION;
import static nextbest.store.schema.Tables.CARD;
import static nextbest.store.schema.Tables.DEAL_COURSE;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.REP_ABSENCE;
import static nextbest.store.schema.Tables.REP_ANSWER;
import static nextbest.store.schema.Tables.REP_DISPOSITION;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.deal.Direction;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.outcome.Answer;
import nextbest.outcome.Answers;
import nextbest.outcome.Attributor;
import nextbest.outcome.CourseEvent;
import nextbest.outcome.DismissReason;
import nextbest.outcome.Exposure;
import nextbest.outcome.KeepBackReason;
import nextbest.outcome.RepDisposition;
import nextbest.store.Database;
import nextbest.store.schema.tables.records.AttributionRecord;
import nextbest.store.schema.tables.records.DecisionRecord;
import nextbest.store.schema.tables.records.RepAnswerRecord;
import nextbest.store.schema.tables.records.RepDispositionRecord;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Brings what came of a subject's recommendations up to date with all that is known of it. */
public final class Attributions {
    private final Database database;

    public Attributions(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * What the loop needs to know after an evaluation.
     *
     * @param open how many recommendations still wait for something
     * @param nextDue when time alone changes something; empty if nothing waits
     */
    public record Standing(int open, Optional<Instant> nextDue) {}

    /** Evaluates all recommendations of a subject in a transaction of its own. */
    public Standing evaluate(TenantId tenant, SubjectId subject, Instant now) {
        return database.inTenant(tenant, transaction -> {
            lock(transaction, tenant, subject);
            return evaluate(transaction, tenant, subject, now);
        });
    }

    /**
     * Evaluates those of many subjects to which something was recommended; one query finds them, so that history without
     * recommendations costs nothing. The transaction must hold the locks on the subjects.
     */
    public static void evaluateExposed(
            DSLContext transaction, TenantId tenant, Collection<UUID> subjects, Instant now) {
        transaction
                .selectDistinct(ATTRIBUTION.SUBJECT_ID)
                .from(ATTRIBUTION)
                .where(
                        ATTRIBUTION.TENANT.eq(tenant.value()),
                        ATTRIBUTION.SUBJECT_ID.eq(DSL.any(subjects.toArray(UUID[]::new))))
                .fetch(ATTRIBUTION.SUBJECT_ID)
                .forEach(subject -> {
                    var _ = evaluate(transaction, tenant, new SubjectId(subject), now);
                });
    }

    /** Evaluates within a running transaction that holds the lock on the subject. */
    public static Standing evaluate(DSLContext transaction, TenantId tenant, SubjectId subject, Instant now) {
        List<AttributionRecord> exposures = transaction
                .selectFrom(ATTRIBUTION)
                .where(ATTRIBUTION.TENANT.eq(tenant.value()), ATTRIBUTION.SUBJECT_ID.eq(subject.value()))
                .orderBy(ATTRIBUTION.DECISION_ID, ATTRIBUTION.POSITION)
                .fetch();
        if (exposures.isEmpty()) {
            return new Standing(0, Optional.empty());
        }
        Facts facts = Facts.load(transaction, tenant, subject);
        Contributions contributions = Contributions.of(transaction, tenant, facts.decisions.keySet());
        int open = 0;
        Optional<Instant> nextDue = Optional.empty();
        for (AttributionRecord row : exposures) {
            DecisionRecord decision = Objects.requireNonNull(facts.decisions.get(row.getDecisionId()));
            List<Answer> answers = facts.answers.getOrDefault(facts.place(row), List.of());
            Exposure exposure = facts.exposure(row, decision);
            Attributor.Result result = Attributor.evaluate(
                    exposure,
                    answers,
                    facts.executions.getOrDefault(row.getAction(), List.of()),
                    facts.replies,
                    facts.course,
                    now);
            write(row, result, answers, facts.dispositions.get(facts.place(row)));
            contributions.replace(row, decision, result, answers);
            if (result.nextDue().isPresent()) {
                open++;
                nextDue = nextDue.isEmpty() || result.nextDue().get().isBefore(nextDue.get())
                        ? result.nextDue()
                        : nextDue;
            }
        }
        remember(transaction, tenant, subject, nextDue.orElse(null));
        return new Standing(open, nextDue);
    }

    /** So that the sweep finds what nobody looked at in time. */
    private static void remember(DSLContext transaction, TenantId tenant, SubjectId subject, Instant nextDue) {
        transaction
                .update(SUBJECT)
                .set(SUBJECT.NEXT_DUE_AT, nextDue)
                .where(
                        SUBJECT.TENANT.eq(tenant.value()),
                        SUBJECT.ID.eq(subject.value()),
                        SUBJECT.NEXT_DUE_AT.isDistinctFrom(nextDue))
                .execute();
    }

    /**
     * Evaluates subjects whose time is over and whose loops did not look: loops end when they are stopped, and a process may
     * be away.
     *
     * @param dueBefore business time; loops get until then to look by themselves
     * @param most how many subjects at most
     * @return how many were evaluated
     */
    public int evaluateOverdue(TenantId tenant, Instant dueBefore, Instant now, int most) {
        List<UUID> overdue = database.inTenant(
                tenant,
                transaction -> transaction
                        .select(SUBJECT.ID)
                        .from(SUBJECT)
                        .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.NEXT_DUE_AT.lt(dueBefore))
                        .orderBy(SUBJECT.NEXT_DUE_AT)
                        .limit(most)
                        .fetch(SUBJECT.ID));
        overdue.forEach(subject -> {
            var _ = evaluate(tenant, new SubjectId(subject), now);
        });
        return overdue.size();
    }

    private static void write(
            AttributionRecord row, Attributor.Result result, List<Answer> answers, RepDispositionRecord said) {
        row.setAnswered(result.answered().name());
        row.setExecuted(result.executed().name());
        row.setAdvanced(result.advanced().name());
        row.setWon(result.won().name());
        row.setWonMinor(result.wonAmount().map(Money::minor).orElse(null));
        row.setWonCurrency(result.wonAmount().map(Money::currency).orElse(null));
        if (row.modified()) {
            row.update();
        }
        Optional<Answer> current = Answers.current(answers);
        String reason = current.flatMap(Attributions::reason).orElse(null);
        Instant at = current.map(Answer::at)
                .orElse(result.disposition() == RepDisposition.IGNORED ? row.getAnswerDue() : row.getOpenedAt());
        said.setDisposition(result.disposition().name());
        said.setReason(reason);
        if (said.modified()) {
            said.setAt(at);
            said.update();
        }
    }

    private static Optional<String> reason(Answer answer) {
        return answer.dismissReason()
                .map(DismissReason::name)
                .or(() -> answer.keepBackReason().map(KeepBackReason::name))
                .or(answer::overriddenBy);
    }

    /** Serialises all that changes a subject's ledger. */
    public static void lock(DSLContext transaction, TenantId tenant, SubjectId subject) {
        transaction
                .select(SUBJECT.ID)
                .from(SUBJECT)
                .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.ID.eq(subject.value()))
                .forUpdate()
                .execute();
    }

    private record Place(UUID decision, short position) {}

    /** All that is known of a subject and matters here. */
    private record Facts(
            Map<UUID, DecisionRecord> decisions,
            Map<Place, List<Answer>> answers,
            Map<Place, RepDispositionRecord> dispositions,
            Map<String, List<Instant>> executions,
            List<Instant> replies,
            List<CourseEvent> course,
            Map<UUID, List<Absence>> absences,
            Map<UUID, Instant> supersededAt) {

        static Facts load(DSLContext transaction, TenantId tenant, SubjectId subject) {
            UUID t = tenant.value();
            UUID s = subject.value();
            Map<UUID, DecisionRecord> decisions = transaction
                    .selectFrom(DECISION)
                    .where(DECISION.TENANT.eq(t), DECISION.SUBJECT_ID.eq(s))
                    .and(DECISION.ID.in(transaction
                            .select(ATTRIBUTION.DECISION_ID)
                            .from(ATTRIBUTION)
                            .where(ATTRIBUTION.TENANT.eq(t), ATTRIBUTION.SUBJECT_ID.eq(s))))
                    .fetchMap(DECISION.ID);
            Map<Place, List<Answer>> answers = new HashMap<>();
            transaction
                    .select(REP_ANSWER)
                    .from(REP_ANSWER)
                    .join(DECISION)
                    .on(DECISION.TENANT.eq(REP_ANSWER.TENANT), DECISION.ID.eq(REP_ANSWER.DECISION_ID))
                    .where(REP_ANSWER.TENANT.eq(t), DECISION.SUBJECT_ID.eq(s), REP_ANSWER.RETRACTED.isFalse())
                    .forEach(row -> answers.computeIfAbsent(
                                    new Place(
                                            row.value1().getDecisionId(),
                                            row.value1().getPosition()),
                                    p -> new ArrayList<>())
                            .add(answer(row.value1())));
            Map<Place, RepDispositionRecord> dispositions = transaction
                    .selectFrom(REP_DISPOSITION)
                    .where(
                            REP_DISPOSITION.TENANT.eq(t),
                            REP_DISPOSITION.DECISION_ID.eq(
                                    DSL.any(decisions.keySet().toArray(UUID[]::new))))
                    .fetchMap(row -> new Place(row.getDecisionId(), row.getPosition()));
            Map<String, List<Instant>> executions = transaction
                    .select(ACTIVITY.ACTION, ACTIVITY.OCCURRED_AT)
                    .from(ACTIVITY)
                    .where(
                            ACTIVITY.TENANT.eq(t),
                            ACTIVITY.SUBJECT_ID.eq(s),
                            ACTIVITY.ACTION.isNotNull(),
                            ACTIVITY.RETRACTED.isFalse())
                    .fetchGroups(ACTIVITY.ACTION, ACTIVITY.OCCURRED_AT);
            List<Instant> replies = transaction
                    .select(ACTIVITY.OCCURRED_AT)
                    .from(ACTIVITY)
                    .where(
                            ACTIVITY.TENANT.eq(t),
                            ACTIVITY.SUBJECT_ID.eq(s),
                            ACTIVITY.DIRECTION.eq(Direction.INBOUND.key()),
                            ACTIVITY.RETRACTED.isFalse())
                    .fetch(ACTIVITY.OCCURRED_AT);
            List<CourseEvent> course = transaction
                    .selectFrom(DEAL_COURSE)
                    .where(DEAL_COURSE.TENANT.eq(t), DEAL_COURSE.SUBJECT_ID.eq(s))
                    .fetch(row -> courseEvent(
                            row.getKind(),
                            row.getOccurredAt(),
                            row.getStagePosition(),
                            row.getAmountMinor(),
                            row.getCurrency()));
            Map<UUID, List<Absence>> absences = new HashMap<>();
            transaction
                    .selectFrom(REP_ABSENCE)
                    .where(
                            REP_ABSENCE.TENANT.eq(t),
                            REP_ABSENCE.REP_ID.in(decisions.values().stream()
                                    .map(DecisionRecord::getRepId)
                                    .filter(Objects::nonNull)
                                    .toList()))
                    .forEach(row -> absences.computeIfAbsent(row.getRepId(), r -> new ArrayList<>())
                            .add(new Absence(row.getAbsentFrom(), row.getAbsentUntil())));
            Map<UUID, Instant> supersededAt = new HashMap<>();
            var newer = CARD.as("newer");
            transaction
                    .select(CARD.DECISION_ID, newer.CREATED_AT)
                    .from(CARD)
                    .join(newer)
                    .on(newer.TENANT.eq(CARD.TENANT), newer.ID.eq(CARD.SUPERSEDED_BY))
                    .where(CARD.TENANT.eq(t), CARD.SUBJECT_ID.eq(s))
                    .forEach(row -> supersededAt.put(row.value1(), row.value2()));
            return new Facts(decisions, answers, dispositions, executions, replies, course, absences, supersededAt);
        }

        Place place(AttributionRecord row) {
            return new Place(row.getDecisionId(), row.getPosition());
        }

        Exposure exposure(AttributionRecord row, DecisionRecord decision) {
            Instant superseded = supersededAt.get(row.getDecisionId());
            boolean away = decision.getRepId() != null
                    && absences.getOrDefault(decision.getRepId(), List.of()).stream()
                            .anyMatch(absence -> absence.covers(row.getOpenedAt(), row.getAnswerDue()));
            boolean replaced = superseded != null && superseded.isBefore(row.getAnswerDue());
            return new Exposure(
                    row.getAction(),
                    decision.getStagePosition(),
                    row.getOpenedAt(),
                    row.getAnswerDue(),
                    row.getExecutionDue(),
                    row.getAdvanceDue(),
                    row.getCloseDue(),
                    away || replaced);
        }

        private static CourseEvent courseEvent(String kind, Instant at, Short position, Long minor, String currency) {
            Optional<Money> amount = minor == null ? Optional.empty() : Optional.of(new Money(minor, currency));
            return new CourseEvent(CourseEvent.Kind.valueOf(kind), at, position == null ? -1 : position, amount);
        }

        private static Answer answer(RepAnswerRecord row) {
            return new Answer(
                    row.getId(),
                    new DecisionId(row.getDecisionId()),
                    row.getPosition(),
                    RepDisposition.valueOf(row.getDisposition()),
                    Optional.ofNullable(row.getDismissReason()).map(DismissReason::valueOf),
                    Optional.ofNullable(row.getKeepBackReason()).map(KeepBackReason::valueOf),
                    Optional.ofNullable(row.getOverriddenBy()),
                    Optional.ofNullable(row.getSnoozedUntil()),
                    row.getAt());
        }
    }

    /** A time in which a rep was away. */
    private record Absence(Instant from, Instant until) {
        boolean covers(Instant start, Instant end) {
            return !from.isAfter(start) && !until.isBefore(end);
        }
    }
}
