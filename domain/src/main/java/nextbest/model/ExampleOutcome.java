package nextbest.model;

/**
 * How far a recommendation got. Rewards are read from it by the model's scale.
 */
public enum ExampleOutcome {
    /** Nothing is known, or nothing may be learned: no answer yet, rep away, kept back, shown elsewhere. */
    NO_OBSERVATION,
    /** Not taken up: dismissed, overridden, or never opened. */
    NOT_TAKEN,
    /** The rep looked at it and said nothing. */
    VIEWED,
    /** The rep accepted it. */
    ACCEPTED,
    /** The rep did it. */
    EXECUTED,
    /** The rep did it, and the buyer answered within a week. */
    REPLIED,
    /** The deal moved on within the window. */
    ADVANCED,
    /** The deal was won within the window. */
    WON
}
