package nextbest.api.trial;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import nextbest.learning.statistics.Estimate;
import nextbest.learning.trial.TrialDesign;
import nextbest.store.trial.Trial;
import nextbest.store.trial.TrialResults;

/** Tells of trials in words that do not say more than the data. */
public final class TrialTeller {
    private TrialTeller() {}

    /** What a trial shows so far. */
    public static String says(Trial trial, TrialResults.Result result) {
        return tell(trial, result).says();
    }

    /** A trial that runs or has ended, with what it shows. */
    static TrialView tell(Trial trial, TrialResults.Result result) {
        List<TrialView.ComparisonView> comparisons = result.comparisons().stream()
                .map(comparison -> comparison(trial.measure(), trial.cluster(), comparison))
                .toList();
        return view(
                Optional.of(trial.id()),
                trial,
                trial.endedAt().isPresent() ? "ENDED" : "RUNNING",
                result,
                comparisons,
                String.join(
                        " ",
                        comparisons.stream().map(TrialView.ComparisonView::says).toList()));
    }

    /** A trial that was only planned. */
    static TrialView plan(Trial trial) {
        List<TrialResults.ArmResult> arms = trial.arms().stream()
                .map(share -> new TrialResults.ArmResult(share.arm(), 0, 0, 0, 0))
                .toList();
        return view(
                Optional.empty(), trial, "PLANNED", new TrialResults.Result(arms, List.of()), List.of(), size(trial));
    }

    private static TrialView view(
            Optional<UUID> id,
            Trial trial,
            String state,
            TrialResults.Result result,
            List<TrialView.ComparisonView> comparisons,
            String says) {
        boolean started = id.isPresent();
        return new TrialView(
                id,
                trial.name(),
                trial.hypothesis(),
                state,
                trial.cluster().name(),
                trial.measure().name(),
                trial.windowDays(),
                arms(trial, result),
                announced(trial),
                comparisons,
                says,
                started ? Optional.of(trial.startedAt()) : Optional.empty(),
                started ? Optional.of(trial.startedBy()) : Optional.empty(),
                trial.endedAt(),
                trial.stoppedBy());
    }

    private static List<TrialView.ArmView> arms(Trial trial, TrialResults.Result result) {
        return trial.arms().stream()
                .flatMap(share -> result.arms().stream()
                        .filter(arm -> arm.arm() == share.arm())
                        .map(arm -> new TrialView.ArmView(
                                arm.arm().name(),
                                share.share(),
                                arm.clusters(),
                                arm.cases(),
                                arm.successes(),
                                arm.waiting())))
                .toList();
    }

    private static TrialView.PlanView announced(Trial trial) {
        TrialDesign design = trial.plan().design();
        return new TrialView.PlanView(
                design.assumptions().baseRate(),
                trial.plan().rateGiven() ? 0 : trial.plan().numbers().cases(),
                design.assumptions().difference(),
                design.assumptions().correlation(),
                trial.plan().correlationMeasured(),
                design.assumptions().alpha() * (trial.arms().size() - 1),
                design.assumptions().power(),
                design.size().accountsPerArm(),
                design.accountsThere(),
                design.size().exposuresPerAccount(),
                design.size().weeks(),
                weeksToResult(trial),
                design.enough(),
                design.findable());
    }

    private static int weeksToResult(Trial trial) {
        return trial.plan().design().size().weeks() + (trial.windowDays() + 6) / 7;
    }

    /** How large it has to be, and whether it can be. */
    static String size(Trial trial) {
        TrialDesign design = trial.plan().design();
        String needs = "Each arm needs %d %s; the smallest has %d."
                .formatted(
                        design.size().accountsPerArm(),
                        trial.cluster() == Trial.Cluster.CLIENT ? "clients" : "reps",
                        design.accountsThere());
        if (design.enough()) {
            return needs
                    + " That is enough after %d weeks, with the result after %d."
                            .formatted(design.size().weeks(), weeksToResult(trial));
        }
        return needs + " That is not enough, even after " + TrialDesign.MOST_WEEKS + " weeks"
                + design.findable()
                        .map(found -> "; a difference of %s or more could be found".formatted(points(Math.abs(found))))
                        .orElse(", for any difference of this direction")
                + ".";
    }

    private static TrialView.ComparisonView comparison(
            Trial.Measure measure, Trial.Cluster cluster, TrialResults.Comparison comparison) {
        String arm = comparison.arm().name();
        String control = comparison.control().name();
        return switch (comparison.difference()) {
            case Estimate.TooLittleData(long n, String reason) ->
                new TrialView.ComparisonView(
                        arm,
                        control,
                        "NOTHING_TO_SAY_YET",
                        n,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "%s against %s: nothing can be said yet: %s.".formatted(arm, control, reason));
            case Estimate.Measured measured -> {
                String verdict = !measured.excludes(0) ? "NO_EFFECT_SHOWN" : measured.value() > 0 ? "HIGHER" : "LOWER";
                yield new TrialView.ComparisonView(
                        arm,
                        control,
                        verdict,
                        measured.n(),
                        Optional.of(measured.value()),
                        Optional.of(measured.lower()),
                        Optional.of(measured.upper()),
                        sentence(arm, control, measure, cluster, verdict, measured));
            }
        };
    }

    private static String sentence(
            String arm,
            String control,
            Trial.Measure measure,
            Trial.Cluster cluster,
            String verdict,
            Estimate.Measured measured) {
        String what = switch (measure) {
            case ADVANCED -> "deals move on";
            case WON -> "deals are won";
            case ACCEPTED -> "recommendations are accepted";
        };
        String interval = "between %s and %s".formatted(points(measured.lower()), points(measured.upper()));
        String units = measured.n() + (cluster == Trial.Cluster.CLIENT ? " clients" : " reps") + " or more in each arm";
        return verdict.equals("NO_EFFECT_SHOWN")
                ? "%s against %s: no effect shown; how much more often %s lies %s (%s)."
                        .formatted(arm, control, what, interval, units)
                : "%s against %s: measured in a trial, %s %s often, by %s (%s; %s)."
                        .formatted(
                                arm,
                                control,
                                what,
                                verdict.equals("HIGHER") ? "more" : "less",
                                points(Math.abs(measured.value())),
                                interval,
                                units);
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.1f points", 100 * share);
    }
}
