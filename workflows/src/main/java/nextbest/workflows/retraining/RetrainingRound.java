package nextbest.workflows.retraining;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Looks whose model is due, and has it trained. Each round is short and knows nothing of the one before. */
@WorkflowInterface
public interface RetrainingRound {
    /** @return how many trainings it started */
    @WorkflowMethod(name = "RetrainingRound")
    int run();
}
