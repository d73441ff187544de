package nextbest.catalogue;

import nextbest.fact.Keyed;

/** What an action is expected to bring if it works. */
public enum ImpactClass implements Keyed {
    STAGE_ADVANCE,
    ACCELERATION,
    DEAL_VALUE,
    RISK_REDUCTION,
    INSIGHT,
    RELATIONSHIP
}
