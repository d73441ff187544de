package nextbest.store.decision;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Disposition;

/**
 * A decision as it is kept: what it decided, without the lines, which a replay gives.
 *
 * @param rep whose deal it was
 * @param recordHash SHA-256 of the decision in hexadecimal
 * @param candidates in the order of the decision
 */
public record DecisionEntry(
        DecisionId id,
        SubjectId subject,
        Optional<RepId> rep,
        Instant at,
        String reason,
        Arm arm,
        NewDecision.Mode mode,
        String engineVersion,
        String catalogueVersion,
        String recordHash,
        Optional<Double> slateProbability,
        String correlationId,
        List<Considered> candidates) {
    /**
     * One candidate, with what the loop made of it.
     *
     * @param scoreHundredths present if it was scored
     * @param disposition as the loop knows it now: what was selected may have been delivered
     * @param rule why, for example {@code on-slate} or {@code cap}
     * @param probability of being on the slate, before chance was asked
     * @param position its place on the slate, from 1
     */
    public record Considered(
            String key,
            String action,
            Optional<Integer> scoreHundredths,
            Disposition disposition,
            String rule,
            double probability,
            Optional<Integer> position) {}
}
