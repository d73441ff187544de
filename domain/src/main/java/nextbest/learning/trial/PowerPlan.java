package nextbest.learning.trial;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How large a trial of two arms must be, told before it starts. With base rate p, difference δ to be found, m exposures per
 * account and correlation ρ within an account, an arm needs
 * n = (c + z_β)²·[p(1 − p) + p'(1 − p')]·(1 + (m − 1)ρ)/(m·δ²) accounts, where p' = p + δ and c is the anytime-valid
 * multiplier at the planned end instead of 1.96: the price of being allowed to look every day. A tenth is added, because the
 * variance is estimated from the accounts themselves and the assumed correlation is never exact.
 *
 * @param accountsPerArm accounts in each arm
 * @param exposuresPerAccount exposures each account must have had
 * @param weeks duration, rounded up
 * @param information 1/variance of the difference at the planned end; {@link AnytimeComparison} takes it
 */
public record PowerPlan(int accountsPerArm, int exposuresPerAccount, int weeks, double information) {
    private static final double ALLOWANCE = 1.1;

    public PowerPlan {
        if (accountsPerArm < 1 || exposuresPerAccount < 1 || !(information > 0)) {
            throw new IllegalArgumentException("expected positive sizes, but got " + accountsPerArm + " accounts, "
                    + exposuresPerAccount + " exposures and information " + information);
        }
    }

    /**
     * What is assumed.
     *
     * @param baseRate rate in the control arm, in (0, 1)
     * @param difference difference that must be found, not 0; baseRate + difference in (0, 1)
     * @param exposuresPerAccount exposures per account over the whole trial, ≥ 1
     * @param exposuresPerWeek exposures per account and week, &gt; 0
     * @param correlation correlation of two outcomes of one account, in [0, 1]; 0.1 to 0.3 where accounts differ much
     * @param alpha share of false alarms over all looks, in (0, 1)
     * @param power chance to find the difference, in (0.5, 1)
     */
    public record Assumptions(
            double baseRate,
            double difference,
            int exposuresPerAccount,
            double exposuresPerWeek,
            double correlation,
            double alpha,
            double power) {
        public Assumptions {
            require(baseRate > 0 && baseRate < 1, "base rate", "in (0, 1)", baseRate);
            require(
                    difference != 0 && baseRate + difference > 0 && baseRate + difference < 1,
                    "difference",
                    "such that base rate + difference is in (0, 1), and not 0",
                    difference);
            require(exposuresPerAccount >= 1, "exposures per account", ">= 1", exposuresPerAccount);
            require(exposuresPerWeek > 0, "exposures per week", "> 0", exposuresPerWeek);
            require(correlation >= 0 && correlation <= 1, "correlation", "in [0, 1]", correlation);
            require(alpha > 0 && alpha < 1, "alpha", "in (0, 1)", alpha);
            require(power > 0.5 && power < 1, "power", "in (0.5, 1)", power);
        }

        private static void require(boolean holds, String name, String allowed, double seen) {
            if (!holds) {
                throw new IllegalArgumentException(name + " must be " + allowed + ", but is " + seen);
            }
        }
    }

    /** The plan for these assumptions. */
    public static PowerPlan of(Assumptions a) {
        double c = MixtureBoundary.multiplier(MixtureBoundary.best(a.alpha), a.alpha);
        double zPower = NormalDistribution.of(0, 1).inverseCumulativeProbability(a.power);
        double other = a.baseRate + a.difference;
        double variance = a.baseRate * (1 - a.baseRate) + other * (1 - other);
        double design = (1 + (a.exposuresPerAccount - 1) * a.correlation) / a.exposuresPerAccount;
        double n = ALLOWANCE * Math.pow(c + zPower, 2) * variance * design / (a.difference * a.difference);
        int accounts = Math.max(AnytimeComparison.FEWEST_ACCOUNTS, (int) Math.ceil(n));
        int weeks = (int) Math.ceil(a.exposuresPerAccount / a.exposuresPerWeek);
        return new PowerPlan(accounts, a.exposuresPerAccount, weeks, accounts / (variance * design));
    }
}
