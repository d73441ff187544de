package nextbest.deal;

import nextbest.fact.Keyed;

/** What someone is in the buying decision. One person may have several roles. */
public enum StakeholderRole implements Keyed {
    ECONOMIC_BUYER,
    CHAMPION,
    EXECUTIVE,
    TECHNICAL_BUYER,
    USER,
    PROCUREMENT,
    LEGAL,
    INFLUENCER
}
