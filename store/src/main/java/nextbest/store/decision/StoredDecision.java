package nextbest.store.decision;

import java.util.Optional;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.recommendation.Urgency;

/**
 * What the loop needs to know of a decision after it was stored.
 *
 * @param card the subject's current card: a new one, or the one before if nothing on it changed; empty if there is nothing
 *     to recommend
 * @param isNew whether the card is still to be presented: it is new, or an earlier one that never went out
 * @param urgency of the card
 */
public record StoredDecision(DecisionId decision, Optional<CardId> card, boolean isNew, Optional<Urgency> urgency) {}
