/**
 * The chance that something is won, from a table of words and numbers, and how far that chance can be trusted. Start with
 * {@link nextbest.learning.outcome.WinProbabilityModel}; {@link nextbest.learning.outcome.Splits} says how it is tested
 * honestly, {@link nextbest.learning.outcome.LeakageCheck} what it should not have been shown, and
 * {@link nextbest.learning.outcome.Calibration} whether 70 % means 70 %.
 */
package nextbest.learning.outcome;
