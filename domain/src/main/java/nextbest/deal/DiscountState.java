package nextbest.deal;

import nextbest.fact.Keyed;

/** Whether a discount is on the table. */
public enum DiscountState implements Keyed {
    NOT_REQUESTED,
    REQUESTED,
    GRANTED,
    REFUSED
}
