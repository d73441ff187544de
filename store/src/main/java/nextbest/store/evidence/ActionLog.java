package nextbest.store.evidence;

import static nextbest.store.schema.Tables.STATISTIC;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.learning.statistics.StableHash;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * What our own log says of recommendations: how often deals moved on after them and how often reps accepted them. Summed
 * from the running statistics, which an outcome changes in the transaction in which it is stored.
 *
 * <p>A move is known as soon as it happens, its absence only when the window closes. Counting only what is known would
 * make every share too high while windows are open, so an open window counts as the part of a case that has passed: the
 * exposure of a constant hazard, as in the occurrence/exposure rate of survival analysis (for example Kalbfleisch &amp;
 * Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 2002, section 2.2).
 *
 * @param advances per action, kind of stage and segment
 * @param acceptances per action and rep
 * @param fingerprint of the sums
 */
record ActionLog(List<Advance> advances, List<Acceptance> acceptances, long fingerprint) {
    /** So many days after a recommendation its deal's advance still counts as its result, by default. */
    private static final int WINDOW_DAYS = 30;

    record Advance(String action, String stageKind, String segment, long n, long advanced) {}

    record Acceptance(String action, UUID rep, long n, long accepted) {}

    ActionLog {
        advances = List.copyOf(advances);
        acceptances = List.copyOf(acceptances);
    }

    /**
     * @param asOf for a moment in the past: only months whose windows had closed by then, because the sums do not tell when
     *     a result became known; empty: all there is
     * @param now business time, for windows that are still open
     */
    static ActionLog load(DSLContext transaction, UUID tenant, Optional<Instant> asOf, Instant now) {
        var complete = asOf.map(moment -> {
                    LocalDate latest = LocalDate.ofInstant(moment, ZoneOffset.UTC)
                            .minusDays(WINDOW_DAYS)
                            .withDayOfMonth(1);
                    return STATISTIC.MONTH.lt(latest);
                })
                .orElseGet(DSL::noCondition);
        Field<Long> observed = sum(STATISTIC.ADVANCE_OBSERVED);
        Field<Long> advanced = sum(STATISTIC.ADVANCED);
        Map<Cell, Double> open = asOf.isPresent() ? Map.of() : openWindows(transaction, tenant, now);
        List<Advance> advances = new ArrayList<>();
        transaction
                .select(STATISTIC.ACTION, STATISTIC.STAGE_KIND, STATISTIC.SEGMENT, observed, advanced)
                .from(STATISTIC)
                .where(STATISTIC.TENANT.eq(tenant), complete)
                .groupBy(STATISTIC.ACTION, STATISTIC.STAGE_KIND, STATISTIC.SEGMENT)
                .orderBy(STATISTIC.ACTION, STATISTIC.STAGE_KIND, STATISTIC.SEGMENT)
                .forEach(row -> {
                    double passed = open.getOrDefault(new Cell(row.value1(), row.value2(), row.value3()), 0.0);
                    long n = row.value4() + (long) passed;
                    if (n > 0) {
                        advances.add(new Advance(row.value1(), stageKind(row.value2()), row.value3(), n, row.value5()));
                    }
                });
        // a recommendation that is still waiting for an answer says nothing yet
        Field<Long> answered = sum(STATISTIC
                .ACCEPTED
                .plus(STATISTIC.DISMISSED)
                .plus(STATISTIC.KEPT_BACK)
                .plus(STATISTIC.OVERRIDDEN)
                .plus(STATISTIC.IGNORED));
        List<Acceptance> acceptances = new ArrayList<>();
        transaction
                .select(STATISTIC.ACTION, STATISTIC.REP_ID, answered, sum(STATISTIC.ACCEPTED))
                .from(STATISTIC)
                .where(STATISTIC.TENANT.eq(tenant), complete)
                .groupBy(STATISTIC.ACTION, STATISTIC.REP_ID)
                .having(answered.gt(0L))
                .orderBy(STATISTIC.ACTION, STATISTIC.REP_ID)
                .forEach(
                        row -> acceptances.add(new Acceptance(row.value1(), row.value2(), row.value3(), row.value4())));
        return new ActionLog(advances, acceptances, fingerprint(advances, acceptances));
    }

    private record Cell(String action, String stageKind, String segment) {}

    /** How many windows' worth of time has passed in windows that are still open. */
    private static Map<Cell, Double> openWindows(DSLContext transaction, UUID tenant, Instant now) {
        Map<Cell, Double> open = new HashMap<>();
        transaction
                .fetch(
                        """
                        select a.action, d.stage_kind, d.segment,
                               sum(extract(epoch from ?::timestamptz - a.opened_at) / extract(epoch from a.advance_due - a.opened_at))
                        from attribution a
                        join decision d on d.tenant = a.tenant and d.id = a.decision_id
                        where a.tenant = ? and a.advanced = 'PENDING' and a.opened_at <= ?::timestamptz and a.advance_due > ?::timestamptz
                        group by 1, 2, 3
                        """,
                        now.atOffset(ZoneOffset.UTC),
                        tenant,
                        now.atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC))
                .forEach(row -> open.put(
                        new Cell(row.get(0, String.class), row.get(1, String.class), row.get(2, String.class)),
                        row.get(3, Double.class)));
        return open;
    }

    private static Field<Long> sum(Field<Long> column) {
        return DSL.sum(column).cast(Long.class);
    }

    /** Kinds of stages are compared by the name of their constant. */
    static String stageKind(String said) {
        return said.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static long fingerprint(List<Advance> advances, List<Acceptance> acceptances) {
        long hash = 0;
        for (Advance a : advances) {
            long cell = StableHash.mix(StableHash.of(a.action()), StableHash.of(a.stageKind() + "/" + a.segment()));
            hash += StableHash.mix(StableHash.mix(cell, a.n()), a.advanced());
        }
        for (Acceptance a : acceptances) {
            long cell = StableHash.mix(StableHash.of(a.action()), StableHash.of(a.rep()));
            hash += StableHash.mix(StableHash.mix(cell, a.n()), a.accepted());
        }
        return hash;
    }
}
