package nextbest.deal;

import nextbest.fact.Keyed;

/** What a stage means, whatever an organisation calls it. Patterns and baselines are written for kinds. */
public enum StageKind implements Keyed {
    PROSPECTING,
    DISCOVERY,
    /** Demo and proposal. */
    PROPOSAL,
    NEGOTIATION,
    WON,
    LOST;

    /** Whether there is still something to do. */
    public boolean isOpen() {
        return switch (this) {
            case PROSPECTING, DISCOVERY, PROPOSAL, NEGOTIATION -> true;
            case WON, LOST -> false;
        };
    }
}
