package nextbest.workflows.retraining;

import io.temporal.activity.LocalActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** See {@link RetrainingRound}. */
public final class RetrainingRoundImpl implements RetrainingRound {
    private final RetrainingActivities look = Workflow.newLocalActivityStub(
            RetrainingActivities.class,
            LocalActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofMinutes(2))
                    // the next round comes anyway
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(2).build())
                    .build());

    @Override
    public int run() {
        int started = 0;
        for (RetrainingInput due : look.due().due()) {
            RetrainingWorkflow training = Workflow.newChildWorkflowStub(
                    RetrainingWorkflow.class,
                    ChildWorkflowOptions.newBuilder()
                            .setWorkflowId(RetrainingWorkflow.workflowId(due.tenant()))
                            // it outlives the round
                            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                            .setStaticSummary("Train the model: " + due.reason())
                            .build());
            Promise<RetrainingResult> unused = Async.function(training::run, due);
            assert unused != null;
            try {
                var execution = Workflow.getWorkflowExecution(training).get();
                assert execution != null;
                started++;
            } catch (ChildWorkflowFailure failure) {
                // one is running: this one is not needed
                if (!(failure.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
                    throw failure;
                }
            }
        }
        Workflow.setCurrentDetails(started == 0 ? "No model is due." : "Started " + started + " trainings.");
        return started;
    }
}
