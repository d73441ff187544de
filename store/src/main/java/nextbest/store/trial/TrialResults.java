package nextbest.store.trial;

import static nextbest.store.schema.Tables.ATTRIBUTION;
import static nextbest.store.schema.Tables.CONTRIBUTION;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.learning.statistics.Estimate;
import nextbest.learning.trial.AnytimeComparison;
import nextbest.outcome.CourseEvent;
import nextbest.recommendation.Arm;
import nextbest.store.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * What a trial shows on any day. A deal is analysed in the arm it was first decided in, whether or not it was shown anything:
 * that is what makes the arms comparable. With several arms beside the control the error is shared among the comparisons
 * (Bonferroni; the plan has done so), so all claims of a trial together are wrong with probability alpha at most, however often someone looks.
 */
public final class TrialResults {
    private final Database database;

    public TrialResults(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * A trial's result.
     *
     * @param arms in the order of the trial, the control first
     * @param comparisons each other arm against the control
     */
    public record Result(List<ArmResult> arms, List<Comparison> comparisons) {}

    /**
     * One arm so far.
     *
     * @param clusters clients or reps with a case whose window is over
     * @param cases those cases: deals, or cards where acceptance is measured
     * @param waiting cases whose window is still open
     */
    public record ArmResult(Arm arm, int clusters, long cases, long successes, long waiting) {}

    /**
     * An arm's rate minus the control's.
     *
     * @param difference with an interval that holds over all looks together
     */
    public record Comparison(Arm arm, Arm control, Estimate difference) {
        /** Whether a difference may be claimed. */
        public boolean isShown() {
            return difference instanceof Estimate.Measured measured && measured.excludes(0);
        }
    }

    public Result of(TenantId tenant, Trial trial, Instant now) {
        Map<Arm, Entries.Sums> sums = new EnumMap<>(Arm.class);
        Map<Arm, Long> waiting = new EnumMap<>(Arm.class);
        trial.arms().forEach(share -> {
            sums.put(share.arm(), new Entries.Sums());
            waiting.put(share.arm(), 0L);
        });
        database.atOneMoment(tenant, transaction -> {
            if (trial.measure() == Trial.Measure.ACCEPTED) {
                cards(transaction, tenant, trial, now, sums, waiting);
            } else {
                deals(transaction, tenant, trial, now, sums, waiting);
            }
            return null;
        });
        List<ArmResult> arms = trial.arms().stream()
                .map(share -> {
                    Entries.Sums sum = Objects.requireNonNull(sums.get(share.arm()));
                    return new ArmResult(
                            share.arm(),
                            sum.clusters(),
                            sum.exposures(),
                            sum.successes(),
                            Objects.requireNonNull(waiting.get(share.arm())));
                })
                .toList();
        return new Result(arms, comparisons(trial, sums));
    }

    private static List<Comparison> comparisons(Trial trial, Map<Arm, Entries.Sums> sums) {
        double alpha = trial.plan().design().assumptions().alpha();
        AnytimeComparison comparison =
                new AnytimeComparison(trial.plan().design().size(), alpha);
        AnytimeComparison.Arm control =
                Objects.requireNonNull(sums.get(trial.control())).arm();
        List<Comparison> comparisons = new ArrayList<>();
        for (Trial.Share share : trial.arms().subList(1, trial.arms().size())) {
            comparisons.add(new Comparison(
                    share.arm(),
                    trial.control(),
                    comparison.difference(
                            Objects.requireNonNull(sums.get(share.arm())).arm(), control)));
        }
        return comparisons;
    }

    private static void deals(
            DSLContext transaction,
            TenantId tenant,
            Trial trial,
            Instant now,
            Map<Arm, Entries.Sums> sums,
            Map<Arm, Long> waiting) {
        var first = transaction
                .select(
                        DECISION.SUBJECT_ID,
                        TrialPlanner.unit(trial.cluster()),
                        DECISION.DECIDED_AT,
                        DECISION.STAGE_POSITION,
                        DECISION.ARM)
                .distinctOn(DECISION.SUBJECT_ID)
                .from(DECISION)
                .join(SUBJECT)
                .on(SUBJECT.TENANT.eq(DECISION.TENANT), SUBJECT.ID.eq(DECISION.SUBJECT_ID))
                .where(DECISION.TENANT.eq(tenant.value()), DECISION.TRIAL_ID.eq(trial.id()), DECISION.MODE.eq("LIVE"))
                .orderBy(DECISION.SUBJECT_ID, DECISION.DECIDED_AT, DECISION.ID)
                .fetch();
        Map<UUID, List<CourseEvent>> courses =
                Entries.courses(transaction, tenant, first.getValues(DECISION.SUBJECT_ID));
        for (var row : first) {
            Arm arm = Arm.valueOf(row.value5());
            Entries.succeeded(
                            new Entries.Entry(row.value1(), row.value2(), row.value3(), row.value4()),
                            courses.getOrDefault(row.value1(), List.of()),
                            trial.measure(),
                            trial.window(),
                            now)
                    .ifPresentOrElse(
                            success -> Objects.requireNonNull(sums.get(arm)).add(row.value2(), success),
                            () -> waiting.merge(arm, 1L, Long::sum));
        }
    }

    private static void cards(
            DSLContext transaction,
            TenantId tenant,
            Trial trial,
            Instant now,
            Map<Arm, Entries.Sums> sums,
            Map<Arm, Long> waiting) {
        transaction
                .select(
                        TrialPlanner.unit(trial.cluster()),
                        DECISION.ARM,
                        CONTRIBUTION.ACCEPTED,
                        ATTRIBUTION.ANSWER_DUE,
                        ATTRIBUTION.ANSWERED)
                .from(CONTRIBUTION)
                .join(ATTRIBUTION)
                .on(
                        ATTRIBUTION.TENANT.eq(CONTRIBUTION.TENANT),
                        ATTRIBUTION.DECISION_ID.eq(CONTRIBUTION.DECISION_ID),
                        ATTRIBUTION.POSITION.eq(CONTRIBUTION.POSITION))
                .join(DECISION)
                .on(DECISION.TENANT.eq(CONTRIBUTION.TENANT), DECISION.ID.eq(CONTRIBUTION.DECISION_ID))
                .join(SUBJECT)
                .on(SUBJECT.TENANT.eq(DECISION.TENANT), SUBJECT.ID.eq(DECISION.SUBJECT_ID))
                .where(
                        CONTRIBUTION.TENANT.eq(tenant.value()),
                        CONTRIBUTION.POSITION.eq((short) 1),
                        DECISION.TRIAL_ID.eq(trial.id()),
                        DECISION.MODE.eq("LIVE"),
                        ATTRIBUTION.ANSWERED.ne("NO_OBSERVATION"))
                .forEach(row -> {
                    Arm arm = Arm.valueOf(row.value2());
                    if (row.value4().isAfter(now) || "PENDING".equals(row.value5())) {
                        waiting.merge(arm, 1L, Long::sum);
                    } else {
                        Objects.requireNonNull(sums.get(arm)).add(row.value1(), row.value3() == 1);
                    }
                });
    }

    /** The time to answer is over, and silence would have meant something. */
    static Condition answerIsSettled(Instant now) {
        return ATTRIBUTION.ANSWER_DUE.le(now).and(ATTRIBUTION.ANSWERED.in("YES", "NO"));
    }
}
