package nextbest.api.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A decision with everything that was considered. */
@Schema(name = "Decision", description = "A decision with everything that was considered.")
public record DecisionView(
        @Schema(description = "Our id; also the seed of its random numbers.")
        UUID id,

        @Schema(description = "The deal.") UUID subject,
        @Schema(description = "Business time.") Instant at,
        @Schema(description = "DRY_RUN, SHADOW or LIVE.") String mode,

        @Schema(description = "What made us decide: news, review, asked, or dry-run.")
        String reason,

        @Schema(description = "The arm of the trial.") String arm,
        @Schema(description = "Which engine decided.") String engineVersion,
        @Schema(description = "Which catalogue it knew.") String catalogueVersion,

        @Schema(description = "Which learned numbers it read.")
        String evidenceVersion,

        @Schema(description = "The probability of this slate, before chance was asked.")
        double slateProbability,

        @Schema(description = "Whether nothing qualified and the stage's default stands in.")
        boolean fallback,

        @Schema(description = "The card that shows it.") Optional<UUID> card,

        @Schema(description = "Every candidate: the slate first, then by score.")
        List<CandidateView> candidates,

        @Schema(description = "What lines, verdicts and sentences rest on, by id.")
        List<EvidenceView> evidence,

        @Schema(description = "Contradictions for a person to look at.")
        List<String> conflicts,

        @Schema(description = "Documents that were called for and are missing.")
        List<GapView> contentGaps,

        @Schema(description = "What is not known and would matter.")
        List<String> missing) {

    /** One candidate. */
    @Schema(name = "Candidate", description = "An action with its parameters, as it stood in a decision.")
    public record CandidateView(
            @Schema(description = "The action's key and what tells it from its other candidates.")
            String key,

            @Schema(description = "The action's key.") String action,

            @Schema(description = "The action with its parameters, in words.")
            String title,

            @Schema(description = "What it is for.") String category,

            @Schema(description = "What it excludes one another with.")
            String group,

            @Schema(description = "What it is expected to bring.")
            String impact,

            @Schema(description = "Its place on the slate, from 1.")
            Optional<Integer> position,

            @Schema(description = "Hundredths of a point, 0 to 10000; 0 where it was not scored.")
            int score,

            @Schema(description = "What the action scores if nothing else is known.")
            int baseline,

            @Schema(description = "The seventeen lines; they add up to the score.")
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<LineView> lines,

            @Schema(description = "What became of it.") String disposition,
            @Schema(description = "The gate that decided.") String tier,
            @Schema(description = "The rule that decided.") String rule,

            @Schema(description = "The rule as a sentence: the why or why-not.")
            String because,

            @Schema(description = "Ids of the evidence that the rule rests on.")
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> evidence,

            @Schema(description = "The probability of being on the slate; exactly 0 if it could not be.")
            double probability,

            @Schema(description = "The probability of each position.") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<Double> positionProbabilities,

            @Schema(description = "How soon.") String urgency,
            @Schema(description = "When it is best done.") WindowView window,

            @Schema(description = "How often deals moved on after it.")
            RateView successRate) {}

    /** One line of a score. */
    @Schema(name = "ScoreLine", description = "One line of a score, in hundredths of a point.")
    public record LineView(
            @Schema(description = "Which line.") String line,

            @Schema(description = "The factor that it belongs to.")
            String factor,

            @Schema(description = "The line in words.") String name,
            @Schema(description = "Its value.") int hundredths,
            @Schema(description = "Its maximum.") int max,

            @Schema(description = "Its value if nothing else were known.")
            int neutral,

            @Schema(description = "What moved it.") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<MoveView> moves) {}

    /** What moves a line. */
    @Schema(name = "Move", description = "What moved a line.")
    public record MoveView(
            @Schema(description = "How far: 1000 takes the line to its maximum, -1000 to 0.")
            int permille,

            @Schema(description = "Id of the evidence.") String evidence) {}

    /** What something rests on. */
    @Schema(name = "Evidence", description = "What a line, a verdict or a sentence rests on.")
    public record EvidenceView(
            @Schema(description = "Unique within the decision.")
            String id,

            @Schema(description = "recorded, learned or ruled.")
            String kind,

            @Schema(description = "What it says.") String text,

            @Schema(description = "recorded: the system or file.")
            Optional<String> source,

            @Schema(description = "recorded: the record there.")
            Optional<String> record,

            @Schema(description = "recorded: when it became true.")
            Optional<Instant> at,

            @Schema(description = "learned: how many cases.")
            Optional<Long> n,

            @Schema(description = "learned: the estimate.") Optional<Double> estimate,

            @Schema(description = "learned: lower end of the 95 % interval.")
            Optional<Double> low,

            @Schema(description = "learned: upper end of the 95 % interval.")
            Optional<Double> high,

            @Schema(description = "learned: randomised or observed.")
            Optional<String> design) {}

    /** When an action is best done. */
    @Schema(name = "BestWindow", description = "When it is best done.")
    public record WindowView(Instant from, Instant until) {}

    /** How often deals moved on. */
    @Schema(name = "SuccessRate", description = "How often deals moved on after it, or that there is too little data.")
    public record RateView(
            @Schema(description = "How many decisions it rests on.")
            long n,

            @Schema(description = "How many it takes, where there are too few.")
            Optional<Long> needed,

            @Schema(description = "After how many of them the deal moved on.")
            Optional<Long> successes,

            @Schema(description = "The estimate.") Optional<Double> share,

            @Schema(description = "Lower end of the 95 % interval.")
            Optional<Double> low,

            @Schema(description = "Upper end of the 95 % interval.")
            Optional<Double> high,

            @Schema(description = "randomised or observed.") Optional<String> design,
            @Schema(description = "As a sentence.") String text) {}

    /** A missing document. */
    @Schema(name = "ContentGap", description = "A document that was called for and is missing.")
    public record GapView(String candidate, String asset, String madeFor) {}
}
