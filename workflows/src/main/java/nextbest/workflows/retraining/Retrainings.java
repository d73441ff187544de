package nextbest.workflows.retraining;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.WallClockSchedule;

/** Starts retrainings: on request at once, and by the rounds of a schedule. */
public final class Retrainings {
    /** The id of the rounds' schedule. */
    public static final String ROUNDS = "retraining-rounds";

    /** On the wall clock; what is due is a question to the business clock, which may run faster. */
    static final Duration EVERY = Duration.ofMinutes(2);

    private final WorkflowClient client;

    public Retrainings(WorkflowClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /**
     * Trains an organisation's model now, and waits for the result. If a training is running, that one is waited for.
     *
     * @param reason what the version's record says
     */
    public RetrainingResult train(UUID tenant, String reason) {
        start(tenant, reason);
        return client.newUntypedWorkflowStub(RetrainingWorkflow.workflowId(tenant))
                .getResult(RetrainingResult.class);
    }

    /** As {@link #train}, without waiting. */
    public void start(UUID tenant, String reason) {
        RetrainingWorkflow training = client.newWorkflowStub(
                RetrainingWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(RetrainingWorkflow.workflowId(tenant))
                        .setTaskQueue(TaskQueues.LOOP)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setStaticSummary("Train the model: " + reason)
                        .build());
        var execution = WorkflowClient.start(training::run, new RetrainingInput(tenant, reason));
        assert execution != null;
    }

    /** Sees that the rounds run, as {@link WallClockSchedule#ensure} does. */
    public static void ensure(WorkflowClient client) {
        new WallClockSchedule(
                        ROUNDS,
                        RetrainingRound.class,
                        "Look whose model is due",
                        "Once in each month of the business clock, and when acceptance has clearly fallen.",
                        EVERY,
                        EVERY,
                        false)
                .ensure(client);
    }
}
