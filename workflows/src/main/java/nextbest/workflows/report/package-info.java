/**
 * The loop report by mail. {@link nextbest.workflows.report.LoopReportWorkflowImpl#run} is the process of one organisation: it
 * sleeps until the report is due and sends it to everybody who wants it; alerts go out at once. {@link
 * nextbest.workflows.report.ReportRound} looks every minute for organisations whose process should run and does not, and for
 * alerts that nobody was told of; {@link nextbest.workflows.report.ReportRuns} is how others talk to them.
 */
package nextbest.workflows.report;
