package nextbest.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * @param rewards what the outcomes are worth, in thousandths: {@code NOT_TAKEN} to {@code WON}; a won deal between an advance
 *     and this, by its amount
 * @param usualWin amount at which a win lies half-way between an advance and the best, in whole units of the currency in which
 *     most is won, &gt; 0
 * @param foresight what early signs foretell of results that are still open
 * @param forecasts how forecasts are corrected
 * @param usualWins the same as {@code usualWin} for each currency in which enough was won, by its ISO 4217 code; amounts are
 *     never compared across currencies
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
        List<Integer> rewards,
        Double usualWin,
        Foresight foresight,
        ForecastMap forecasts,
        SortedMap<String, Double> usualWins) {
    /** As {@link DealContext} takes amounts: 10,000 is nothing out of the way. */
    private static final double USUAL_WIN = 10_000;

    private static final List<ExampleOutcome> GRADES = List.of(
            ExampleOutcome.NOT_TAKEN,
            ExampleOutcome.VIEWED,
            ExampleOutcome.ACCEPTED,
            ExampleOutcome.EXECUTED,
            ExampleOutcome.REPLIED,
            ExampleOutcome.ADVANCED,
            ExampleOutcome.WON);

    public ModelParameters {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
        // versions of before these were told apart: seen was worth what not taken was, answered what done was
        rewards = rewards.size() == 5
                ? List.of(
                        rewards.get(0),
                        rewards.get(0),
                        rewards.get(1),
                        rewards.get(2),
                        rewards.get(2),
                        rewards.get(3),
                        rewards.get(4))
                : List.copyOf(rewards);
        usualWin = Objects.requireNonNullElse(usualWin, USUAL_WIN);
        foresight = Objects.requireNonNullElseGet(foresight, Foresight::none);
        forecasts = Objects.requireNonNullElseGet(forecasts, ForecastMap::unchanged);
        usualWins = Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNullElse(usualWins, Map.of())));
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
        require(rewards.size() == GRADES.size(), "rewards", "of 7 values", rewards);
        require(usualWin > 0 && Double.isFinite(usualWin), "usualWin", "> 0", usualWin);
        require(usualWins.values().stream().allMatch(w -> w > 0 && Double.isFinite(w)), "usualWins", "> 0", usualWins);
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
                        scale.milli().get(Grade.VIEWED),
                        scale.milli().get(Grade.ACCEPTED),
                        scale.milli().get(Grade.EXECUTED),
                        scale.milli().get(Grade.REPLIED),
                        scale.milli().get(Grade.ADVANCED),
                        scale.milli().get(Grade.WON)));
    }

    /** Without foresight, and with forecasts as they are. */
    public ModelParameters(
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
        this(
                contextVersion,
                mean,
                scale,
                priorReward,
                actionPrior,
                sharedPrior,
                halfLifeMonths,
                optimism,
                explorationScale,
                rewards,
                USUAL_WIN,
                Foresight.none(),
                ForecastMap.unchanged(),
                Collections.emptySortedMap());
    }

    /** The same version with another usual win, another foresight and another correction of forecasts. */
    public ModelParameters with(double newUsualWin, Foresight newForesight, ForecastMap newForecasts) {
        return new ModelParameters(
                contextVersion,
                mean,
                scale,
                priorReward,
                actionPrior,
                sharedPrior,
                halfLifeMonths,
                optimism,
                explorationScale,
                rewards,
                newUsualWin,
                newForesight,
                newForecasts,
                usualWins);
    }

    /** The same version with another foresight and another correction of forecasts. */
    ModelParameters with(Foresight newForesight, ForecastMap newForecasts) {
        return with(usualWin, newForesight, newForecasts);
    }

    /**
     * The same version with the usual wins of currencies.
     *
     * @param most the currency in which most is won; it has an entry
     */
    ModelParameters with(SortedMap<String, Double> newUsualWins, String most) {
        return new ModelParameters(
                contextVersion,
                mean,
                scale,
                priorReward,
                actionPrior,
                sharedPrior,
                halfLifeMonths,
                optimism,
                explorationScale,
                rewards,
                newUsualWins.get(most),
                foresight,
                forecasts,
                newUsualWins);
    }

    /**
     * The reward of a recommendation in thousandths: of what came of it where that is known, and what is foreseen of it where
     * it is not. None where nothing may be learned.
     */
    public OptionalInt reward(Progress progress) {
        boolean observed = GRADES.contains(progress.early());
        if (!observed && progress.furthest() == ExampleOutcome.NO_OBSERVATION) {
            return OptionalInt.empty();
        }
        double moving = worth(progress, true);
        double value = switch (progress.advanced()) {
            case YES -> moving;
            case NO -> worth(progress, false);
            case PENDING, NO_OBSERVATION -> {
                double chance = observed ? foresight.advances(progress) : 0;
                yield chance * moving + (1 - chance) * worth(progress, false);
            }
        };
        return OptionalInt.of((int) Math.round(value));
    }

    /** What it is worth if the deal moved on, or if it did not. */
    private double worth(Progress progress, boolean moved) {
        int early = Math.max(0, GRADES.indexOf(progress.early()));
        double unwon = rewards.get(moved ? GRADES.indexOf(ExampleOutcome.ADVANCED) : early);
        return switch (progress.won()) {
            case YES -> winWorth(progress);
            case NO -> unwon;
            case PENDING, NO_OBSERVATION -> {
                double chance = foresight.wins(moved);
                yield chance * winWorth(usualWin, usualWin) + (1 - chance) * unwon;
            }
        };
    }

    /**
     * Half-way for the usual amount of its currency, for one that is not known, and in a currency in which too little was won to
     * know what is usual. Before any currency is known, and where none is named, amounts are plain numbers.
     */
    private double winWorth(Progress progress) {
        String currency = progress.currency();
        Double usual = currency.isEmpty() || usualWins.isEmpty() ? usualWin : usualWins.get(currency);
        return usual == null
                ? winWorth(usualWin, usualWin)
                : winWorth(progress.amount().orElse(usual), usual);
    }

    /** Between an advance and the best, half-way for the usual amount. */
    private double winWorth(double amount, double usual) {
        double advance = rewards.get(GRADES.indexOf(ExampleOutcome.ADVANCED));
        double best = rewards.get(GRADES.indexOf(ExampleOutcome.WON));
        double a = Math.max(0, amount);
        return advance + (best - advance) * a / (a + usual);
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
