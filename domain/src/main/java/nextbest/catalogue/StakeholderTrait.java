package nextbest.catalogue;

import nextbest.fact.Keyed;

/** What a condition may ask of a stakeholder. */
public enum StakeholderTrait implements Keyed {
    ANY,
    ENGAGED,
    NOT_ENGAGED,
    NOT_ON_COMMITTEE,
    DEPARTURE_RISK
}
