package nextbest.recommendation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;

/**
 * What the engine made of one snapshot: every candidate with its disposition, what goes on the card, and what chance had to
 * do with it. The same input gives the same decision.
 *
 * @param id also the seed
 * @param subject the deal
 * @param at business time
 * @param engineVersion which engine decided
 * @param catalogueVersion which catalogue it knew
 * @param evidenceVersion which learned numbers it read
 * @param arm which policy
 * @param candidates every candidate of the whole catalogue, those on the slate first, then by score
 * @param slate what was chosen; also filled when the arm or shadow mode keeps it from the rep
 * @param conflicts contradictions for a person to look at
 * @param contentGaps assets that were missing
 * @param flipPoints what would put an alternative first
 * @param missing keys of unknown fields that would matter, the most valuable first
 * @param card what a person sees: one, or none if the slate is empty
 */
public record Decision(
        DecisionId id,
        SubjectId subject,
        Instant at,
        String engineVersion,
        String catalogueVersion,
        String evidenceVersion,
        Arm arm,
        List<Candidate> candidates,
        Slate slate,
        List<Conflict> conflicts,
        List<ContentGap> contentGaps,
        List<FlipPoint> flipPoints,
        List<String> missing,
        List<CardContent> card) {
    public Decision {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(engineVersion, "engineVersion");
        Objects.requireNonNull(catalogueVersion, "catalogueVersion");
        Objects.requireNonNull(evidenceVersion, "evidenceVersion");
        Objects.requireNonNull(arm, "arm");
        candidates = List.copyOf(candidates);
        Objects.requireNonNull(slate, "slate");
        conflicts = List.copyOf(conflicts);
        contentGaps = List.copyOf(contentGaps);
        flipPoints = List.copyOf(flipPoints);
        missing = List.copyOf(missing);
        card = List.copyOf(card);
    }

    public Optional<Candidate> candidate(String key) {
        return candidates.stream()
                .filter(candidate -> candidate.key().equals(key))
                .findFirst();
    }

    /** The main candidate; empty if the slate is. */
    public Optional<Candidate> main() {
        return slate.isEmpty() ? Optional.empty() : candidate(slate.candidates().getFirst());
    }
}
