package nextbest.workflows.retraining;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import nextbest.workflows.TaskQueues;

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

    /**
     * Sees that the rounds run. A schedule that an operator has paused stays paused. Safe to call from several processes at
     * once.
     */
    public static void ensure(WorkflowClient client) {
        ScheduleClient schedules = ScheduleClient.newInstance(
                client.getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setDataConverter(client.getOptions().getDataConverter())
                        .build());
        try {
            schedules.createSchedule(
                    ROUNDS,
                    rounds(ScheduleState.newBuilder().build()),
                    ScheduleOptions.newBuilder().build());
        } catch (ScheduleAlreadyRunningException e) {
            schedules
                    .getHandle(ROUNDS)
                    .update(input -> new ScheduleUpdate(
                            rounds(input.getDescription().getSchedule().getState())));
        }
    }

    private static Schedule rounds(ScheduleState state) {
        return Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(RetrainingRound.class)
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(ROUNDS)
                                .setTaskQueue(TaskQueues.LOOP)
                                .setStaticSummary("Look whose model is due")
                                // sdk 1.38 cannot describe a schedule that has a summary and no details
                                .setStaticDetails("Once in each month of the business clock, and when acceptance has"
                                        + " clearly fallen.")
                                .setWorkflowExecutionTimeout(Duration.ofMinutes(15))
                                .build())
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(EVERY)))
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        // after an outage one round is as good as a hundred
                        .setCatchupWindow(Duration.ofMinutes(2))
                        .build())
                .setState(state)
                .build();
    }
}
