package nextbest.recommendation;

import nextbest.fact.Keyed;

/** What kind of comparison a learned number comes from; the words on a card depend on it. */
public enum EvidenceDesign implements Keyed {
    /** Chance decided who got the action: the number may be called an effect. */
    RANDOMISED,
    /** Deals that got the action are compared with deals that did not: an association, and said so. */
    OBSERVED
}
