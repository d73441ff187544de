package nextbest.model;

import java.util.Objects;
import java.util.OptionalDouble;
import nextbest.outcome.Observation;

/**
 * What came of a recommendation as far as is known, and what is still open. Early signs (taken up, done, answered by the buyer)
 * are known in days; whether the deal moves takes a month, and whether it is won up to a year.
 *
 * @param early the furthest early sign: {@code NO_OBSERVATION} to {@code REPLIED}
 * @param earlyOpen whether a further early sign may still come
 * @param advanced whether the deal moved on within its window
 * @param won whether it was won within its window
 * @param amount what it was won for, in whole units of its currency; empty if not won or not known
 * @param currency ISO 4217 code of the amount; empty if there is none or it is not known
 */
public record Progress(
        ExampleOutcome early,
        boolean earlyOpen,
        Observation advanced,
        Observation won,
        OptionalDouble amount,
        String currency) {
    public Progress {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(advanced, "advanced");
        Objects.requireNonNull(won, "won");
        Objects.requireNonNull(amount, "amount");
        switch (early) {
            case ADVANCED, WON -> throw new IllegalArgumentException(early + " is no early sign but a late result");
            case NO_OBSERVATION, NOT_TAKEN, VIEWED, ACCEPTED, EXECUTED, REPLIED -> {}
        }
        if (amount.isPresent() && !(won == Observation.YES && Double.isFinite(amount.getAsDouble()))) {
            throw new IllegalArgumentException(
                    "only a won deal has an amount, and a finite one, but got " + amount + " and won " + won);
        }
    }

    /** With an amount, if any, of which no currency is known. */
    public Progress(
            ExampleOutcome early, boolean earlyOpen, Observation advanced, Observation won, OptionalDouble amount) {
        this(early, earlyOpen, advanced, won, amount, "");
    }

    /** It got this far, and nothing else can come any more. */
    public static Progress settled(ExampleOutcome furthest) {
        boolean late = furthest == ExampleOutcome.ADVANCED || furthest == ExampleOutcome.WON;
        return new Progress(
                late ? ExampleOutcome.NO_OBSERVATION : furthest,
                false,
                late ? Observation.YES : Observation.NO,
                furthest == ExampleOutcome.WON ? Observation.YES : Observation.NO,
                OptionalDouble.empty());
    }

    /** How far it got so far. What nobody could answer teaches nothing unless the deal moved. */
    public ExampleOutcome furthest() {
        if (won == Observation.YES) {
            return ExampleOutcome.WON;
        }
        return advanced == Observation.YES ? ExampleOutcome.ADVANCED : early;
    }
}
