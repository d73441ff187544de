package nextbest.workflows.report;

/**
 * All that an organisation's reports remember.
 *
 * @param next the next one, null if that is still to be asked
 * @param paused whether a person holds it
 * @param alertsWait whether there may be alerts that somebody was not told of
 * @param sent how many mails went out so far
 */
public record LoopReportState(ReportTime next, boolean paused, boolean alertsWait, long sent) {
    static LoopReportState initial() {
        return new LoopReportState(null, false, false, 0);
    }

    LoopReportState withNext(ReportTime time) {
        return new LoopReportState(time, paused, alertsWait, sent);
    }

    LoopReportState withPaused(boolean hold) {
        return new LoopReportState(next, hold, alertsWait, sent);
    }

    LoopReportState withAlertsWait(boolean wait) {
        return new LoopReportState(next, paused, wait, sent);
    }

    LoopReportState after(SentReport result) {
        return new LoopReportState(next, paused, alertsWait, sent + (result.isDelivered() ? 1 : 0));
    }
}
