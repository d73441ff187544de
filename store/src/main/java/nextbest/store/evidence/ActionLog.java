package nextbest.store.evidence;

import static nextbest.store.schema.Tables.STATISTIC;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
     */
    static ActionLog load(DSLContext transaction, UUID tenant, Optional<Instant> asOf) {
        var complete = asOf.map(moment -> {
                    LocalDate latest = LocalDate.ofInstant(moment, ZoneOffset.UTC)
                            .minusDays(WINDOW_DAYS)
                            .withDayOfMonth(1);
                    return STATISTIC.MONTH.lt(latest);
                })
                .orElseGet(DSL::noCondition);
        Field<Long> observed = sum(STATISTIC.ADVANCE_OBSERVED);
        Field<Long> advanced = sum(STATISTIC.ADVANCED);
        List<Advance> advances = new ArrayList<>();
        transaction
                .select(STATISTIC.ACTION, STATISTIC.STAGE_KIND, STATISTIC.SEGMENT, observed, advanced)
                .from(STATISTIC)
                .where(STATISTIC.TENANT.eq(tenant), complete)
                .groupBy(STATISTIC.ACTION, STATISTIC.STAGE_KIND, STATISTIC.SEGMENT)
                .having(observed.gt(0L))
                .orderBy(STATISTIC.ACTION, STATISTIC.STAGE_KIND, STATISTIC.SEGMENT)
                .forEach(row -> advances.add(
                        new Advance(row.value1(), stageKind(row.value2()), row.value3(), row.value4(), row.value5())));
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
