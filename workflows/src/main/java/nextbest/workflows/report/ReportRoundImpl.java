package nextbest.workflows.report;

import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** See {@link ReportRound}. */
public final class ReportRoundImpl implements ReportRound {
    private final ReportRoundActivities look = Workflow.newLocalActivityStub(
            ReportRoundActivities.class,
            LocalActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofMinutes(5))
                    // the next round comes anyway
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(2).build())
                    .build());

    @Override
    public int run() {
        Workflow.setCurrentDetails("Looks for alerts that nobody was told of, and for reports that should run.");
        int told = look.look();
        Workflow.setCurrentDetails(
                told == 0 ? "Nobody is to be told of an alert." : "Alerts wait in " + told + " organisations.");
        return told;
    }
}
