package nextbest.store.deal;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.REP_ANSWER;
import static nextbest.store.schema.Tables.REP_DISPOSITION;
import static nextbest.store.schema.Tables.SUPPRESSION;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.deal.Attempt;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.fact.Fact;
import nextbest.fact.Provenance;
import nextbest.identity.DecisionId;
import nextbest.outcome.Answer;
import nextbest.outcome.Answers;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;
import nextbest.outcome.RepDisposition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * What was recommended in a deal before and what became of it, and what the rep did unasked. What became of it is worked out
 * from the answers given up to the moment, not from the disposition that is current now.
 */
final class AttemptReader {
    private static final String OURS = "nextbest";

    private final Instant asOf;
    private final Map<UUID, List<Attempt>> recommended;

    private AttemptReader(Instant asOf, Map<UUID, List<Attempt>> recommended) {
        this.asOf = asOf;
        this.recommended = recommended;
    }

    private record Slot(UUID decision, int position) {}

    /** A suppression that holds; {@code until} is null where only a person ends it. */
    private record Suppression(Instant until) {}

    static AttemptReader load(DSLContext transaction, UUID tenant, UUID[] subjects, Instant asOf) {
        Map<Slot, List<Answer>> answers = answers(transaction, tenant, subjects, asOf);
        Map<String, Suppression> suppressions = suppressions(transaction, tenant, subjects, asOf);
        Map<UUID, List<Attempt>> recommended = new HashMap<>();
        transaction
                .select(
                        DECISION.SUBJECT_ID,
                        DECISION.ID,
                        CANDIDATE.POSITION,
                        CANDIDATE.ACTION,
                        CANDIDATE.KEY,
                        DECISION.DECIDED_AT,
                        REP_DISPOSITION.DISPOSITION,
                        REP_DISPOSITION.AT)
                .from(DECISION)
                .join(CANDIDATE)
                .on(CANDIDATE.TENANT.eq(DECISION.TENANT), CANDIDATE.DECISION_ID.eq(DECISION.ID))
                .join(REP_DISPOSITION)
                .on(
                        REP_DISPOSITION.TENANT.eq(CANDIDATE.TENANT),
                        REP_DISPOSITION.DECISION_ID.eq(CANDIDATE.DECISION_ID),
                        REP_DISPOSITION.POSITION.eq(CANDIDATE.POSITION))
                .where(
                        DECISION.TENANT.eq(tenant),
                        DECISION.SUBJECT_ID.eq(DSL.any(subjects)),
                        DECISION.DECIDED_AT.le(asOf),
                        CANDIDATE.POSITION.isNotNull())
                .forEach(row -> {
                    Slot slot = new Slot(row.value2(), row.value3());
                    boolean ignored = row.value7().equals(RepDisposition.IGNORED.name())
                            && !row.value8().isAfter(asOf);
                    recommended
                            .computeIfAbsent(row.value1(), id -> new ArrayList<>())
                            .add(attempt(
                                    slot,
                                    row.value4(),
                                    row.value5(),
                                    row.value6(),
                                    Answers.current(answers.getOrDefault(slot, List.of())),
                                    ignored ? Optional.of(row.value8()) : Optional.empty(),
                                    suppressions));
                });
        return new AttemptReader(asOf, recommended);
    }

    void read(UUID subject, Marks marks, DealSnapshot.Builder deal) {
        List<Attempt> attempts = new ArrayList<>(recommended.getOrDefault(subject, List.of()));
        for (Marks.Act act : marks.activities()) {
            act.action()
                    .ifPresent(action -> attempts.add(new Attempt(
                            Fact.unknown(),
                            action,
                            action,
                            RepDisposition.EXECUTED,
                            act.activity().at(),
                            Fact.unknown(),
                            Fact.unknown())));
        }
        attempts.sort(Comparator.comparing(Attempt::at).reversed().thenComparing(Attempt::candidate));
        Provenance log = new Provenance(OURS, "decisions", asOf);
        deal.fact(DealField.ATTEMPTS, attempts.isEmpty() ? Fact.absent(log) : Fact.known(attempts, log));
    }

