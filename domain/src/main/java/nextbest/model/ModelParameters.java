package nextbest.model;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import nextbest.learning.bandit.BanditSettings;
import nextbest.learning.reward.Grade;
import nextbest.learning.reward.RewardScale;

/**
 * What a version of the model fixes. The beliefs themselves follow from these and from the examples, whose number grows with
 * every outcome; so a version keeps learning without becoming another one.
 *
 * @param contextVersion of the meaning of contexts ({@link DealContext#VERSION})
 * @param mean what is subtracted from each number of a context
 * @param scale what it is then divided by, &gt; 0
 * @param priorReward expected reward of a recommendation before anything was seen, in (0, 1)
 * @param actionPrior prior standard deviation of what is an action's own, in logits
 * @param sharedPrior the same of what actions have in common
 * @param halfLifeMonths an example of so many months ago counts half; 0: nothing is forgotten
 * @param optimism how many standard deviations of its own an action is given the benefit of when the slate is chosen
 * @param explorationScale temperature of the choice, in points of the score
 * @param rewards what the outcomes are worth, in thousandths: {@code NOT_TAKEN} to {@code WON}
 */
public record ModelParameters(
        int contextVersion,
        List<Double> mean,
        List<Double> scale,
        double priorReward,
        double actionPrior,
        double sharedPrior,
        int halfLifeMonths,
        double optimism,
        double explorationScale,
        List<Integer> rewards) {
    private static final List<ExampleOutcome> GRADES = List.of(
            ExampleOutcome.NOT_TAKEN,
            ExampleOutcome.ACCEPTED,
            ExampleOutcome.EXECUTED,
            ExampleOutcome.ADVANCED,
            ExampleOutcome.WON);

    public ModelParameters {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
        rewards = List.copyOf(rewards);
        require(
                contextVersion == DealContext.VERSION,
                "contextVersion",
                DealContext.VERSION + ", the one that this program knows",
                contextVersion);
        require(mean.size() == DealContext.NAMES.size(), "mean", "of " + DealContext.NAMES.size() + " numbers", mean);
        require(scale.size() == mean.size(), "scale", "of " + mean.size() + " numbers", scale);
        require(mean.stream().allMatch(Double::isFinite), "mean", "finite", mean);
        require(scale.stream().allMatch(s -> s > 0 && Double.isFinite(s)), "scale", "> 0", scale);
        require(priorReward > 0 && priorReward < 1, "priorReward", "in (0, 1)", priorReward);
        require(actionPrior > 0, "actionPrior", "> 0", actionPrior);
        require(sharedPrior > 0, "sharedPrior", "> 0", sharedPrior);
        require(halfLifeMonths >= 0, "halfLifeMonths", ">= 0", halfLifeMonths);
        require(optimism > 0 && optimism <= 3, "optimism", "in (0, 3]", optimism);
        require(explorationScale >= 0 && explorationScale <= 100, "explorationScale", "0 to 100", explorationScale);
        require(rewards.size() == GRADES.size(), "rewards", "of 5 values", rewards);
        int before = 0;
        for (int reward : rewards) {
            require(reward >= before && reward <= 1000, "rewards", "0 to 1000 and not falling", rewards);
            before = reward;
        }
    }

    private static void require(boolean holds, String name, String allowed, Object seen) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "the model's " + Objects.requireNonNull(name) + " must be " + allowed + ", but is " + seen);
        }
    }

    /** What holds before the first training: contexts as they are, priors that expect little difference between actions. */
    public static ModelParameters beforeTraining() {
        RewardScale scale = RewardScale.standard();
        int width = DealContext.NAMES.size();
        return new ModelParameters(
                DealContext.VERSION,
                Collections.nCopies(width, 0.0),
                Collections.nCopies(width, 1.0),
                0.2,
                0.5,
                1.0,
                0,
                0.8,
                1.0,
                List.of(
                        0,
                        scale.milli().get(Grade.ACCEPTED),
                        scale.milli().get(Grade.EXECUTED),
                        scale.milli().get(Grade.ADVANCED),
                        scale.milli().get(Grade.WON)));
    }

    /** The reward of an outcome in thousandths; none where nothing may be learned. */
    public OptionalInt reward(ExampleOutcome outcome) {
        int grade = GRADES.indexOf(outcome);
        return grade < 0 ? OptionalInt.empty() : OptionalInt.of(rewards.get(grade));
    }

    BanditSettings settings() {
        BanditSettings standard = BanditSettings.standard();
        return new BanditSettings(
                actionPrior,
                actionPrior,
                sharedPrior,
                optimism,
                standard.sharpness(),
                standard.floor(),
                standard.fourierShare(),
                standard.frequencyVariance(),
                standard.workBudget(),
                standard.periodLength());
    }

    double halfLife() {
        return halfLifeMonths == 0 ? Double.POSITIVE_INFINITY : halfLifeMonths;
    }
}
