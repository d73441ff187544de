package nextbest.workflows.report;

import io.temporal.activity.ActivityInterface;

/** What reports ask of our own database: local activities, safe to repeat. */
@ActivityInterface(namePrefix = "Report.")
public interface ReportActivities {
    /** The next report by the organisation's setting, in its zone. */
    ReportTime nextReport(ReportTimeRequest request);

    /** Who wants one and can be reached. */
    ReportReaders readers(ReportReadersRequest request);
}
