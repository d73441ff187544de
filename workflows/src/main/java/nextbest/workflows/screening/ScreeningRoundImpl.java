package nextbest.workflows.screening;

import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import nextbest.workflows.Detached;

/** See {@link ScreeningRound}. */
public final class ScreeningRoundImpl implements ScreeningRound {
    private final ScreeningActivities look =
            Workflow.newLocalActivityStub(ScreeningActivities.class, Detached.look(Duration.ofMinutes(1)));

    @Override
    public int run() {
        int started = 0;
        for (ScreeningInput due : look.due().due()) {
            if (Detached.start(
                    ScreeningWorkflow.class,
                    ScreeningWorkflow.workflowId(due.tenant(), due.screening()),
                    ScreeningRuns.SUMMARY,
                    screening -> Async.function(screening::run, due))) {
                started++;
            }
        }
        Workflow.setCurrentDetails(started == 0 ? "No screening is due." : "Started " + started + " screenings.");
        return started;
    }
}
