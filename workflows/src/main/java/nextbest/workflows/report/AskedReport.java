package nextbest.workflows.report;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/** One report that somebody asked for: it goes out now, or says why not. */
@WorkflowInterface
public interface AskedReport {
    @WorkflowMethod(name = "AskedReport")
    SentReport run(SendReportRequest request);

    /** One at a time for each reader. */
    static String workflowId(UUID tenant, UUID reader) {
        return "report-asked-" + tenant + "-" + reader;
    }
}
