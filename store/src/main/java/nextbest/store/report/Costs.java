package nextbest.store.report;

import static nextbest.store.schema.Tables.COST_ENTRY;
import static nextbest.store.schema.Tables.DRAFT_SPENDING;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.store.Database;
import nextbest.store.NewIds;
import org.jooq.impl.DSL;

/** What the platform costs: what it counts itself, and fees that people enter. */
public final class Costs {
    private final Database database;
    private final NewIds ids;

    public Costs(Database database, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /**
     * A fee.
     *
     * @param month its first day
     * @param label what it was paid for, 1 to 80 characters
     * @param amount above zero
     */
    public record Entry(UUID id, LocalDate month, String label, Money amount, String actor) {}

    /** The fees of the months from one until before another, the latest first. */
    public List<Entry> entries(TenantId tenant, LocalDate from, LocalDate until) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(COST_ENTRY)
                        .where(COST_ENTRY.TENANT.eq(tenant.value()))
                        .and(COST_ENTRY.REMOVED_AT.isNull())
                        .and(COST_ENTRY.MONTH.ge(from.withDayOfMonth(1)))
                        .and(COST_ENTRY.MONTH.lt(until))
                        .orderBy(COST_ENTRY.MONTH.desc(), COST_ENTRY.ID.desc())
                        .fetch(row -> new Entry(
                                row.getId(),
                                row.getMonth(),
                                row.getLabel(),
                                new Money(row.getAmountMinor(), row.getCurrency()),
                                row.getActor())));
    }

    /** Enters a fee; the same id once. */
    public void enter(TenantId tenant, UUID id, LocalDate month, String label, Money amount, String actor, Instant at) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(COST_ENTRY)
                        .set(COST_ENTRY.TENANT, tenant.value())
                        .set(COST_ENTRY.ID, id)
                        .set(COST_ENTRY.MONTH, month.withDayOfMonth(1))
                        .set(COST_ENTRY.LABEL, label)
                        .set(COST_ENTRY.AMOUNT_MINOR, amount.minor())
                        .set(COST_ENTRY.CURRENCY, amount.currency())
                        .set(COST_ENTRY.ACTOR, actor)
                        .set(COST_ENTRY.AT, at)
                        .onConflictDoNothing()
                        .execute());
    }

    /** An id for a fee that is to be entered. */
    public UUID newId() {
        return ids.next();
    }

    /** Takes a fee out of the sums; false if there is none with this id. */
    public boolean remove(TenantId tenant, UUID id, Instant at) {
        return database.inTenant(
                        tenant,
                        transaction -> transaction
                                .update(COST_ENTRY)
                                .set(COST_ENTRY.REMOVED_AT, at)
                                .where(COST_ENTRY.TENANT.eq(tenant.value()), COST_ENTRY.ID.eq(id))
                                .and(COST_ENTRY.REMOVED_AT.isNull())
                                .execute())
                == 1;
    }

    /**
     * What language models were paid for drafts.
     *
     * @param micros millionths of the currency in which the endpoint is paid
     */
    public record Drafting(long calls, long tokens, long micros) {}

    /** Of the days from one until before another. */
    public Drafting drafting(TenantId tenant, LocalDate from, LocalDate until) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(
                                DSL.coalesce(DSL.sum(DRAFT_SPENDING.CALLS), DSL.inline(BigDecimal.ZERO))
                                        .cast(Long.class),
                                DSL.coalesce(
                                                DSL.sum(DRAFT_SPENDING.INPUT_TOKENS.plus(DRAFT_SPENDING.OUTPUT_TOKENS)),
                                                DSL.inline(BigDecimal.ZERO))
                                        .cast(Long.class),
                                DSL.coalesce(DSL.sum(DRAFT_SPENDING.COST_MICROS), DSL.inline(BigDecimal.ZERO))
                                        .cast(Long.class))
                        .from(DRAFT_SPENDING)
                        .where(DRAFT_SPENDING.TENANT.eq(tenant.value()))
                        .and(DRAFT_SPENDING.DAY.ge(from))
                        .and(DRAFT_SPENDING.DAY.lt(until))
                        .fetchSingle(row -> new Drafting(row.value1(), row.value2(), row.value3())));
    }
}
