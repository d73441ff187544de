package nextbest.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a retraining found, for the manager who reads it and for the record.
 *
 * @param decisions how many decisions of the past it looked at
 * @param recommendations how many of their recommendations have a result
 * @param from the first of them
 * @param until the last of them
 * @param judgedFrom those from here on were kept from training and judge what was trained
 * @param policies what each policy would have earned per recommendation on those: challenger, champion, untrained,
 *     rules, and unconstrained: the challenger without the live fairness constraint
 * @param overlap how well the log covers what the challenger would do, in words; empty if it was not looked at
 * @param calibration what was foreseen and what came, by tenths of what was foreseen
 * @param groups who would be better or worse off with the challenger
 * @param actions what the challenger has learned of the actions, the most certain first
 * @param halfLifeMonths after so many months an example counts half; 0: nothing is forgotten
 * @param explorationScale how warm the choice is, in points
 * @param promoted whether the challenger becomes champion
 * @param reasons why not; empty exactly if promoted
 * @param demotion why the champion must go although the challenger does not follow; empty if it may stay
 * @param kept what decides now, with corrected forecasts or with what early signs foretell by now; empty where nothing is to
 *     be corrected
 */
public record TrainingReport(
        int decisions,
        int recommendations,
        Instant from,
        Instant until,
        Instant judgedFrom,
        List<PolicyValue> policies,
        String overlap,
        List<CalibrationBin> calibration,
        List<GroupFinding> groups,
        List<ActionFinding> actions,
        int halfLifeMonths,
        double explorationScale,
        boolean promoted,
        List<String> reasons,
        String demotion,
        Optional<ModelParameters> kept) {
    public TrainingReport {
        policies = List.copyOf(policies);
        Objects.requireNonNull(overlap, "overlap");
        calibration = List.copyOf(calibration);
        groups = List.copyOf(groups);
        actions = List.copyOf(actions);
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(demotion, "demotion");
        // reports of before forecasts were corrected have none
        kept = Objects.requireNonNullElseGet(kept, Optional::empty);
        if (promoted != reasons.isEmpty()) {
            throw new IllegalArgumentException("promoted must go with no reasons, but got " + reasons);
        }
    }

    /**
     * What a policy would have earned.
     *
     * @param policy its name
     * @param value reward per recommendation; NaN is never stored: 0 if refused
     * @param low lower end of the 95 % interval
     * @param high upper end
     * @param refused why no number is given; empty if one is
     */
    public record PolicyValue(String policy, double value, double low, double high, String refused) {}

    /**
     * @param foreseen mean reward that was foreseen
     * @param seen mean reward that came
     */
    public record CalibrationBin(int cases, double foreseen, double seen) {}

    /**
     * @param kind for example {@code industry}
     * @param group for example {@code retail}
     * @param difference of the value per recommendation, challenger less champion
     * @param low lower end of its interval, 95 % for all groups together
     * @param high upper end
     * @param worse whether the whole interval lies below 0
     */
    public record GroupFinding(
            String kind, String group, int cases, double difference, double low, double high, boolean worse) {}

    /**
     * @param n recommendations with a result
     * @param gain more than a typical recommendation brings, -1 to 1
     * @param low lower end of the 95 % interval
     * @param high upper end
     * @param certain whether it may be claimed
     */
    public record ActionFinding(String action, long n, double gain, double low, double high, boolean certain) {}

    /** The value of a policy; empty if it is not in the report. */
    public Optional<PolicyValue> policy(String name) {
        return policies.stream().filter(p -> p.policy().equals(name)).findFirst();
    }

    /**
     * What the live fairness constraint costs per recommendation: the value of the challenger without it less that with it, on
     * the same decisions. Negative where it gains. Empty where no number can be given.
     */
    public Optional<Double> fairnessCost() {
        return policy("unconstrained")
                .filter(p -> p.refused().isEmpty())
                .flatMap(without -> policy("challenger")
                        .filter(p -> p.refused().isEmpty())
                        .map(with -> without.value() - with.value()));
    }

    /** The report as a person reads it, one sentence a line. Rewards are shown in hundredths of the best outcome. */
    public List<String> inWords() {
        List<String> lines = new ArrayList<>();
        lines.add(
                promoted
                        ? "PROMOTED: the new version decides from now on."
                        : demotion.isEmpty() ? "NOT PROMOTED: nothing changes." : "NOT PROMOTED: it does not decide.");
        reasons.forEach(reason -> lines.add("  because " + reason + "."));
        if (!demotion.isEmpty()) {
            lines.add("DEMOTED: the version that decided until now is taken back, because " + demotion + ".");
        }
        lines.add("Looked at %d decisions of %s to %s; %d recommendations have a result."
                .formatted(decisions, day(from), day(until), recommendations));
        if (!policies.isEmpty()) {
            lines.add(
                    "Judged on those from " + day(judgedFrom)
                            + " on, which training did not see. Value of a recommendation, an advance being 65 and a usual win 82:");
            for (PolicyValue p : policies) {
                lines.add(
                        p.refused().isEmpty()
                                ? String.format(
                                        Locale.ROOT,
                                        "  %-10s %5.1f  (%.1f to %.1f)",
                                        p.policy(),
                                        100 * p.value(),
                                        100 * p.low(),
                                        100 * p.high())
                                : "  %-10s no number: %s".formatted(p.policy(), p.refused()));
            }
            lines.add("How far the past tells of the new version: " + overlap + ".");
            fairnessCost()
                    .ifPresent(cost -> lines.add(String.format(
                            Locale.ROOT,
                            "Holding groups to what they would get without their marks costs %.1f of 100 per recommendation.",
                            100 * cost)));
        }
        kept.filter(parameters -> !promoted && demotion.isEmpty())
                .ifPresent(parameters -> lines.addAll(keptInWords(parameters)));
        List<ActionFinding> sure =
                actions.stream().filter(ActionFinding::certain).toList();
        lines.add(
                sure.isEmpty()
                        ? "No action can be told from the others: no effect is claimed."
                        : "What can be told from the usual (per recommendation, an advance being 65):");
        sure.forEach(a -> lines.add(String.format(
                Locale.ROOT,
                "  %-32s %+5.1f  (%.1f to %.1f; n = %d)",
                a.action(),
                100 * a.gain(),
                100 * a.low(),
                100 * a.high(),
                a.n())));
        groups.stream()
                .filter(GroupFinding::worse)
                .forEach(g -> lines.add(String.format(
                        Locale.ROOT,
                        "Worse off would be %s %s: %.1f (%.1f to %.1f; n = %d).",
                        g.kind(),
                        g.group(),
                        100 * g.difference(),
                        100 * g.low(),
                        100 * g.high(),
                        g.cases())));
        lines.add(
                halfLifeMonths == 0
                        ? "Nothing is forgotten: older results foretell as well as younger ones."
                        : "A result counts half after " + halfLifeMonths + " months: the past has been changing.");
        return lines;
    }

    /** What is corrected in the version that stays. */
    static List<String> keptInWords(ModelParameters parameters) {
        List<String> lines = new ArrayList<>();
        lines.add("What decides stays, and is brought up to date:");
        if (!parameters.forecasts().isUnchanged()) {
            double[] foreseen = {0.1, 0.3, 0.6};
            for (double p : foreseen) {
                double logit = parameters.forecasts().logit(Math.log(p / (1 - p)));
                lines.add(String.format(
                        Locale.ROOT,
                        "  what it would foresee as %.0f of 100 counts as %.0f, by what came of younger forecasts",
                        100 * p,
                        100 / (1 + Math.exp(-logit))));
            }
        }
        if (!parameters.foresight().equals(Foresight.none())) {
            List<Integer> advances = parameters.foresight().advances();
            lines.add(String.format(
                    Locale.ROOT,
                    "  of 100 deals move on: %.0f where nothing was taken up, %.0f after acceptance, %.0f after it was done, %.0f after the buyer's answer",
                    advances.get(0) / 10.0,
                    advances.get(2) / 10.0,
                    advances.get(3) / 10.0,
                    advances.get(4) / 10.0));
            lines.add(String.format(
                    Locale.ROOT,
                    "  of 100 are won: %.0f that moved on within the window, %.0f that did not",
                    parameters.foresight().winsMoving() / 10.0,
                    parameters.foresight().winsStaying() / 10.0));
        }
        return lines;
    }

    private static String day(Instant at) {
        return at.toString().substring(0, 10);
    }
}
