package nextbest.deal;

import nextbest.fact.Keyed;

/** How far the timeline is. */
public enum TimelineState implements Keyed {
    UNCLEAR,
    DISCUSSED,
    AGREED,
    CHANGED
}
