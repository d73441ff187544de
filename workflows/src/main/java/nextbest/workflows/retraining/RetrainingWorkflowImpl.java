package nextbest.workflows.retraining;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.WorkflowClock;

/** See {@link RetrainingWorkflow}. */
public final class RetrainingWorkflowImpl implements RetrainingWorkflow {
    private final RetrainingActivities work = Workflow.newActivityStub(
            RetrainingActivities.class,
            ActivityOptions.newBuilder()
                    // it computes for minutes: not among the short steps of the loops
                    .setTaskQueue(TaskQueues.OUTBOUND)
                    .setStartToCloseTimeout(Duration.ofMinutes(30))
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(3).build())
                    .build());

    @Override
    public RetrainingResult run(RetrainingInput input) {
        TrainRequest request = new TrainRequest(input.tenant(), WorkflowClock.newId(), input.reason());
        Workflow.setCurrentDetails("Trains a challenger on the past and judges it on what it has not seen.");
        int version = work.train(request);
        Workflow.setCurrentDetails("Version " + version + " is trained; its report decides what becomes of it.");
        RetrainingResult result = work.settle(request);
        Workflow.setCurrentDetails("Version " + version + (result.promoted() ? " was promoted" : " was not promoted")
                + (result.demoted() ? ", and the champion was demoted" : "") + ". ./nextbest models " + version
                + " shows why.");
        return result;
    }
}
