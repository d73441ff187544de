package nextbest.workflows.screening;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.WallClockSchedule;

/** Starts screenings: on request at once, and by the rounds of a schedule. */
public final class ScreeningRuns {
    /** The id of the rounds' schedule. */
    public static final String ROUNDS = "screening-rounds";

    static final String SUMMARY = "Set clients against products that they do not hold";

    /** On the wall clock; what is due is a question to the business clock, which may run faster. */
    static final Duration EVERY = Duration.ofSeconds(30);

    private final WorkflowClient client;

    public ScreeningRuns(WorkflowClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /** Starts a screening that was opened in the database, without waiting; one that runs already goes on. */
    public void start(UUID tenant, UUID screening) {
        ScreeningWorkflow run = client.newWorkflowStub(
                ScreeningWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(ScreeningWorkflow.workflowId(tenant, screening))
                        .setTaskQueue(TaskQueues.LOOP)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setStaticSummary(SUMMARY)
                        .build());
        var execution = WorkflowClient.start(run::run, ScreeningInput.of(tenant, screening));
        assert execution != null;
    }

    /** Sees that the rounds run, as {@link WallClockSchedule#ensure} does. */
    public static void ensure(WorkflowClient client) {
        new WallClockSchedule(
                        ROUNDS,
                        ScreeningRound.class,
                        "Look whether a screening is due",
                        "When an occasion has come, the house view has changed, or there is something new to read.",
                        EVERY,
                        EVERY,
                        false)
                .ensure(client);
    }
}