    private static Attempt attempt(
            Slot slot,
            String action,
            String candidate,
            Instant decidedAt,
            Optional<Answer> answer,
            Optional<Instant> ignoredAt,
            Map<String, Suppression> suppressions) {
        Provenance log = new Provenance(
                OURS,
                answer.map(Answer::id).orElse(slot.decision() + "/" + slot.position()),
                answer.map(Answer::at).orElse(decidedAt));
        RepDisposition state = answer.map(Answer::disposition)
                .orElse(ignoredAt.isPresent() ? RepDisposition.IGNORED : RepDisposition.NO_ANSWER);
        Optional<String> reason = answer.flatMap(a -> a.dismissReason()
                .map(DismissReason::name)
                .or(() -> a.keepBackReason().map(KeepBackReason::name)));
        return new Attempt(
                Fact.known(new DecisionId(slot.decision()), log),
                action,
                candidate,
                state,
                answer.map(Answer::at).or(() -> ignoredAt).orElse(decidedAt),
                reason.map(name -> Fact.known(name, log)).orElseGet(Fact::unknown),
                until(answer, suppressions, log));
    }

    private static Fact<Instant> until(Optional<Answer> answer, Map<String, Suppression> suppressions, Provenance log) {
        Optional<Suppression> suppression = answer.map(Answer::id).map(suppressions::get);
        if (suppression.isPresent()) {
            Instant until = suppression.get().until();
            return until == null ? Fact.absent(log) : Fact.known(until, log);
        }
        return answer.flatMap(Answer::snoozedUntil)
                .map(until -> Fact.known(until, log))
                .orElseGet(Fact::unknown);
    }

    private static Map<Slot, List<Answer>> answers(DSLContext transaction, UUID tenant, UUID[] subjects, Instant asOf) {
        Map<Slot, List<Answer>> answers = new HashMap<>();
        transaction
                .select(REP_ANSWER.fields())
                .from(REP_ANSWER)
                .join(DECISION)
                .on(DECISION.TENANT.eq(REP_ANSWER.TENANT), DECISION.ID.eq(REP_ANSWER.DECISION_ID))
                .where(
                        DECISION.TENANT.eq(tenant),
                        DECISION.SUBJECT_ID.eq(DSL.any(subjects)),
                        REP_ANSWER.RETRACTED.isFalse(),
                        REP_ANSWER.AT.le(asOf))
                .fetchInto(REP_ANSWER)
                .forEach(row -> answers.computeIfAbsent(
                                new Slot(row.getDecisionId(), row.getPosition()), slot -> new ArrayList<>())
                        .add(new Answer(
                                row.getId(),
                                new DecisionId(row.getDecisionId()),
                                row.getPosition(),
                                RepDisposition.valueOf(row.getDisposition()),
                                Optional.ofNullable(row.getDismissReason()).map(DismissReason::valueOf),
                                Optional.ofNullable(row.getKeepBackReason()).map(KeepBackReason::valueOf),
                                Optional.ofNullable(row.getOverriddenBy()),
                                Optional.ofNullable(row.getSnoozedUntil()),
                                row.getAt())));
        return answers;
    }

    private static Map<String, Suppression> suppressions(
            DSLContext transaction, UUID tenant, UUID[] subjects, Instant asOf) {
        Map<String, Suppression> suppressions = new HashMap<>();
        transaction
                .select(SUPPRESSION.ANSWER_ID, SUPPRESSION.SUPPRESSED_UNTIL)
                .from(SUPPRESSION)
                .where(
                        SUPPRESSION.TENANT.eq(tenant),
                        SUPPRESSION.SUBJECT_ID.eq(DSL.any(subjects)),
                        SUPPRESSION.SUPPRESSED_FROM.le(asOf))
                .and(SUPPRESSION.REVERSED_AT.isNull().or(SUPPRESSION.REVERSED_AT.gt(asOf)))
                .forEach(row -> suppressions.put(row.value1(), new Suppression(row.value2())));
        return suppressions;
    }
}
