package nextbest.deal;

import nextbest.fact.Keyed;

/** Who acted. */
public enum Direction implements Keyed {
    INBOUND,
    OUTBOUND,
    BOTH
}
