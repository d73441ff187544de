package nextbest.deal;

import nextbest.fact.Keyed;

/** People whom a rep can ask in. */
public enum ResourceKind implements Keyed {
    SOLUTIONS_ENGINEER,
    EXECUTIVE
}
