package nextbest.store.report;

import static nextbest.store.schema.Tables.ATTRIBUTION;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.REP_ANSWER;
import static nextbest.store.schema.Tables.REP_DISPOSITION;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.learning.statistics.Estimate;
import nextbest.learning.statistics.Proportion;
import nextbest.learning.statistics.StratifiedDifference;
import nextbest.store.Database;
import org.jooq.impl.DSL;

/**
 * What became of overrides: deals in which the rep did something else than was recommended, beside those in which the rep
 * followed. Each deal counts once, by the first recommendation that was followed or overridden, and only when its window is
 * over; deals are compared within the same kind of stage. Nobody drew lots here, so a difference is an association.
 */
public final class Overrides {
    /** So many deals that each side needs before anything is claimed. */
    public static final int FEWEST = 20;

    private final Database database;

    public Overrides(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * One override with what came of it.
     *
     * @param overriddenBy what the rep did instead: the key of an action, or words
     * @param advanced PENDING, YES, NO or NO_OBSERVATION
     */
    public record Overridden(
            DecisionId decision,
            int position,
            SubjectId subject,
            Optional<RepId> rep,
            String action,
            String overriddenBy,
            Instant at,
            String advanced,
            String won) {}

    /** Who was right, as far as anybody can tell. */
    public enum Verdict {
        REP_RIGHT,
        ENGINE_RIGHT,
        UNDECIDED
    }

    /**
     * Overridden against followed.
     *
     * @param key the action that was recommended; {@code all} for all together
     * @param overridden deals that moved on, of those that were overridden
     * @param followed deals that moved on, of those in which the rep followed
     * @param difference overridden minus followed
     */
    public record Line(String key, Proportion overridden, Proportion followed, Estimate difference) {
        public Verdict verdict() {
            return switch (difference) {
                case Estimate.TooLittleData little -> Verdict.UNDECIDED;
                case Estimate.Measured measured ->
                    !measured.excludes(0)
                            ? Verdict.UNDECIDED
                            : measured.value() > 0 ? Verdict.REP_RIGHT : Verdict.ENGINE_RIGHT;
            };
        }
    }

    /**
     * The report.
     *
     * @param overrides the latest first
     * @param all all deals together
     * @param byAction by what was recommended, those with most overrides first
     */
    public record Report(List<Overridden> overrides, Line all, List<Line> byAction) {}

    /** Of recommendations that were delivered from {@code from} until before {@code until}, as it stands at {@code now}. */
    public Report of(TenantId tenant, Instant from, Instant until, Instant now) {
        return database.atOneMoment(tenant, transaction -> {
            List<Overridden> overrides = new ArrayList<>();
            Tally all = new Tally();
            Map<String, Tally> byAction = new TreeMap<>();
            Set<UUID> seen = new HashSet<>();
            var said = DSL.lateral(DSL.select(REP_ANSWER.OVERRIDDEN_BY)
                            .from(REP_ANSWER)
                            .where(
                                    REP_ANSWER.TENANT.eq(ATTRIBUTION.TENANT),
                                    REP_ANSWER.DECISION_ID.eq(ATTRIBUTION.DECISION_ID),
                                    REP_ANSWER.POSITION.eq(ATTRIBUTION.POSITION),
                                    REP_ANSWER.DISPOSITION.eq("OVERRIDDEN"),
                                    REP_ANSWER.RETRACTED.isFalse())
                            .orderBy(REP_ANSWER.AT.desc(), REP_ANSWER.ID.desc())
                            .limit(1))
                    .as("said");
            transaction
                    .select(
                            ATTRIBUTION.DECISION_ID,
                            ATTRIBUTION.POSITION,
                            ATTRIBUTION.SUBJECT_ID,
                            DECISION.REP_ID,
                            ATTRIBUTION.ACTION,
                            REP_DISPOSITION.DISPOSITION,
                            said.field(REP_ANSWER.OVERRIDDEN_BY),
                            REP_DISPOSITION.AT,
                            ATTRIBUTION.ADVANCED,
                            ATTRIBUTION.WON,
                            ATTRIBUTION.ADVANCE_DUE,
                            DECISION.STAGE_KIND)
                    .from(ATTRIBUTION)
                    .join(REP_DISPOSITION)
                    .on(
                            REP_DISPOSITION.TENANT.eq(ATTRIBUTION.TENANT),
                            REP_DISPOSITION.DECISION_ID.eq(ATTRIBUTION.DECISION_ID),
                            REP_DISPOSITION.POSITION.eq(ATTRIBUTION.POSITION))
                    .join(DECISION)
                    .on(DECISION.TENANT.eq(ATTRIBUTION.TENANT), DECISION.ID.eq(ATTRIBUTION.DECISION_ID))
                    .join(SUBJECT)
                    .on(SUBJECT.TENANT.eq(ATTRIBUTION.TENANT), SUBJECT.ID.eq(ATTRIBUTION.SUBJECT_ID))
                    .leftJoin(said)
                    .on(DSL.trueCondition())
                    .where(
                            ATTRIBUTION.TENANT.eq(tenant.value()),
                            ATTRIBUTION.OPENED_AT.ge(from),
                            ATTRIBUTION.OPENED_AT.lt(until),
                            SUBJECT.DELETED_AT.isNull(),
                            REP_DISPOSITION.DISPOSITION.in("OVERRIDDEN", "ACCEPTED", "EXECUTED"))
                    .orderBy(ATTRIBUTION.OPENED_AT, ATTRIBUTION.DECISION_ID, ATTRIBUTION.POSITION)
                    .forEach(row -> {
                        boolean overridden = "OVERRIDDEN".equals(row.value6());
                        if (overridden) {
                            overrides.add(new Overridden(
                                    new DecisionId(row.value1()),
                                    row.value2(),
                                    new SubjectId(row.value3()),
                                    Optional.ofNullable(row.value4()).map(RepId::new),
                                    row.value5(),
                                    row.value7() == null ? "" : row.value7(),
                                    row.value8(),
                                    row.value9(),
                                    row.value10()));
                        }
                        boolean settled = !row.value11().isAfter(now)
                                && ("YES".equals(row.value9()) || "NO".equals(row.value9()));
                        if (seen.add(row.value3()) && settled) {
                            boolean advanced = "YES".equals(row.value9());
                            all.add(row.value12(), overridden, advanced);
                            byAction.computeIfAbsent(row.value5(), a -> new Tally())
                                    .add(row.value12(), overridden, advanced);
                        }
                    });
            return new Report(
                    overrides.reversed(),
                    all.line("all"),
                    byAction.entrySet().stream()
                            .map(entry -> entry.getValue().line(entry.getKey()))
                            .filter(line -> line.overridden().trials() > 0)
                            .sorted(java.util.Comparator.comparing(
                                            (Line line) -> line.overridden().trials())
                                    .reversed())
                            .toList());
        });
    }

    /** Counts by kind of stage. */
    private static final class Tally {
        private final Map<String, long[]> strata = new TreeMap<>();

        void add(String stratum, boolean overridden, boolean success) {
            long[] counts = strata.computeIfAbsent(stratum, s -> new long[4]);
            int side = overridden ? 0 : 2;
            counts[side] += success ? 1 : 0;
            counts[side + 1]++;
        }

        Line line(String key) {
            long[] sum = new long[4];
            List<StratifiedDifference.Stratum> each = new ArrayList<>();
            strata.values().forEach(counts -> {
                for (int i = 0; i < 4; i++) {
                    sum[i] += counts[i];
                }
                each.add(new StratifiedDifference.Stratum(
                        new Proportion(counts[0], counts[1]), new Proportion(counts[2], counts[3])));
            });
            return new Line(
                    key,
                    new Proportion(sum[0], sum[1]),
                    new Proportion(sum[2], sum[3]),
                    StratifiedDifference.of(each, FEWEST));
        }
    }
}
