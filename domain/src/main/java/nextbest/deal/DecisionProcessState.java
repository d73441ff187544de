package nextbest.deal;

import nextbest.fact.Keyed;

/** How well the way to a decision is understood. */
public enum DecisionProcessState implements Keyed {
    UNCLEAR,
    PARTLY_KNOWN,
    MAPPED,
    EXECUTIVE_SIGN_OFF_NEEDED
}
