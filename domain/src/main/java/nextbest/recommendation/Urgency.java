package nextbest.recommendation;

import nextbest.fact.Keyed;

/** How soon the action should be done. */
public enum Urgency implements Keyed {
    LOW,
    MEDIUM,
    HIGH
}
