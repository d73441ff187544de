/**
 * Retraining of the model: {@link nextbest.workflows.retraining.RetrainingRound} looks every few minutes whose model is due by
 * the business clock and starts a {@link nextbest.workflows.retraining.RetrainingWorkflow} for each; {@link
 * nextbest.workflows.retraining.Retrainings} starts one on request and sees that the rounds run.
 */
package nextbest.workflows.retraining;
