package nextbest.store.decision;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.CardContent;

/**
 * A card with its life so far.
 *
 * @param state where it is in its life
 * @param content what it says
 * @param shadow whether it was kept in the house
 * @param positions what became of each recommendation on it
 * @param supersededBy the card that took its place
 */
public record CardView(
        CardId id,
        DecisionId decision,
        SubjectId subject,
        Optional<RepId> rep,
        State state,
        Instant createdAt,
        Instant expiresAt,
        boolean shadow,
        CardContent content,
        List<Position> positions,
        Optional<CardId> supersededBy) {
    /** A card's life. */
    public enum State {
        DRAFTED,
        DELIVERED,
        ANSWERED,
        SUPERSEDED,
        EXPIRED,
        WITHDRAWN
    }

    /**
     * One recommendation of the card.
     *
     * @param position 1 is the main one
     * @param candidate action with parameters
     * @param action key of the action
     * @param engine the engine's disposition
     * @param rep the rep's disposition; present exactly if it was delivered
     */
    public record Position(
            int position, String candidate, String action, String engine, Optional<RepDisposition> rep) {}
}
