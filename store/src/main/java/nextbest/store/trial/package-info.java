/**
 * Randomised trials of an organisation. {@link nextbest.store.trial.TrialPlanner} says beforehand how large one has to be,
 * {@link nextbest.store.trial.Trials} starts and stops it, decisions are made in the arm of their client or rep while it
 * runs, and {@link nextbest.store.trial.TrialResults} says on any day what it shows.
 */
package nextbest.store.trial;
