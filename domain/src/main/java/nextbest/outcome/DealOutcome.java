package nextbest.outcome;

/** What became of a deal, as far as it is a fact about the deal and not about a recommendation. */
public enum DealOutcome {
    STAGE_ADVANCED,
    STAGE_RETURNED,
    WON,
    LOST,
    REOPENED
}
