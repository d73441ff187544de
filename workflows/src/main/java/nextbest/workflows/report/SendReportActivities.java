package nextbest.workflows.report;

import io.temporal.activity.ActivityInterface;

/** What reports do outside the house. The same key never sends twice. */
@ActivityInterface(namePrefix = "SendReport.")
public interface SendReportActivities {
    SentReport send(SendReportRequest request);

    SentReport sendAlerts(SendAlertsRequest request);
}
