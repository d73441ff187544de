package nextbest.deal;

import nextbest.fact.Keyed;

/** The state of a review by the buyer: technical, security or legal. */
public enum ReviewState implements Keyed {
    NOT_NEEDED,
    NEEDED,
    STARTED,
    PASSED,
    FAILED
}
