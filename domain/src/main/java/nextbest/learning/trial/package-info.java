/**
 * Randomised comparisons: who is in which arm ({@link nextbest.learning.trial.Assignment}), how many accounts and weeks it
 * takes ({@link nextbest.learning.trial.PowerPlan}), and what may be said on any day somebody looks
 * ({@link nextbest.learning.trial.AnytimeComparison}).
 */
package nextbest.learning.trial;
