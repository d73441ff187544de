package nextbest.model;

/**
 * How far a recommendation got, and what is still open. Rewards are read from it by the model's scale.
 */
public enum ExampleOutcome {
    /** Nothing is known, or nothing may be learned: no answer yet, rep away, kept back, shown elsewhere. */
    NO_OBSERVATION,
    /** Not taken up: dismissed, overridden or ignored. */
    NOT_TAKEN,
    /** The rep accepted it. */
    ACCEPTED,
    /** The rep did it. */
    EXECUTED,
    /** The deal moved on within the window. */
    ADVANCED,
    /** The deal was won within the window. */
    WON
}
