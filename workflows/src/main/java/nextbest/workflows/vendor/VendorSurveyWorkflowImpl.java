package nextbest.workflows.vendor;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import nextbest.workflows.TaskQueues;

/** See {@link VendorSurveyWorkflow}. */
public final class VendorSurveyWorkflowImpl implements VendorSurveyWorkflow {
    private final VendorSyncActivities vendor = Workflow.newActivityStub(
            VendorSyncActivities.class,
            ActivityOptions.newBuilder()
                    .setTaskQueue(TaskQueues.OUTBOUND)
                    .setStartToCloseTimeout(Duration.ofMinutes(1))
                    // a person waits for it
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(2).build())
                    .setSummary("Look at the vendor")
                    .build());

    @Override
    public VendorSurvey run(VendorRequest request) {
        return vendor.survey(request);
    }
}
