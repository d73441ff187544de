package nextbest.store.trial;

import static nextbest.store.schema.Tables.DEAL_COURSE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.learning.trial.AnytimeComparison;
import nextbest.outcome.Attributor;
import nextbest.outcome.CourseEvent;
import nextbest.outcome.Exposure;
import nextbest.outcome.Observation;
import org.jooq.DSLContext;

/**
 * Deals that came into a trial, and what became of them within the window: judged by the same law as recommendations, and
 * only once the window is over, in every arm alike. A success that is seen early would count before a failure could.
 */
final class Entries {
    private Entries() {}

    /**
     * A deal as it came in.
     *
     * @param cluster its client or rep, or itself where it has none
     * @param stagePosition where it stood
     */
    record Entry(UUID subject, UUID cluster, Instant at, int stagePosition) {}

    /** What happened to the deals of an organisation, by deal. */
    static Map<UUID, List<CourseEvent>> courses(DSLContext transaction, TenantId tenant, Collection<UUID> subjects) {
        return transaction
                .selectFrom(DEAL_COURSE)
                .where(
                        DEAL_COURSE.TENANT.eq(tenant.value()),
                        DEAL_COURSE.SUBJECT_ID.eq(org.jooq.impl.DSL.any(subjects.toArray(UUID[]::new))))
                .orderBy(DEAL_COURSE.OCCURRED_AT, DEAL_COURSE.RANK, DEAL_COURSE.SEQ)
                .fetchGroups(
                        DEAL_COURSE.SUBJECT_ID,
                        row -> new CourseEvent(
                                CourseEvent.Kind.valueOf(row.getKind()),
                                row.getOccurredAt(),
                                row.getStagePosition() == null ? -1 : row.getStagePosition(),
                                Optional.empty()));
    }

    /** Whether the deal did what is measured; empty while the window is open. */
    static Optional<Boolean> succeeded(
            Entry entry, List<CourseEvent> course, Trial.Measure measure, Duration window, Instant now) {
        Instant due = entry.at().plus(window);
        if (now.isBefore(due)) {
            return Optional.empty();
        }
        Exposure exposure = new Exposure("", entry.stagePosition(), entry.at(), due, due, due, due, false);
        Attributor.Result result = Attributor.evaluate(exposure, List.of(), List.of(), course, now);
        return Optional.of(
                switch (measure) {
                    case ADVANCED -> result.advanced() == Observation.YES;
                    case WON -> result.won() == Observation.YES;
                    case ACCEPTED ->
                        throw new IllegalArgumentException("acceptance is seen on cards, not in a deal's course");
                });
    }

    /** Sums per cluster, in the order of their ids. */
    static final class Sums {
        private final Map<UUID, double[]> byCluster = new TreeMap<>();

        void add(UUID cluster, boolean success) {
            double[] sum = byCluster.computeIfAbsent(cluster, c -> new double[2]);
            sum[0] += success ? 1 : 0;
            sum[1]++;
        }

        AnytimeComparison.Arm arm() {
            List<double[]> sums = new ArrayList<>(byCluster.values());
            return new AnytimeComparison.Arm(
                    sums.stream().mapToDouble(sum -> sum[0]).toArray(),
                    sums.stream().mapToLong(sum -> Math.round(sum[1])).toArray());
        }

        int clusters() {
            return byCluster.size();
        }

        long exposures() {
            return Math.round(
                    byCluster.values().stream().mapToDouble(sum -> sum[1]).sum());
        }

        long successes() {
            return Math.round(
                    byCluster.values().stream().mapToDouble(sum -> sum[0]).sum());
        }
    }
}
