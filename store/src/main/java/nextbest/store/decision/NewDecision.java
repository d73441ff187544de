package nextbest.store.decision;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nextbest.engine.EngineInput;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.recommendation.Decision;

/**
 * A decision with what it was made from and why it was made.
 *
 * @param input what the engine read
 * @param decision what it made of it
 * @param card the id of the card that shows it; the decision has none if its slate is empty
 * @param rep whose deal it is
 * @param reason what made us decide: {@code news}, {@code review}, {@code asked}
 * @param mode whether it may leave the house
 * @param stageKind the deal's stage, as statistics group it
 * @param segment the deal's segment, as statistics group it
 * @param expiresAt until when the card may be answered
 * @param correlationId of the event that caused it
 */
public record NewDecision(
        EngineInput input,
        Decision decision,
        CardId card,
        Optional<RepId> rep,
        String reason,
        Mode mode,
        String stageKind,
        String segment,
        Instant expiresAt,
        String correlationId) {
    /** Whether a decision may leave the house. */
    public enum Mode {
        SHADOW,
        LIVE
    }

    public NewDecision {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(card, "card");
        Objects.requireNonNull(rep, "rep");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(stageKind, "stageKind");
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(correlationId, "correlationId");
        if (!input.id().equals(decision.id())) {
            throw new IllegalArgumentException(
                    "decision " + decision.id() + " was not made from the input of " + input.id());
        }
    }
}
