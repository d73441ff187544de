package nextbest.workflows.sweep;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One sweep. Each is short and knows nothing of the one before. */
@WorkflowInterface
public interface Sweep {
    @WorkflowMethod(name = "Sweep")
    SweepReport run();
}
