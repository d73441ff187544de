package nextbest.workflows.report;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import nextbest.workflows.TaskQueues;

/** See {@link AskedReport}. */
public final class AskedReportImpl implements AskedReport {
    private final SendReportActivities outside = Workflow.newActivityStub(
            SendReportActivities.class,
            ActivityOptions.newBuilder()
                    .setTaskQueue(TaskQueues.OUTBOUND)
                    .setStartToCloseTimeout(Duration.ofMinutes(5))
                    // somebody waits for it: after an hour it is asked for again or not at all
                    .setScheduleToCloseTimeout(Duration.ofHours(1))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofSeconds(1))
                            .setMaximumInterval(Duration.ofMinutes(5))
                            .build())
                    .setSummary("Send the loop report to one reader who was named")
                    .build());

    @Override
    public SentReport run(SendReportRequest request) {
        Workflow.setCurrentDetails("Sends the report of " + request.from() + " to "
                + request.until().minusDays(1) + ", for which somebody asked.");
        SentReport sent = outside.send(request);
        Workflow.setCurrentDetails("Done: " + sent.outcome() + ".");
        return sent;
    }
}
