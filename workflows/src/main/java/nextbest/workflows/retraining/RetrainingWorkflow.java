package nextbest.workflows.retraining;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/** One retraining of one organisation's model: train a challenger, then let its report decide. */
@WorkflowInterface
public interface RetrainingWorkflow {
    @WorkflowMethod(name = "Retraining")
    RetrainingResult run(RetrainingInput input);

    /** One at a time for each organisation. */
    static String workflowId(UUID tenant) {
        return "retraining-" + tenant;
    }
}
