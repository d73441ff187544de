package nextbest.engine;

import nextbest.recommendation.Score;

/**
 * A proposal with its score.
 *
 * @param mandatory whether it outranks the score
 * @param leaning hundredths of a point by which chance is tilted toward it, see {@link Leaning}
 */
record Scored(Proposal proposal, Score score, boolean mandatory, int leaning) {
    String key() {
        return proposal.key();
    }
}
