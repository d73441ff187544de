package nextbest.workflows.screening;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Looks whether a screening is due or was left lying, and starts it. Each round is short and knows nothing of the one before. */
@WorkflowInterface
public interface ScreeningRound {
    /** @return how many screenings it started */
    @WorkflowMethod(name = "ScreeningRound")
    int run();
}
