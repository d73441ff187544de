/**
 * What came of a recommendation, on three levels that never mix: what the rep did ({@link
 * nextbest.outcome.RepDisposition}), what the client said ({@link nextbest.outcome.ClientDisposition}), what became of the
 * deal ({@link nextbest.outcome.DealOutcome}).
 */
package nextbest.outcome;
