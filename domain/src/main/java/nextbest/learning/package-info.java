/**
 * How the platform learns from outcomes and proves what it learned. Pure mathematics on arrays and records: nothing
 * here knows a deal, a clock or a file.
 *
 * <p>Start with {@link nextbest.learning.bandit.BanditLearner} (chooses an action with exact propensities and learns from
 * the reward), then follow the life of a number: {@code reward} resolves late and corrected outcomes into one exact
 * reward, {@code bandit} adds it to sums and reads a model from them, {@code offpolicy} asks what another policy would
 * have earned, {@code trial} compares randomised arms, {@code outcome} predicts and calibrates the chance to win,
 * {@code statistics} holds the intervals, and {@code fairness} compares groups.
 */
package nextbest.learning;
