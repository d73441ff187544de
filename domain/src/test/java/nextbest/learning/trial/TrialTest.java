package nextbest.learning.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import nextbest.learning.statistics.Estimate;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final double ALPHA = 0.05;

    @Test
    void aUnitStaysInItsArmAndArmsGetTheirShares() {
        Assignment assignment =
                new Assignment("t1", List.of(new Assignment.Arm("engine", 3), new Assignment.Arm("random", 1)));
        int engine = 0;
        for (int i = 0; i < 20_000; i++) {
            String unit = "account-" + i;
            assertThat(assignment.armOf(unit)).isEqualTo(assignment.armOf(unit));
            engine += assignment.armOf(unit).name().equals("engine") ? 1 : 0;
        }
        // 15,000 expected, binomial standard deviation 61
        assertThat(engine).isBetween(14_700, 15_300);
    }

    @Test
    void twoTrialsAssignIndependently() {
        Assignment one = Assignment.equal("t1", "a", "b");
        Assignment two = Assignment.equal("t2", "a", "b");
        int same = 0;
        for (int i = 0; i < 10_000; i++) {
            same += one.armOf("u" + i).equals(two.armOf("u" + i)) ? 1 : 0;
        }
        // half expected, standard deviation 50
        assertThat(same).isBetween(4750, 5250);
    }

    @Test
    void theBoundaryIsTightestNearThreeStandardErrors() {
        // minimum of (1 + 1/x)·ln((1 + x)·400) over x, found by hand on a grid: x ≈ 8.2, value 9.21 → 3.035
        double x = MixtureBoundary.best(ALPHA);
        assertThat(MixtureBoundary.multiplier(x, ALPHA)).isCloseTo(3.035, within(0.01));
        assertThat(MixtureBoundary.multiplier(x / 3, ALPHA)).isGreaterThan(MixtureBoundary.multiplier(x, ALPHA));
        assertThat(MixtureBoundary.multiplier(x * 3, ALPHA)).isGreaterThan(MixtureBoundary.multiplier(x, ALPHA));
    }

    @Test
    void fewerThanFiveOfHundredTrialsWithoutDifferenceEverAlarmUnderDailyLooks() {
        int runs = 1000;
        int alarms = 0;
        int naive = 0;
        PowerPlan plan = PowerPlan.of(new PowerPlan.Assumptions(0.3, 0.08, 10, 2, 0.25, ALPHA, 0.8));
        for (int run = 0; run < runs; run++) {
            Trial trial = new Trial(60, 0.3, 0, run);
            alarms += trial.everAlarms(plan, false) ? 1 : 0;
            naive += new Trial(60, 0.3, 0, run).everAlarms(plan, true) ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(runs / 20);
        // the negative twin: the naive test on the same data alarms in far more than 5 %
        assertThat(naive).isGreaterThan(runs / 5);
    }

    @Test
    void theAnnouncedSizeFindsTheDifferenceInEightOfTenTrials() {
        PowerPlan plan = PowerPlan.of(new PowerPlan.Assumptions(0.3, 0.08, 10, 2, 0.25, ALPHA, 0.8));
        assertThat(plan.weeks()).isEqualTo(5);
        int runs = 1000;
        int found = 0;
        for (int run = 0; run < runs; run++) {
            found += new Trial(plan.accountsPerArm(), 0.3, 0.08, 5000 + run).everAlarms(plan, false) ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(800);
    }

    @Test
    void tooFewAccountsOrEventsAreNoAnswer() {
        PowerPlan plan = new PowerPlan(50, 10, 5, 1000);
        AnytimeComparison comparison = new AnytimeComparison(plan, ALPHA);
        assertThat(comparison.difference(arm(10, 3), arm(10, 3))).isInstanceOf(Estimate.TooLittleData.class);
        assertThat(comparison.difference(arm(40, 0), arm(40, 0))).isInstanceOf(Estimate.TooLittleData.class);
    }

    @Test
    void impossibleAssumptionsAreRefused() {
        assertThatThrownBy(() -> new PowerPlan.Assumptions(0.9, 0.2, 10, 2, 0.1, ALPHA, 0.8))
                .hasMessageContaining("base rate + difference is in (0, 1)");
        assertThatThrownBy(() -> new AnytimeComparison.Arm(new double[] {3}, new long[] {2}))
                .hasMessageContaining("0 <= rewards <= exposures");
    }

    private static AnytimeComparison.Arm arm(int accounts, double rewards) {
        double[] r = new double[accounts];
        long[] n = new long[accounts];
        Arrays.fill(r, rewards);
        Arrays.fill(n, 10);
        return new AnytimeComparison.Arm(r, n);
    }

    /** Accounts with rates from a Beta with correlation .25 (κ = 3), ten exposures each, on ten days; a look every day. */
    private static final class Trial {
        private static final double KAPPA = 3;
        private final int accounts;
        private final double[][] rate = new double[2][];
        private final UniformRandomProvider random;

        Trial(int accounts, double base, double difference, long seed) {
            this.accounts = accounts;
            random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
            for (int arm = 0; arm < 2; arm++) {
                double mean = base + (arm == 0 ? difference : 0);
                var sampler =
                        BetaDistribution.of(mean * KAPPA, (1 - mean) * KAPPA).createSampler(random);
                rate[arm] = new double[accounts];
                Arrays.setAll(rate[arm], i -> sampler.sample());
            }
        }

        boolean everAlarms(PowerPlan plan, boolean naive) {
            AnytimeComparison comparison = new AnytimeComparison(plan, ALPHA);
            double[][] rewards = new double[2][accounts];
            for (int day = 1; day <= 10; day++) {
                for (int arm = 0; arm < 2; arm++) {
                    for (int i = 0; i < accounts; i++) {
                        rewards[arm][i] += random.nextDouble() < rate[arm][i] ? 1 : 0;
                    }
                }
                long[] exposures = new long[accounts];
                Arrays.fill(exposures, day);
                boolean alarm = naive
                        ? naiveAlarm(rewards, day)
                        : comparison.difference(
                                                new AnytimeComparison.Arm(rewards[0], exposures),
                                                new AnytimeComparison.Arm(rewards[1], exposures))
                                        instanceof Estimate.Measured m
                                && m.excludes(0);
                if (alarm) {
                    return true;
                }
            }
            return false;
        }

        /** A z-test that takes every exposure for independent. */
        private boolean naiveAlarm(double[][] rewards, int day) {
            double n = (double) accounts * day;
            double a = Arrays.stream(rewards[0]).sum() / n;
            double b = Arrays.stream(rewards[1]).sum() / n;
            double error = Math.sqrt((a * (1 - a) + b * (1 - b)) / n);
            return error > 0 && Math.abs(a - b) > 1.96 * error;
        }
    }
}
