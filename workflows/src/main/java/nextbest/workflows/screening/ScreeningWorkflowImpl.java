package nextbest.workflows.screening;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import nextbest.workflows.TaskQueues;

/** See {@link ScreeningWorkflow}. */
public final class ScreeningWorkflowImpl implements ScreeningWorkflow {
    static final int DOCUMENTS = 50;
    static final int CLIENTS = 250;
    static final int LOOPS = 250;

    private final ScreeningActivities work = Workflow.newActivityStub(
            ScreeningActivities.class,
            ActivityOptions.newBuilder()
                    // it computes for minutes: not among the short steps of the loops
                    .setTaskQueue(TaskQueues.OUTBOUND)
                    .setStartToCloseTimeout(Duration.ofMinutes(15))
                    // each part tells that it is alive while it works; a worker that died is replaced after this
                    .setHeartbeatTimeout(Duration.ofMinutes(1))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofSeconds(1))
                            .setMaximumInterval(Duration.ofMinutes(2))
                            .setMaximumAttempts(20)
                            .build())
                    .build());

    private final ScreeningInput input;
    private ScreeningState state;

    @WorkflowInit
    public ScreeningWorkflowImpl(ScreeningInput input) {
        this.input = input;
        this.state = input.state() == null ? ScreeningState.begin() : input.state();
    }

    @Override
    public ScreeningState run(ScreeningInput given) {
        for (int parts = 0; state.step() != ScreeningState.Step.DONE; parts++) {
            if (parts == input.parts()) {
                Workflow.continueAsNew(new ScreeningInput(input.tenant(), input.screening(), input.parts(), state));
            }
            Workflow.setCurrentDetails(state.details());
            state = next();
        }
        Workflow.setCurrentDetails(state.details());
        return state;
    }

    private ScreeningState next() {
        return switch (state.step()) {
            case READ -> state.read(work.readDocuments(part(DOCUMENTS)));
            case SCREEN -> state.screened(work.screenClients(part(CLIENTS)));
            case TELL -> state.told(work.tellLoops(part(LOOPS)));
            case CLOSE -> {
                work.close(part(0));
                yield state.closed();
            }
            case DONE -> state;
        };
    }

    private ScreeningPart part(int most) {
        return new ScreeningPart(input.tenant(), input.screening(), state.after(), most);
    }

    @Override
    public ScreeningState progress() {
        return state;
    }
}
