package nextbest.deal;

import nextbest.fact.Keyed;

/** The state of the contract. */
public enum ContractState implements Keyed {
    NOT_STARTED,
    IN_REVIEW,
    NON_STANDARD_TERMS,
    AGREED,
    SIGNED
}
