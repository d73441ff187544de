package nextbest.learning.reward;

/** How far a recommendation got, from least to most. The order is the order of rewards. */
public enum Grade {
    /** The rep has seen it. */
    VIEWED,
    /** The rep has accepted it. */
    ACCEPTED,
    /** The rep has done it. */
    EXECUTED,
    /** The buyer has answered. */
    REPLIED,
    /** The deal has advanced by a stage within the attribution window. */
    ADVANCED,
    /** The deal was won within the attribution window. */
    WON
}
