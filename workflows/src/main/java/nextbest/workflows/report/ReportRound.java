package nextbest.workflows.report;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Looks whose reports should run and do not, and who was not told of alerts. Each round knows nothing of the one before. */
@WorkflowInterface
public interface ReportRound {
    /** @return how many organisations have alerts to be told of */
    @WorkflowMethod(name = "ReportRound")
    int run();
}
