package nextbest.catalogue;

import nextbest.fact.Keyed;

/** What can go wrong with a deal and can be seen in its facts. Unknown facts are not a risk. */
public enum Risk implements Keyed {
    COMPETITION,
    SINGLE_THREADED,
    NO_ECONOMIC_BUYER,
    CHAMPION_LEAVING,
    ENGAGEMENT_LOSS,
    OPEN_OBJECTION,
    BUDGET_UNCLEAR,
    TIMELINE_SLIP,
    TECHNICAL_DOUBT,
    SECURITY_DOUBT,
    CONTRACT_DELAY,
    MARGIN_LOSS
}
