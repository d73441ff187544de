package nextbest.learning.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrialDesignTest {
    /** Half of the accounts succeed always, the others never: two outcomes of one account are always the same. */
    @Test
    void accountsThatAreAllOrNothingCorrelateFully() {
        double[] rewards = new double[40];
        Arrays.fill(rewards, 0, 20, 5);
        assertThat(ClusterCorrelation.of(arm(rewards, 5)).orElseThrow()).isCloseTo(1, within(1e-12));
    }

    /** Every account has the same share, less than chance would make them differ: the estimate is cut at 0. */
    @Test
    void accountsThatAreAllAlikeDoNotCorrelate() {
        double[] rewards = new double[40];
        Arrays.fill(rewards, 2);
        assertThat(ClusterCorrelation.of(arm(rewards, 4)).orElseThrow()).isZero();
    }

    /**
     * By hand: 20 accounts of 2, of which 5 have 2 successes, 10 have 1 and 5 have none. p = ½, B = (10·2·¼)/19 = 5/19,
     * W = (10·2·¼)/20 = ¼, n₀ = 2, so (5/19 − ¼)/(5/19 + ¼) = (1/76)/(39/76) = 1/39.
     */
    @Test
    void theEstimateIsThatOfTheFormula() {
        double[] rewards = new double[20];
        Arrays.fill(rewards, 0, 5, 2);
        Arrays.fill(rewards, 5, 15, 1);
        assertThat(ClusterCorrelation.of(arm(rewards, 2)).orElseThrow()).isCloseTo(1.0 / 39, within(1e-12));
    }

    @Test
    void withoutAccountsThatHaveSeveralOutcomesNothingIsEstimated() {
        double[] rewards = new double[40];
        rewards[0] = 1;
        assertThat(ClusterCorrelation.of(arm(rewards, 1))).isEmpty();
        assertThat(ClusterCorrelation.of(arm(new double[10], 5))).isEmpty();
        assertThat(ClusterCorrelation.of(arm(new double[40], 5)))
                .as("no success at all")
                .isEmpty();
    }

    @Test
    void itTakesTheFewestWeeksThatSuffice() {
        var numbers = new TrialDesign.Numbers(0.3, 0.1, 200, 1, 0.25);
        TrialDesign design = TrialDesign.of(numbers, 0.1, 0.05, 0.8);

        assertThat(design.enough()).isTrue();
        assertThat(design.size().accountsPerArm()).isLessThanOrEqualTo(200);
        int weeks = design.size().weeks();
        assertThat(weeks).isGreaterThan(1);
        long before = Math.round(1 + 0.25 * (weeks - 1));
        PowerPlan weekBefore = PowerPlan.of(
                new PowerPlan.Assumptions(0.3, 0.1, (int) before, (double) before / (weeks - 1), 0.1, 0.05, 0.8));
        assertThat(weekBefore.accountsPerArm()).isGreaterThan(200);
    }

    @Test
    void whereTheAccountsAreTooFewItSaysWhatTheyCouldFind() {
        var numbers = new TrialDesign.Numbers(0.3, 0.1, 60, 1, 0.05);
        TrialDesign design = TrialDesign.of(numbers, 0.02, 0.05, 0.8);

        assertThat(design.enough()).isFalse();
        double findable = design.findable().orElseThrow();
        assertThat(findable).isBetween(0.02, 0.7);
        assertThat(TrialDesign.of(numbers, findable, 0.05, 0.8).enough()).isTrue();
        assertThat(TrialDesign.of(numbers, findable * 0.95, 0.05, 0.8).enough()).isFalse();
    }

    @Test
    void aHandfulOfAccountsFindsNothing() {
        TrialDesign design = TrialDesign.of(new TrialDesign.Numbers(0.3, 0.1, 5, 1, 1), 0.1, 0.05, 0.8);
        assertThat(design.enough()).isFalse();
        assertThat(design.findable()).isEmpty();
    }

    private static AnytimeComparison.Arm arm(double[] rewards, long exposures) {
        long[] sizes = new long[rewards.length];
        Arrays.fill(sizes, exposures);
        return new AnytimeComparison.Arm(rewards, sizes);
    }
}
