package nextbest.store.report;

import static nextbest.store.schema.Tables.CONTRIBUTION;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.REP;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The delivered recommendations of a period, grouped. */
public final class Breakdown {
    /** Figures of one rep are shown from so many recommendations on: fewer would say more about chance than the rep. */
    public static final int LEAST_PER_REP = 10;

    private static final nextbest.store.schema.tables.Rep OWNER = REP.as("owner");

    private final Database database;

    public Breakdown(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** What recommendations are grouped by. */
    public enum By {
        ACTION,
        STAGE,
        SEGMENT,
        MONTH,
        REP
    }

    /**
     * One group.
     *
     * @param key the action, the kind of stage, the segment, the month (first day) or the rep's name
     * @param accepted accepted or executed
     * @param advanceObserved of how many it is known whether the deal moved on within the window
     * @param won how many of the deals were won within the window
     */
    public record Line(
            String key,
            long delivered,
            long accepted,
            long dismissed,
            long keptBack,
            long overridden,
            long advanceObserved,
            long advanced,
            long won) {}

    /** Groups what was delivered for decisions from {@code from} until before {@code until} (business time). */
    public List<Line> of(TenantId tenant, By by, Instant from, Instant until) {
        return of(tenant, by, from, until, Slice.everything());
    }

    /** As {@link #of(TenantId, By, Instant, Instant)}, of some decisions only. */
    public List<Line> of(TenantId tenant, By by, Instant from, Instant until, Slice slice) {
        Field<String> key = switch (by) {
            case ACTION -> CONTRIBUTION.ACTION;
            case STAGE -> DSL.lower(CONTRIBUTION.STAGE_KIND);
            case SEGMENT -> CONTRIBUTION.SEGMENT;
            case MONTH -> CONTRIBUTION.MONTH.cast(String.class);
            case REP -> DSL.coalesce(REP.NAME, DSL.inline("unknown"));
        };
        Field<Long> delivered = sum(CONTRIBUTION.DELIVERED);
        Condition enough = by == By.REP ? delivered.ge((long) LEAST_PER_REP) : DSL.noCondition();
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(
                                key,
                                delivered,
                                sum(CONTRIBUTION.ACCEPTED),
                                sum(CONTRIBUTION.DISMISSED),
                                sum(CONTRIBUTION.KEPT_BACK),
                                sum(CONTRIBUTION.OVERRIDDEN),
                                sum(CONTRIBUTION.ADVANCE_OBSERVED),
                                sum(CONTRIBUTION.ADVANCED),
                                sum(CONTRIBUTION.WON))
                        .from(CONTRIBUTION)
                        .join(DECISION)
                        .on(DECISION.TENANT.eq(CONTRIBUTION.TENANT), DECISION.ID.eq(CONTRIBUTION.DECISION_ID))
                        .leftJoin(REP)
                        .on(REP.TENANT.eq(CONTRIBUTION.TENANT), REP.ID.eq(CONTRIBUTION.REP_ID))
                        .where(
                                CONTRIBUTION.TENANT.eq(tenant.value()),
                                DECISION.DECIDED_AT.ge(from),
                                DECISION.DECIDED_AT.lt(until))
                        .and(in(slice))
                        .groupBy(key)
                        .having(enough)
                        .orderBy(by == By.MONTH ? key.asc() : delivered.desc(), key)
                        .fetch(row -> new Line(
                                row.value1(),
                                row.value2(),
                                row.value3(),
                                row.value4(),
                                row.value5(),
                                row.value6(),
                                row.value7(),
                                row.value8(),
                                row.value9())));
    }

    private static Condition in(Slice slice) {
        return DSL.and(
                slice.segment().map(DECISION.SEGMENT::eq).orElse(DSL.noCondition()),
                slice.stage().map(DECISION.STAGE_KIND::eq).orElse(DSL.noCondition()),
                slice.product()
                        .map(product -> DSL.exists(DSL.selectOne()
                                .from(DEAL)
                                .where(
                                        DEAL.TENANT.eq(DECISION.TENANT),
                                        DEAL.SUBJECT_ID.eq(DECISION.SUBJECT_ID),
                                        DEAL.PRODUCT_ID.eq(product))))
                        .orElse(DSL.noCondition()),
                slice.desk()
                        .map(desk -> DSL.exists(DSL.selectOne()
                                .from(OWNER)
                                .where(
                                        OWNER.TENANT.eq(DECISION.TENANT),
                                        OWNER.ID.eq(DECISION.REP_ID),
                                        OWNER.DESK_ID.eq(desk))))
                        .orElse(DSL.noCondition()),
                slice.topic()
                        .map(topic -> DSL.condition("decision.subject_id in " + Slice.ABOUT_TOPIC, topic))
                        .orElse(DSL.noCondition()));
    }

    private static Field<Long> sum(Field<Short> column) {
        return DSL.sum(column).cast(Long.class);
    }
}
