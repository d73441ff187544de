package nextbest.recommendation;

import nextbest.fact.Keyed;

/** Why a candidate has its disposition. Each rule belongs to one tier and gives one disposition. */
public enum Rule implements Keyed {
    DEAL_CLOSED(Tier.ELIGIBLE, Disposition.INELIGIBLE),
    STAGE_NOT_MEANT(Tier.ELIGIBLE, Disposition.INELIGIBLE),
    PREREQUISITE_NOT_MET(Tier.ELIGIBLE, Disposition.INELIGIBLE),
    DONE_RECENTLY(Tier.ELIGIBLE, Disposition.INELIGIBLE),
    TRIGGER_EXPIRED(Tier.ELIGIBLE, Disposition.INELIGIBLE),
    /** The client said no to the product not long ago. */
    PRODUCT_REFUSED(Tier.ELIGIBLE, Disposition.INELIGIBLE),
    /** The client was shown the product and has not answered. */
    PRODUCT_SHOWN(Tier.ELIGIBLE, Disposition.INELIGIBLE),
    /** The rep kept the product back. */
    PRODUCT_KEPT_BACK(Tier.ELIGIBLE, Disposition.INELIGIBLE),
    /** The client has accepted the product. */
    PRODUCT_ACCEPTED(Tier.ELIGIBLE, Disposition.INELIGIBLE),
    /** The house has withdrawn the product for this client. */
    PRODUCT_WITHDRAWN(Tier.ELIGIBLE, Disposition.INELIGIBLE),

    TRIGGER_ABSENT(Tier.APPLICABLE, Disposition.NOT_APPLICABLE),
    /** It cannot be told whether something calls for it: facts are unknown. */
    TRIGGER_UNKNOWN(Tier.APPLICABLE, Disposition.NOT_APPLICABLE),
    /** The title would have a hole. */
    PARAMETER_UNKNOWN(Tier.APPLICABLE, Disposition.NOT_APPLICABLE),
    /** The content register has no fitting asset. */
    CONTENT_GAP(Tier.APPLICABLE, Disposition.NOT_APPLICABLE),
    ORGANISATION_FACT_MISSING(Tier.APPLICABLE, Disposition.NOT_APPLICABLE),

    SWITCHED_OFF(Tier.SUITABLE, Disposition.UNSUITABLE),
    NO_CONSENT(Tier.SUITABLE, Disposition.UNSUITABLE),
    /** Dismissed, kept back or snoozed, and the time is not over. */
    SUPPRESSED(Tier.SUITABLE, Disposition.UNSUITABLE),
    REP_ABSENT(Tier.SUITABLE, Disposition.UNSUITABLE),
    NO_CAPACITY(Tier.SUITABLE, Disposition.UNSUITABLE),
    RESOURCE_NOT_AVAILABLE(Tier.SUITABLE, Disposition.UNSUITABLE),

    CONTRADICTION(Tier.SELECTION, Disposition.IN_CONFLICT),
    SAME_GROUP(Tier.SELECTION, Disposition.EXCLUDED_BY_GROUP),
    CAP_REACHED(Tier.SELECTION, Disposition.CAPPED),
    /** Others scored higher. */
    LOWER_SCORE(Tier.SELECTION, Disposition.OUTRANKED),
    /** It scored higher than something on the slate, but chance chose the other to learn from it. */
    EXPLORED_INSTEAD(Tier.SELECTION, Disposition.OUTRANKED),
    ON_SLATE(Tier.SELECTION, Disposition.SELECTED),
    /** Nothing qualified: the stage's default. */
    FALLBACK(Tier.SELECTION, Disposition.SELECTED),
    MANDATORY(Tier.SELECTION, Disposition.SELECTED),
    ARM_SHOWS_NOTHING(Tier.SELECTION, Disposition.WITHHELD),
    SHADOW_MODE(Tier.SELECTION, Disposition.WITHHELD);

    private final Tier tier;
    private final Disposition disposition;

    Rule(Tier tier, Disposition disposition) {
        this.tier = tier;
        this.disposition = disposition;
    }

    public Tier tier() {
        return tier;
    }

    /** The disposition that the engine gives by this rule. */
    public Disposition disposition() {
        return disposition;
    }
}
