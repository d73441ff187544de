package nextbest.deal;

import nextbest.fact.Keyed;

/** How far the money is. */
public enum BudgetState implements Keyed {
    UNCLEAR,
    DISCUSSED,
    APPROVAL_NEEDED,
    APPROVED,
    REFUSED
}
