package nextbest.catalogue;

import nextbest.fact.Keyed;

/** What an action may need from the organisation's onboarding file. */
public enum OrganisationFact implements Keyed {
    DISCOUNT_AUTHORITY,
    PAYMENT_TERMS,
    DEAL_DESK_LINK,
    QUOTE_LINK,
    ROI_LINK,
    ESCALATION_PATH,
    STAGE_GATES
}
