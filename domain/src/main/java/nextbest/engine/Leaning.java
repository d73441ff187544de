package nextbest.engine;

import nextbest.recommendation.Score;
import nextbest.recommendation.SubFactor;

/**
 * What the live model adds to a score when the slate is chosen, and only then: what it expects but cannot claim yet, and what
 * the action might bring beyond that. It acts on the two lines on which a claim would act, so that it is bounded as they are.
 */
final class Leaning {
    private Leaning() {}

    /** In hundredths of a point. */
    static int of(Reading reading, Proposal proposal, Score score) {
        LearnedValues learned = reading.evidence().learned();
        if (learned.isNone() || score.isNone()) {
            return 0;
        }
        return learned.of(proposal.action().key())
                .map(value -> {
                    double chance = value.chance();
                    return further(score, SubFactor.HISTORICAL_EFFECTIVENESS, unclaimed(value.overall()) + chance)
                            + further(score, SubFactor.ADVANCEMENT_PROBABILITY, unclaimed(value.here()) + chance);
                })
                .orElse(0);
    }

    private static double unclaimed(LearnedValues.Gain gain) {
        return gain.certain() ? 0 : gain.estimate();
    }

    private static int further(Score score, SubFactor line, double gain) {
        return score.line(line).further(ImpactLines.permilleOfGain(gain));
    }
}
