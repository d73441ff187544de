package nextbest.api.trial;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A trial as it is told. */
@Schema(name = "Trial", description = "A randomised comparison of ways to recommend.")
record TrialView(
        @Schema(description = "Our id; empty for a plan that was not started.")
        Optional<UUID> id,

        @Schema(description = "A short name.") String name,

        @Schema(description = "What was believed before the first result.")
        String hypothesis,

        @Schema(description = "PLANNED, RUNNING or ENDED.") String state,

        @Schema(description = "REP or CLIENT: what is put into an arm as a whole.")
        String cluster,

        @Schema(
                description =
                        "ADVANCED or WON: of deals, within the window after they came in. ACCEPTED: of answered or"
                                + " ignored cards.")
        String measure,

        @Schema(description = "Days for which a deal is watched.")
        int windowDays,

        @Schema(description = "The control first.") List<ArmView> arms,

        @Schema(description = "What was announced beforehand.")
        PlanView plan,

        @Schema(description = "Each other arm against the control.")
        List<ComparisonView> comparisons,

        @Schema(description = "What may be said today, as a sentence.")
        String says,

        @Schema(description = "When it began, in business time.")
        Optional<Instant> startedAt,

        @Schema(description = "Who started it.") Optional<String> startedBy,
        @Schema(description = "When it was stopped.") Optional<Instant> endedAt,
        @Schema(description = "Who stopped it.") Optional<String> stoppedBy) {

    /** One arm. */
    @Schema(name = "TrialArm", description = "One arm of a trial.")
    record ArmView(
            @Schema(
                    description =
                            "ENGINE: with all that was learned. STATIC: fixed weights. RANDOM_ELIGIBLE: chance among"
                                    + " what is suitable. NONE: nothing is shown.")
            String arm,

            @Schema(description = "Its share, relative to the sum of all.")
            double share,

            @Schema(description = "Clients or reps with a case whose window is over.")
            int clusters,

            @Schema(description = "Those cases.") long cases,

            @Schema(description = "How many of them succeeded.")
            long successes,

            @Schema(description = "Cases whose window is still open.")
            long waiting) {}

    /** What was announced. */
    @Schema(name = "TrialPlan", description = "How large the trial has to be, from the organisation's own numbers.")
    record PlanView(
            @Schema(description = "The rate in the control arm that is expected.")
            double baseRate,

            @Schema(description = "Cases of the organisation's own that the rate rests on; 0: it was given.")
            long baseRateCases,

            @Schema(description = "The difference that is to be found.")
            double difference,

            @Schema(description = "How alike two cases of one cluster are, 0 to 1.")
            double correlation,

            @Schema(
                    description =
                            "Whether that was measured here or assumed, because too few clusters have several cases.")
            boolean correlationMeasured,

            @Schema(description = "Share of false alarms over all looks together.")
            double alpha,

            @Schema(description = "Chance to find the difference if it is there.")
            double power,

            @Schema(description = "Clusters that each arm needs.")
            int clustersPerArm,

            @Schema(description = "Clusters that the smallest arm has.")
            int clustersThere,

            @Schema(description = "Cases per cluster by the planned end.")
            int casesPerCluster,

            @Schema(description = "Weeks in which cases come in.")
            int weeks,

            @Schema(description = "Weeks until the last of them has been watched through.")
            int weeksToResult,

            @Schema(description = "Whether the clusters are enough.")
            boolean enough,

            @Schema(description = "Where they are not: the smallest difference that they could find.")
            Optional<Double> findable) {}

    /** An arm against the control. */
    @Schema(
            name = "TrialComparison",
            description = "An arm's rate minus the control's; valid on whatever day it is read.")
    record ComparisonView(
            @Schema(description = "The arm.") String arm,
            @Schema(description = "The control.") String control,

            @Schema(description = "NOTHING_TO_SAY_YET, NO_EFFECT_SHOWN, HIGHER or LOWER.")
            String verdict,

            @Schema(description = "Clusters of the smaller side.")
            long n,

            @Schema(description = "The difference; empty where nothing can be said yet.")
            Optional<Double> difference,

            @Schema(description = "Lower end of its interval.")
            Optional<Double> low,

            @Schema(description = "Upper end of its interval.")
            Optional<Double> high,

            @Schema(description = "As a sentence.") String says) {}
}
