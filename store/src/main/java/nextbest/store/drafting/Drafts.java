package nextbest.store.drafting;

import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.DRAFT;
import static nextbest.store.schema.Tables.DRAFT_POLICY;
import static nextbest.store.schema.Tables.DRAFT_SPENDING;
import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.when;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;

/** The drafts of cards, what they cost, and what organisations want of them. */
public final class Drafts {
    private final Database database;

    public Drafts(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** Keeps what became of a draft. A later one of the same decision takes its place, but never the place of an accepted one. */
    public void keep(TenantId tenant, DraftRecord draft) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(
                                DRAFT,
                                DRAFT.TENANT,
                                DRAFT.DECISION_ID,
                                DRAFT.STATE,
                                DRAFT.REASON,
                                DRAFT.PROMPT,
                                DRAFT.MODEL,
                                DRAFT.CONTENT_KEY,
                                DRAFT.CONTENT,
                                DRAFT.ANSWER,
                                DRAFT.OBJECTIONS,
                                DRAFT.CACHED,
                                DRAFT.ATTEMPTS,
                                DRAFT.INPUT_TOKENS,
                                DRAFT.OUTPUT_TOKENS,
                                DRAFT.COST_MICROS,
                                DRAFT.LATENCY_MILLIS,
                                DRAFT.DRAFTED_AT)
                        .values(
                                tenant.value(),
                                draft.decision().value(),
                                draft.state().name(),
                                draft.reason(),
                                draft.prompt(),
                                draft.model(),
                                draft.contentKey(),
                                draft.text().map(RecordJson::jsonb).orElse(null),
                                draft.answer().orElse(null),
                                RecordJson.jsonb(draft.objections()),
                                draft.cached(),
                                draft.attempts(),
                                draft.usage().inputTokens(),
                                draft.usage().outputTokens(),
                                draft.usage().costMicros(),
                                draft.usage().latencyMillis(),
                                draft.at())
                        .onConflict(DRAFT.TENANT, DRAFT.DECISION_ID)
                        .doUpdate()
                        .setAllToExcluded()
                        .where(DRAFT.STATE.ne(DraftRecord.State.ACCEPTED.name()))
                        .execute());
    }

    /** What is shown instead of the template text; empty if the template text stands. */
    public Optional<DraftText> text(TenantId tenant, DecisionId decision) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(DRAFT.CONTENT)
                        .from(DRAFT)
                        .where(
                                DRAFT.TENANT.eq(tenant.value()),
                                DRAFT.DECISION_ID.eq(decision.value()),
                                DRAFT.STATE.eq(DraftRecord.State.ACCEPTED.name()))
                        .fetchOptional(row -> RecordJson.read(row.value1(), DraftText.class)));
    }

    /** Whether there is an accepted draft already. */
    public boolean isAccepted(TenantId tenant, DecisionId decision) {
        return text(tenant, decision).isPresent();
    }

    /** What a model answered to the same request before, and was accepted. */
    public Optional<String> answer(TenantId tenant, String contentKey) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(DRAFT.ANSWER)
                        .from(DRAFT)
                        .where(
                                DRAFT.TENANT.eq(tenant.value()),
                                DRAFT.CONTENT_KEY.eq(contentKey),
                                DRAFT.ANSWER.isNotNull(),
                                DRAFT.STATE.eq(DraftRecord.State.ACCEPTED.name()))
                        .limit(1)
                        .fetchOptional(DRAFT.ANSWER));
    }

    public DraftPolicy policy(TenantId tenant) {
        return database.inTenant(
                        tenant,
                        transaction -> transaction
                                .selectFrom(DRAFT_POLICY)
                                .where(DRAFT_POLICY.TENANT.eq(tenant.value()))
                                .fetchOptional(row -> new DraftPolicy(
                                        row.getSwitchedOn(),
                                        row.getWithNames(),
                                        row.getReadNotes(),
                                        row.getDailyBudgetMicros())))
                .orElseGet(DraftPolicy::standard);
    }

    public void setPolicy(TenantId tenant, DraftPolicy policy) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(
                                DRAFT_POLICY,
                                DRAFT_POLICY.TENANT,
                                DRAFT_POLICY.SWITCHED_ON,
                                DRAFT_POLICY.WITH_NAMES,
                                DRAFT_POLICY.READ_NOTES,
                                DRAFT_POLICY.DAILY_BUDGET_MICROS)
                        .values(
                                tenant.value(),
                                policy.switchedOn(),
                                policy.withNames(),
                                policy.readNotes(),
                                policy.dailyBudgetMicros())
                        .onConflict(DRAFT_POLICY.TENANT)
                        .doUpdate()
                        .setAllToExcluded()
                        .execute());
    }

    /** Millionths of the currency that were spent on a day. */
    public long spent(TenantId tenant, LocalDate day) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(DRAFT_SPENDING.COST_MICROS)
                        .from(DRAFT_SPENDING)
                        .where(DRAFT_SPENDING.TENANT.eq(tenant.value()), DRAFT_SPENDING.DAY.eq(day))
                        .fetchOptional(DRAFT_SPENDING.COST_MICROS)
                        .orElse(0L));
    }

    /** Books what a call cost, whatever became of its answer. */
    public void spend(TenantId tenant, LocalDate day, DraftRecord.Usage usage) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(
                                DRAFT_SPENDING,
                                DRAFT_SPENDING.TENANT,
                                DRAFT_SPENDING.DAY,
                                DRAFT_SPENDING.CALLS,
                                DRAFT_SPENDING.INPUT_TOKENS,
                                DRAFT_SPENDING.OUTPUT_TOKENS,
                                DRAFT_SPENDING.COST_MICROS)
                        .values(tenant.value(), day, 1L, usage.inputTokens(), usage.outputTokens(), usage.costMicros())
                        .onConflict(DRAFT_SPENDING.TENANT, DRAFT_SPENDING.DAY)
                        .doUpdate()
                        .set(DRAFT_SPENDING.CALLS, DRAFT_SPENDING.CALLS.plus(1))
                        .set(DRAFT_SPENDING.INPUT_TOKENS, DRAFT_SPENDING.INPUT_TOKENS.plus(usage.inputTokens()))
                        .set(DRAFT_SPENDING.OUTPUT_TOKENS, DRAFT_SPENDING.OUTPUT_TOKENS.plus(usage.outputTokens()))
                        .set(DRAFT_SPENDING.COST_MICROS, DRAFT_SPENDING.COST_MICROS.plus(usage.costMicros()))
                        .execute());
    }

    /** Drafts from a moment on, with the cost of the days since then. */
    public DraftReport report(TenantId tenant, Instant from, LocalDate fromDay) {
        return database.atOneMoment(
                tenant,
                transaction -> new DraftReport(
                        counts(transaction, tenant, from),
                        versions(transaction, tenant, from),
                        transaction
                                .selectFrom(DRAFT_SPENDING)
                                .where(DRAFT_SPENDING.TENANT.eq(tenant.value()), DRAFT_SPENDING.DAY.ge(fromDay))
                                .orderBy(DRAFT_SPENDING.DAY)
                                .fetch(row -> new DraftReport.Day(
                                        row.getDay(),
                                        row.getCalls(),
                                        row.getInputTokens(),
                                        row.getOutputTokens(),
                                        row.getCostMicros()))));
    }

    private static List<DraftReport.Count> counts(DSLContext transaction, TenantId tenant, Instant from) {
        var drafts = count();
        return transaction
                .select(
                        DRAFT.STATE,
                        DRAFT.REASON,
                        DRAFT.PROMPT,
                        DRAFT.MODEL,
                        drafts,
                        count(when(DRAFT.CACHED.isTrue(), 1)),
                        avg(when(DRAFT.CACHED.isFalse(), DRAFT.LATENCY_MILLIS)))
                .from(DRAFT)
                .where(DRAFT.TENANT.eq(tenant.value()), DRAFT.DRAFTED_AT.ge(from))
                .groupBy(DRAFT.STATE, DRAFT.REASON, DRAFT.PROMPT, DRAFT.MODEL)
                .orderBy(drafts.desc(), DRAFT.STATE, DRAFT.REASON)
                .fetch(row -> new DraftReport.Count(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        Optional.ofNullable(row.value7())
                                .map(BigDecimal::longValue)
                                .orElse(0L)));
    }

    private static List<DraftReport.Version> versions(DSLContext transaction, TenantId tenant, Instant from) {
        return transaction
                .fetch("""
                        select prompt, model,
                               count(*) filter (where state = 'ACCEPTED') as accepted,
                               count(*) filter (where state = 'REJECTED') as rejected,
                               count(*) filter (where state = 'FAILED') as failed,
                               count(*) filter (where cached) as cached,
                               sum(input_tokens)::bigint as input_tokens, sum(output_tokens)::bigint as output_tokens,
                               sum(cost_micros)::bigint as cost_micros,
                               coalesce(percentile_cont(0.5) within group (order by latency_millis)
                                        filter (where not cached and latency_millis > 0), 0)::bigint as median,
                               coalesce(percentile_disc(0.9) within group (order by latency_millis)
                                        filter (where not cached and latency_millis > 0), 0)::bigint as ninetieth
                        from draft where tenant = ? and drafted_at >= ?::timestamptz
                        group by prompt, model order by count(*) desc, prompt, model""", tenant.value(), from.toString())
                .map(row -> new DraftReport.Version(
                        row.get("prompt", String.class),
                        row.get("model", String.class),
                        row.get("accepted", Long.class),
                        row.get("rejected", Long.class),
                        row.get("failed", Long.class),
                        row.get("cached", Long.class),
                        row.get("input_tokens", Long.class),
                        row.get("output_tokens", Long.class),
                        row.get("cost_micros", Long.class),
                        row.get("median", Long.class),
                        row.get("ninetieth", Long.class)));
    }

    /** The last drafts that are not shown, the newest first. */
    public List<DraftReport.Refused> refused(TenantId tenant, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(
                                DRAFT.DRAFTED_AT,
                                DECISION.SUBJECT_ID,
                                DEAL.NAME,
                                DRAFT.STATE,
                                DRAFT.REASON,
                                DRAFT.OBJECTIONS,
                                DRAFT.PROMPT)
                        .from(DRAFT)
                        .join(DECISION)
                        .on(DECISION.TENANT.eq(DRAFT.TENANT), DECISION.ID.eq(DRAFT.DECISION_ID))
                        .leftJoin(DEAL)
                        .on(DEAL.TENANT.eq(DECISION.TENANT), DEAL.SUBJECT_ID.eq(DECISION.SUBJECT_ID))
                        .where(DRAFT.TENANT.eq(tenant.value()), DRAFT.STATE.ne(DraftRecord.State.ACCEPTED.name()))
                        .orderBy(DRAFT.DRAFTED_AT.desc(), DRAFT.DECISION_ID)
                        .limit(most)
                        .fetch(row -> {
                            Optional<DraftRecord.Objected> first = Arrays.stream(
                                            RecordJson.read(row.value6(), DraftRecord.Objected[].class))
                                    .findFirst();
                            return new DraftReport.Refused(
                                    row.value1(),
                                    new SubjectId(row.value2()),
                                    Optional.ofNullable(row.value3()),
                                    row.value4(),
                                    row.value5(),
                                    first.map(DraftRecord.Objected::where).orElse(""),
                                    first.map(DraftRecord.Objected::offence).orElse(""),
                                    row.value7());
                        }));
    }
}
