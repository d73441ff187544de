package nextbest.workflows.retraining;

import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import nextbest.workflows.Detached;

/** See {@link RetrainingRound}. */
public final class RetrainingRoundImpl implements RetrainingRound {
    private final RetrainingActivities look =
            Workflow.newLocalActivityStub(RetrainingActivities.class, Detached.look(Duration.ofMinutes(2)));

    @Override
    public int run() {
        int started = 0;
        for (RetrainingInput due : look.due().due()) {
            if (Detached.start(
                    RetrainingWorkflow.class,
                    RetrainingWorkflow.workflowId(due.tenant()),
                    "Train the model: " + due.reason(),
                    training -> Async.function(training::run, due))) {
                started++;
            }
        }
        Workflow.setCurrentDetails(started == 0 ? "No model is due." : "Started " + started + " trainings.");
        return started;
    }
}
