package nextbest.catalogue;

import nextbest.fact.Keyed;

/** What an action is for. */
public enum Category implements Keyed {
    /** What to do next with the buyer. */
    ENGAGEMENT,
    /** What to share. */
    CONTENT,
    /** How to move the deal on in our own process. */
    PROCESS,
    /** What to prevent. */
    RISK
}
