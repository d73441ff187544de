package nextbest.learning.bandit;

/**
 * The scales of the learner. {@link #standard()} is the one configuration the product ships; the values were chosen once
 * (ADR 0101) and are not tuned per data set.
 *
 * @param actionPrior prior standard deviation c of an action's own coefficients when actions have no features
 * @param residualPrior the same when actions have features and most is explained by the shared block
 * @param sharedPrior prior standard deviation of the shared coefficients, before division by √(1 + mean|z|²)
 * @param optimism α in h = mean + α·sd, in standard deviations of the logit, ≥ 0
 * @param sharpness γ of the softmax over h, in 1/logit, &gt; 0
 * @param floor ε: the share of choices that is uniform over the eligible actions, in (0, 1]; every eligible action is
 *     chosen with at least ε/|E|
 * @param fourierShare ρ: the share of a context's squared length that random Fourier features take, in [0, 1)
 * @param frequencyVariance variance of the random frequencies; 2 gives the kernel exp(−|Δ|²)
 * @param workBudget bound on actions × dimension², the multiply-adds of one decision; decides how many random features fit
 * @param periodLength rounds per period when a stream carries no months of its own
 */
public record BanditSettings(
        double actionPrior,
        double residualPrior,
        double sharedPrior,
        double optimism,
        double sharpness,
        double floor,
        double fourierShare,
        double frequencyVariance,
        int workBudget,
        int periodLength) {

    public BanditSettings {
        require(actionPrior > 0, "actionPrior", "> 0", actionPrior);
        require(residualPrior > 0, "residualPrior", "> 0", residualPrior);
        require(sharedPrior > 0, "sharedPrior", "> 0", sharedPrior);
        require(optimism >= 0, "optimism", ">= 0", optimism);
        require(sharpness > 0, "sharpness", "> 0", sharpness);
        require(floor > 0 && floor <= 1, "floor", "in (0, 1]", floor);
        require(fourierShare >= 0 && fourierShare < 1, "fourierShare", "in [0, 1)", fourierShare);
        require(frequencyVariance > 0, "frequencyVariance", "> 0", frequencyVariance);
        require(workBudget > 0, "workBudget", "> 0", workBudget);
        require(periodLength > 0, "periodLength", "> 0", periodLength);
    }

    /** The configuration the product ships. */
    public static BanditSettings standard() {
        return new BanditSettings(4, 0.8, 2, 0.8, 8, 0.005, 0.3, 2, 150_000, 250);
    }

    /** The same settings with another uniform share; 1 makes the policy random among the eligible. */
    public BanditSettings withFloor(double newFloor) {
        return new BanditSettings(
                actionPrior,
                residualPrior,
                sharedPrior,
                optimism,
                sharpness,
                newFloor,
                fourierShare,
                frequencyVariance,
                workBudget,
                periodLength);
    }

    private static void require(boolean holds, String name, String allowed, double seen) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + allowed + ", but is " + seen);
        }
    }
}
