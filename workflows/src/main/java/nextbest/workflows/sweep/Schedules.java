package nextbest.workflows.sweep;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
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
import nextbest.workflows.TaskQueues;

/** What runs by the clock on the wall: processes are swept in real time, whatever the business clock says. */
public final class Schedules {
    /** The id of the sweep's schedule. */
    public static final String SWEEP = "sweep";

    static final Duration EVERY = Duration.ofSeconds(30);

    private Schedules() {}

    /**
     * Creates what is missing and brings what is there up to date. A schedule that an operator has paused stays paused. Safe to
     * call from several processes at once.
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
                    SWEEP,
                    sweep(ScheduleState.newBuilder().build()),
                    ScheduleOptions.newBuilder().setTriggerImmediately(true).build());
        } catch (ScheduleAlreadyRunningException e) {
            schedules
                    .getHandle(SWEEP)
                    .update(input -> new ScheduleUpdate(
                            sweep(input.getDescription().getSchedule().getState())));
        }
    }

    private static Schedule sweep(ScheduleState state) {
        return Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(Sweep.class)
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(SWEEP)
                                .setTaskQueue(TaskQueues.LOOP)
                                .setStaticSummary("Pick up what a crash left lying")
                                // sdk 1.38 cannot describe a schedule that has a summary and no details
                                .setStaticDetails(
                                        "Tells loops of news that nobody told them of, and settles messages that"
                                                + " have been under way for too long, and looks at overdue results.")
                                // one that hangs must not keep the later ones from running
                                .setWorkflowExecutionTimeout(Duration.ofMinutes(15))
                                .build())
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(EVERY)))
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        // after an outage one sweep is as good as a hundred
                        .setCatchupWindow(Duration.ofSeconds(30))
                        .build())
                .setState(state)
                .build();
    }
}
