package nextbest.api.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.decision.DecisionView.RateView;
import nextbest.api.decision.DecisionView.WindowView;

/** A card in words, for programs and pages alike. */
@Schema(name = "Card", description = "A card: what is recommended for a deal, in words, and what became of it.")
public record CardSheet(
        @Schema(description = "Our id of the card.") UUID card,
        @Schema(description = "The decision that it shows.") UUID decision,
        @Schema(description = "The deal.") UUID subject,
        @Schema(description = "The deal's name.") Optional<String> name,

        @Schema(description = "DRAFTED, DELIVERED, ANSWERED, SUPERSEDED, EXPIRED or WITHDRAWN.")
        String state,

        @Schema(description = "Business time.") Instant createdAt,

        @Schema(description = "Until when it can be answered, in business time.")
        Instant expiresAt,

        @Schema(description = "Whether it was kept in the house.")
        boolean shadow,

        @Schema(description = "What to do.") String title,
        @Schema(description = "0 to 100.") int points,

        @Schema(description = "The four factors; they add up to the points.")
        List<FactorView> factors,

        @Schema(description = "HIGH, MEDIUM or LOW.") String urgency,

        @Schema(description = "What it is expected to bring.")
        String impact,

        @Schema(description = "Reasons, the strongest first.")
        List<ReasonView> why,

        @Schema(description = "Steps, in order.") List<String> how,

        @Schema(
                description =
                        "Whether reasons or steps are in words that a language model drafted and that were checked against"
                                + " the evidence; otherwise all are the template's. The card as plain text always has the template's.",
                example = "false")
        boolean draftedByModel,

        @Schema(description = "When it is best done.") WindowView window,

        @Schema(description = "How often deals moved on after it.")
        RateView successRate,

        @Schema(description = "At most two, by score.") List<AlternativeView> alternatives,

        @Schema(description = "What is not known and would matter.")
        List<String> missing,

        @Schema(description = "Contradictions to decide.") List<String> conflicts,

        @Schema(description = "Whether compliance demands it.")
        boolean mandatory,

        @Schema(description = "Whether it is the stage's default because nothing else qualified.")
        boolean fallback,

        @Schema(description = "What became of each recommendation on it.")
        List<PositionView> positions,

        @Schema(description = "The card as plain text.") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String text) {

    /** A factor. */
    @Schema(name = "Factor", description = "Whole points of a factor.")
    public record FactorView(
            @Schema(description = "Which factor.") String factor,
            @Schema(description = "The factor in words.") String name,
            @Schema(description = "Its points.") int points,
            @Schema(description = "Its weight.") int max) {}

    /** A reason. */
    @Schema(name = "Reason", description = "A sentence of the why.")
    public record ReasonView(
            @Schema(description = "The sentence.") String text,

            @Schema(description = "Ids of the evidence of the decision that it rests on.")
            List<String> evidence) {}

    /** An alternative. */
    @Schema(name = "Alternative", description = "Another action that may be done instead.")
    public record AlternativeView(
            @Schema(description = "Its place on the card.") int position,
            @Schema(description = "What to do.") String title,
            @Schema(description = "0 to 100.") int points,
            @Schema(description = "HIGH, MEDIUM or LOW.") String urgency,

            @Schema(description = "What it is expected to bring.")
            String impact,

            @Schema(description = "In what way it is an alternative.")
            String remark) {}

    /** What became of a recommendation. */
    @Schema(name = "CardPosition", description = "What became of one recommendation of a card.")
    public record PositionView(
            @Schema(description = "1 is the main one.") int position,

            @Schema(description = "The action with its parameters.")
            String candidate,

            @Schema(description = "The action's key.") String action,

            @Schema(description = "The engine's disposition, for example DELIVERED.")
            String engine,

            @Schema(description = "What the rep did, if it was delivered.")
            Optional<String> rep) {}
}
