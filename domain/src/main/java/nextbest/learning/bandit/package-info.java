/**
 * A contextual bandit with a Bayesian logistic model: it chooses among eligible actions, logs the exact probability of
 * every choice, and learns from the reward of the chosen one.
 *
 * <p>{@link nextbest.learning.bandit.BanditLearner} is the whole loop in one object and the place to start. Its parts can
 * be used apart, and the product does: {@link nextbest.learning.bandit.ContextEncoder} turns a context into features u,
 * {@link nextbest.learning.bandit.Posterior} is what is believed now, {@link nextbest.learning.bandit.Policy} turns beliefs
 * into propensities, and {@link nextbest.learning.bandit.ExactSums} is the state of record: integer sums that do not
 * depend on the order in which outcomes arrive and from which an outcome can be taken out again.
 */
package nextbest.learning.bandit;
