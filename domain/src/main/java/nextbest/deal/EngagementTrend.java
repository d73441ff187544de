package nextbest.deal;

import nextbest.fact.Keyed;

/** Where the engagement is going. */
public enum EngagementTrend implements Keyed {
    DECLINING,
    STEADY,
    RISING
}
