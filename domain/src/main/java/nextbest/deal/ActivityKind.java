package nextbest.deal;

import nextbest.fact.Keyed;

/** What happened between the two sides. */
public enum ActivityKind implements Keyed {
    CALL,
    MEETING,
    EMAIL,
    DEMO,
    MESSAGE,
    VISIT,
    OTHER
}
