package nextbest.recommendation;

import nextbest.fact.Keyed;

/** The gates that a candidate passes, in order. The last tier compares those that passed all others. */
public enum Tier implements Keyed {
    /** Hard rules: the deal is open, the action is meant here, prerequisites, repeat interval, expiry. */
    ELIGIBLE,
    /** Something calls for it, and it can be said and done: trigger, parameters, assets. */
    APPLICABLE,
    /** It may be put before this rep and this buyer now: consent, dismissals, capacity. */
    SUITABLE,
    /** It competes with the others for the places of the card. */
    SELECTION
}
