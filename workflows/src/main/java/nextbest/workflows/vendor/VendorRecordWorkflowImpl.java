package nextbest.workflows.vendor;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import nextbest.workflows.TaskQueues;

/** See {@link VendorRecordWorkflow}. */
public final class VendorRecordWorkflowImpl implements VendorRecordWorkflow {
    private final VendorRecordActivities vendor = Workflow.newActivityStub(
            VendorRecordActivities.class,
            ActivityOptions.newBuilder()
                    .setTaskQueue(TaskQueues.OUTBOUND)
                    .setStartToCloseTimeout(Duration.ofSeconds(35))
                    // a person waits for it; a change whose end is not known is asked for again under its key
                    .setScheduleToCloseTimeout(Duration.ofSeconds(50))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofMillis(500))
                            .setMaximumAttempts(4)
                            .build())
                    .setSummary("Look at or change a deal at the vendor")
                    .build());

    @Override
    public String run(VendorRecordRequest request) {
        if (!request.changes()) {
            return vendor.value(request);
        }
        vendor.change(request);
        return request.to();
    }
}
