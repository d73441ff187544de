package nextbest.recommendation;

import nextbest.fact.Keyed;

/** Which policy a subject was assigned to. */
public enum Arm implements Keyed {
    /** Scores with all that was learned, and bounded exploration. */
    ENGINE,
    /** Chance among all that is suitable: what gives support to learning. */
    RANDOM_ELIGIBLE,
    /** The fixed weights 40/30/20/10 without anything learned and without exploration. */
    STATIC,
    /** Nothing is shown. */
    NONE
}
