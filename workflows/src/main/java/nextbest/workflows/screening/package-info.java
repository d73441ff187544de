/**
 * Screening of all clients against all products, as a process that survives its workers: {@link
 * nextbest.workflows.screening.ScreeningWorkflow} reads what is new, screens clients part by part, tells the loops of those for
 * whom something was found, and closes the ledger. {@link nextbest.workflows.screening.ScreeningRound} looks every minute
 * whether an occasion, a house view or news asks for one; {@link nextbest.workflows.screening.ScreeningRuns} starts them.
 */
package nextbest.workflows.screening;
