package nextbest.workflows.screening;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/** One screening. What it finds stands in the database, part by part; the history holds ids and counts. */
@WorkflowInterface
public interface ScreeningWorkflow {
    /** @return where it stands at the end */
    @WorkflowMethod(name = "Screening")
    ScreeningState run(ScreeningInput input);

    /** How far it is. */
    @QueryMethod
    ScreeningState progress();

    static String workflowId(UUID tenant, UUID screening) {
        return "screening-" + tenant + "-" + screening;
    }
}
