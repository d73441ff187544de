package nextbest.learning.trial;

import java.util.Objects;
import java.util.Optional;

/**
 * How long a trial has to run in an organisation as it is, told before it starts: the fewest weeks after which the accounts
 * of the smallest arm have had enough exposures.
 *
 * @param assumptions what it rests on
 * @param size accounts, exposures per account and weeks that it takes
 * @param accountsThere accounts that the smallest arm would have
 * @param enough whether those are enough within {@value #MOST_WEEKS} weeks
 * @param findable where they are not: the smallest difference, of the sign of the one that was asked for, that they could find
 *     by then; empty if they are too few for any
 */
public record TrialDesign(
        PowerPlan.Assumptions assumptions,
        PowerPlan size,
        int accountsThere,
        boolean enough,
        Optional<Double> findable) {
    /** Nobody waits longer for an answer. */
    public static final int MOST_WEEKS = 104;

    public TrialDesign {
        Objects.requireNonNull(assumptions, "assumptions");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(findable, "findable");
    }

    /**
     * What the organisation's own numbers say.
     *
     * @param baseRate rate without what is tried, in (0, 1)
     * @param correlation of two outcomes of one account, in [0, 1]
     * @param accountsInSmallestArm accounts, ≥ 0
     * @param exposuresAtOnce exposures per account as soon as the trial starts, ≥ 0
     * @param exposuresPerWeek further ones per account and week, ≥ 0
     */
    public record Numbers(
            double baseRate,
            double correlation,
            int accountsInSmallestArm,
            double exposuresAtOnce,
            double exposuresPerWeek) {
        public Numbers {
            if (accountsInSmallestArm < 0 || !(exposuresAtOnce >= 0) || !(exposuresPerWeek >= 0)) {
                throw new IllegalArgumentException("expected no negative numbers, but got " + accountsInSmallestArm
                        + " accounts, " + exposuresAtOnce + " and " + exposuresPerWeek + " exposures");
            }
        }
    }

    /** @throws IllegalArgumentException if base rate, difference, alpha or power are out of range */
    public static TrialDesign of(Numbers numbers, double difference, double alpha, double power) {
        for (int weeks = 1; ; weeks++) {
            PowerPlan.Assumptions assumptions = after(weeks, numbers, difference, alpha, power);
            PowerPlan plan = PowerPlan.of(assumptions);
            boolean enough = plan.accountsPerArm() <= numbers.accountsInSmallestArm();
            if (enough || weeks == MOST_WEEKS) {
                return new TrialDesign(
                        assumptions,
                        new PowerPlan(plan.accountsPerArm(), plan.exposuresPerAccount(), weeks, plan.information()),
                        numbers.accountsInSmallestArm(),
                        enough,
                        enough ? Optional.empty() : findable(numbers, difference, alpha, power));
            }
        }
    }

    private static PowerPlan.Assumptions after(
            int weeks, Numbers numbers, double difference, double alpha, double power) {
        int exposures = (int) Math.max(1, Math.round(numbers.exposuresAtOnce() + numbers.exposuresPerWeek() * weeks));
        return new PowerPlan.Assumptions(
                numbers.baseRate(),
                difference,
                exposures,
                (double) exposures / weeks,
                numbers.correlation(),
                alpha,
                power);
    }

    /** By halving: the larger the difference, the fewer accounts it takes. */
    private static Optional<Double> findable(Numbers numbers, double asked, double alpha, double power) {
        double room = asked > 0 ? 1 - numbers.baseRate() : numbers.baseRate();
        double sign = Math.signum(asked);
        double small = Math.abs(asked);
        double large = room * 0.999;
        if (large <= small || !suffices(numbers, sign * large, alpha, power)) {
            return Optional.empty();
        }
        for (int i = 0; i < 40; i++) {
            double middle = (small + large) / 2;
            if (suffices(numbers, sign * middle, alpha, power)) {
                large = middle;
            } else {
                small = middle;
            }
        }
        return Optional.of(sign * large);
    }

    private static boolean suffices(Numbers numbers, double difference, double alpha, double power) {
        return PowerPlan.of(after(MOST_WEEKS, numbers, difference, alpha, power))
                        .accountsPerArm()
                <= numbers.accountsInSmallestArm();
    }
}
