package nextbest.workflows.screening;

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

/** See {@link ScreeningRound}. */
public final class ScreeningRoundImpl implements ScreeningRound {
    private final ScreeningActivities look = Workflow.newLocalActivityStub(
            ScreeningActivities.class,
            LocalActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofMinutes(1))
                    // the next round comes anyway
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(2).build())
                    .build());

    @Override
    public int run() {
        int started = 0;
        for (ScreeningInput due : look.due().due()) {
            ScreeningWorkflow screening = Workflow.newChildWorkflowStub(
                    ScreeningWorkflow.class,
                    ChildWorkflowOptions.newBuilder()
                            .setWorkflowId(ScreeningWorkflow.workflowId(due.tenant(), due.screening()))
                            // it outlives the round
                            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                            .setStaticSummary(ScreeningRuns.SUMMARY)
                            .build());
            Promise<ScreeningState> unused = Async.function(screening::run, due);
            assert unused != null;
            try {
                var execution = Workflow.getWorkflowExecution(screening).get();
                assert execution != null;
                started++;
            } catch (ChildWorkflowFailure failure) {
                // it is running: it need not be started
                if (!(failure.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
                    throw failure;
                }
            }
        }
        Workflow.setCurrentDetails(started == 0 ? "No screening is due." : "Started " + started + " screenings.");
        return started;
    }
}
