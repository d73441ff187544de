package nextbest.engine;

import nextbest.recommendation.Score;

/**
 * A proposal with its score.
 *
 * @param mandatory whether it outranks the score
 */
record Scored(Proposal proposal, Score score, boolean mandatory) {
    String key() {
        return proposal.key();
    }
}
