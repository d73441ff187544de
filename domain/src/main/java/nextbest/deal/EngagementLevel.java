package nextbest.deal;

import nextbest.fact.Keyed;

/** How much the buyer's side takes part. */
public enum EngagementLevel implements Keyed {
    NONE,
    LOW,
    MEDIUM,
    HIGH
}
