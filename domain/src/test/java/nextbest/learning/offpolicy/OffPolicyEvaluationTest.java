package nextbest.learning.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffPolicyEvaluationTest {

    @Test
    void pointEstimatesFollowTheirFormulas() {
        // w = {2, 0.5, 20}, r = {1, 0, 1}, q(a) = {.5, .25, .75}, q(π) = {.4, .3, .2}; w(r − q) = {1, −.125, 5}
        LoggedDecisions log = LoggedDecisions.of(
                new double[] {1, 0, 1},
                new double[] {0.25, 0.5, 0.05},
                new double[] {0.5, 0.25, 1},
                new double[] {0.5, 0.25, 0.75},
                new double[] {0.4, 0.3, 0.2},
                new long[0]);
        assertThat(point(log, Estimator.IPS)).isCloseTo(22 / 3.0, within(1e-12));
        assertThat(point(log, Estimator.CLIPPED_IPS)).isCloseTo(2 * Math.sqrt(3) / 3, within(1e-12));
        assertThat(point(log, Estimator.SNIPS)).isCloseTo(22 / 22.5, within(1e-12));
        assertThat(point(log, Estimator.DM)).isCloseTo(0.3, within(1e-12));
        assertThat(point(log, Estimator.DR)).isCloseTo(0.3 + 5.875 / 3, within(1e-12));
        assertThat(point(log, Estimator.SNDR)).isCloseTo(0.3 + 5.875 / 22.5, within(1e-12));
        assertThat(point(log, Estimator.SWITCH_DR)).isCloseTo(0.3 + 0.875 / 3, within(1e-12));
    }

    private static double point(LoggedDecisions log, Estimator estimator) {
        return OffPolicyEvaluation.pointEstimate(log, estimator);
    }

    @Test
    void refusesWhereTheLogIsWorthAFewDecisions() {
        // A deterministic policy on a log of 40 actions that it nearly never took: ESS ≈ 600/40 = 15.
        OffPolicyReport report = OffPolicyEvaluation.evaluate(simulated(600, 40, 1, 3));
        for (Estimator estimator : Estimator.values()) {
            assertThat(report.verdict(estimator)).isInstanceOf(Verdict.Refused.class);
        }
        assertThat(report.overlap().objection())
                .hasValueSatisfying(reason -> assertThat(reason).contains("worth only"));
    }

    @Test
    void refusesWhereTheWeightsDoNotAverageToOne() {
        // Every second decision of the target is one the log cannot contain: mean weight 1/2.
        int n = 1000;
        double[] half = filled(n, 0.5);
        LoggedDecisions log =
                LoggedDecisions.of(filled(n, 1), half, filled(n, 0.25), filled(n, 0), filled(n, 0), new long[0]);
        assertThat(OffPolicyEvaluation.evaluate(log).overlap().objection())
                .hasValueSatisfying(reason -> assertThat(reason).contains("mean weight"));
    }

    @Test
    void neverThrowsWithoutASinglePositiveAndAdmitsThatItMayHaveMissedSome() {
        int n = 400;
        LoggedDecisions log = LoggedDecisions.of(
                filled(n, 0), filled(n, 0.5), filled(n, 0.5), filled(n, 0), filled(n, 0), new long[0]);
        Verdict.Estimate ips =
                (Verdict.Estimate) OffPolicyEvaluation.evaluate(log).verdict(Estimator.IPS);
        assertThat(ips.value()).isZero();
        assertThat(ips.lower()).isZero();
        // Clopper–Pearson for 0 of 400: 1 − 0.025^(1/400) = 0.00918
        assertThat(ips.upper()).isCloseTo(0.00918, within(1e-5));
    }

    @Test
    void rewardsOfWhatThePolicyNeverDoesMakeNothingCertain() {
        // half of 800 decisions took the other action, which alone was ever rewarded
        int n = 800;
        double[] reward = new double[n];
        double[] target = new double[n];
        for (int i = 0; i < n; i++) {
            reward[i] = i % 2;
            target[i] = 1 - i % 2;
        }
        LoggedDecisions log =
                LoggedDecisions.of(reward, filled(n, 0.5), target, filled(n, 0), filled(n, 0), new long[0]);
        Verdict.Estimate ips =
                (Verdict.Estimate) OffPolicyEvaluation.evaluate(log).verdict(Estimator.IPS);
        assertThat(ips.value()).isZero();
        // Clopper–Pearson for 0 of the effective 400
        assertThat(ips.upper()).isCloseTo(0.00918, within(1e-5));
    }

    @Test
    void aPropensityThatHardlyIsOneIsRefusedAndOverflowsNothing() {
        int n = 300;
        double[] logged = filled(n, 0.5);
        logged[7] = 1e-300;
        LoggedDecisions log =
                LoggedDecisions.of(filled(n, 0.3), logged, filled(n, 0.5), filled(n, 0), filled(n, 0), new long[0]);
        Overlap overlap = OffPolicyEvaluation.evaluate(log).overlap();
        // one decision has all the weight
        assertThat(overlap.effectiveSize()).isCloseTo(1, within(1e-9));
        assertThat(overlap.objection())
                .hasValueSatisfying(reason -> assertThat(reason).contains("worth only 1.0"));
    }

    @Test
    void aFewClustersWithNearlyAllDecisionsAreRefused() {
        int n = 2000;
        long[] cluster = new long[n];
        for (int i = 0; i < n; i++) {
            cluster[i] = i < 1900 ? 0 : i;
        }
        LoggedDecisions log =
                LoggedDecisions.of(filled(n, 0.3), filled(n, 0.5), filled(n, 0.5), filled(n, 0), filled(n, 0), cluster);
        Overlap overlap = OffPolicyEvaluation.evaluate(log).overlap();
        // 101 clusters of weights 1900 and 100 times 1: 2000² / (1900² + 100) = 1.108
        assertThat(overlap.effectiveClusters()).isCloseTo(1.108, within(1e-3));
        assertThat(overlap.objection())
                .hasValueSatisfying(reason -> assertThat(reason).contains("101 clusters"));
        // the twin: 100 equal clusters
        for (int i = 0; i < n; i++) {
            cluster[i] = i / 20;
        }
        assertThat(OffPolicyEvaluation.evaluate(LoggedDecisions.of(
                                filled(n, 0.3), filled(n, 0.5), filled(n, 0.5), filled(n, 0), filled(n, 0), cluster))
                        .overlap()
                        .objection())
                .isEmpty();
    }

    @Test
    void theIntervalOfTheDirectMethodCoversWhatItsModelMisses() {
        // the model says .1 of everything, .5 comes
        int n = 1000;
        double[] reward = new double[n];
        for (int i = 0; i < n; i++) {
            reward[i] = i % 2;
        }
        LoggedDecisions log =
                LoggedDecisions.of(reward, filled(n, 0.5), filled(n, 0.5), filled(n, 0.1), filled(n, 0.1), new long[0]);
        Verdict.Estimate dm =
                (Verdict.Estimate) OffPolicyEvaluation.evaluate(log).verdict(Estimator.DM);
        assertThat(dm.value()).isCloseTo(0.1, within(1e-12));
        assertThat(dm.upper()).isGreaterThan(0.5);
    }

    @Test
    void intervalsCoverTheTruthAboutAsOftenAsTheySay() {
        int covered = 0;
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            OffPolicyReport report = OffPolicyEvaluation.evaluate(simulated(500, 4, 0.5, 100 + run));
            Verdict.Estimate dr = (Verdict.Estimate) report.verdict(Estimator.DR);
            // target: half always action 0 (pays .6), half uniform over .6, .2, .2, .2 (mean .3)
            covered += dr.lower() <= 0.45 && 0.45 <= dr.upper() ? 1 : 0;
        }
        // 95 % of 200 with three binomial standard deviations (3.1) on either side
        assertThat(covered).isBetween(180, 199);
    }

    @Test
    void clusteredDecisionsGiveWiderIntervalsThanIndependentOnes() {
        int n = 1000;
        double[] reward = new double[n];
        long[] cluster = new long[n];
        Random random = new Random(3);
        for (int c = 0; c < 50; c++) {
            double same = random.nextInt(2);
            for (int k = 0; k < 20; k++) {
                reward[c * 20 + k] = same;
                cluster[c * 20 + k] = c;
            }
        }
        double[] half = filled(n, 0.5);
        double[] zero = filled(n, 0);
        double alone = width(LoggedDecisions.of(reward, half, half, zero, zero, new long[0]));
        double together = width(LoggedDecisions.of(reward, half, half, zero, zero, cluster));
        // 20 equal decisions carry the information of one: √20 = 4.5 times as wide
        assertThat(together / alone).isBetween(3.5, 5.5);
    }

    private static double width(LoggedDecisions log) {
        Verdict.Estimate e =
                (Verdict.Estimate) OffPolicyEvaluation.evaluate(log).verdict(Estimator.IPS);
        return e.upper() - e.lower();
    }

    @Test
    void promotesOnlyWhatIsBetterForSure() {
        assertThat(PromotionGate.decide(new Verdict.Estimate(0.3, 0.21, 0.4), 0.2, List.of())
                        .promoted())
                .isTrue();
        assertThat(PromotionGate.decide(new Verdict.Estimate(0.3, 0.19, 0.4), 0.2, List.of())
                        .reasons())
                .singleElement()
                .asString()
                .contains("only down to 19.0, which does not exceed the champion's 20.0");
        assertThat(PromotionGate.decide(new Verdict.Refused("no overlap"), 0.2, List.of())
                        .promoted())
                .isFalse();
        assertThat(PromotionGate.decide(new Verdict.Estimate(0.3, 0.21, 0.4), 0.2, List.of("calibration"))
                        .reasons())
                .containsExactly("calibration");
    }

    @Test
    void anImpossiblePropensityIsAnErrorThatNamesItsRow() {
        double[] ok = {0.5, 0.5};
        assertThatThrownBy(() -> LoggedDecisions.of(ok, new double[] {0.5, 0}, ok, ok, ok, new long[0]))
                .hasMessage("decision 1: logging propensity must be in (0, 1], but is 0.0");
        assertThatThrownBy(() -> LoggedDecisions.of(new double[] {2, 0}, ok, ok, ok, ok, new long[0]))
                .hasMessage("decision 0: reward must be in [0, 1], but is 2.0");
        assertThatThrownBy(() -> LoggedDecisions.of(
                        new double[0], new double[0], new double[0], new double[0], new double[0], new long[0]))
                .hasMessageContaining("empty");
    }

    @Test
    void crossFittingNeverShowsAModelItsOwnDecision() {
        // one decision per cell: in sample its own reward leaks into the prediction, cross-fitted only the prior
        // remains
        CellRewardModel model = new CellRewardModel(1, 4);
        int[] cell = {0, 1, 2, 3};
        double[] reward = {1, 1, 1, 1};
        assertThat(model.fit(cell, reward, 4)).containsOnly(0.4);
        int[] fold = {0, 1, 0, 1};
        double[][] crossed = model.crossFit(cell, reward, 4, fold, 2);
        for (int i = 0; i < 4; i++) {
            assertThat(crossed[fold[i]][cell[i]]).isEqualTo(0.25);
        }
    }

    /** Uniform logging over k actions; action 0 pays .6, others .2; the target takes 0 with the given extra share. */
    private static LoggedDecisions simulated(int n, int k, double share, long seed) {
        Random random = new Random(seed);
        double[] reward = new double[n];
        double[] target = new double[n];
        double[] predicted = new double[n];
        for (int i = 0; i < n; i++) {
            int action = random.nextInt(k);
            reward[i] = random.nextDouble() < (action == 0 ? 0.6 : 0.2) ? 1 : 0;
            target[i] = (action == 0 ? share : 0) + (1 - share) / k;
            predicted[i] = 0.3;
        }
        return LoggedDecisions.of(reward, filled(n, 1.0 / k), target, predicted, filled(n, 0.3), new long[0]);
    }

    private static double[] filled(int n, double value) {
        double[] x = new double[n];
        Arrays.fill(x, value);
        return x;
    }
}
