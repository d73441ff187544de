package nextbest.workflows;

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

/**
 * What runs by the clock on the wall: processes are looked after in real time, whatever the business clock says. One run at a
 * time; after an outage one run is as good as a hundred.
 *
 * @param id of the schedule and of the workflow that it starts
 * @param workflow what it starts, on the loop's queue
 * @param summary for operators, in a few words
 * @param details for operators, in a sentence
 * @param every the pause between two starts
 * @param catchUp a start that was missed by no more than this is made up for
 * @param atOnce whether a schedule that is new starts its first run without waiting
 */
public record WallClockSchedule(
        String id,
        Class<?> workflow,
        String summary,
        String details,
        Duration every,
        Duration catchUp,
        boolean atOnce) {
    /** One that hangs must not keep the later ones from running. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(15);

    /**
     * Creates the schedule, or brings it up to date. One that an operator has paused stays paused. Safe to call from several
     * processes at once.
     */
    public void ensure(WorkflowClient client) {
        ScheduleClient schedules = ScheduleClient.newInstance(
                client.getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setDataConverter(client.getOptions().getDataConverter())
                        .build());
        try {
            schedules.createSchedule(
                    id,
                    in(ScheduleState.newBuilder().build()),
                    ScheduleOptions.newBuilder().setTriggerImmediately(atOnce).build());
        } catch (ScheduleAlreadyRunningException e) {
            schedules
                    .getHandle(id)
                    .update(input -> new ScheduleUpdate(
                            in(input.getDescription().getSchedule().getState())));
        }
    }

    private Schedule in(ScheduleState state) {
        return Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(workflow)
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(id)
                                .setTaskQueue(TaskQueues.LOOP)
                                .setStaticSummary(summary)
                                // sdk 1.38 cannot describe a schedule that has a summary and no details
                                .setStaticDetails(details)
                                .setWorkflowExecutionTimeout(LONGEST_RUN)
                                .build())
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(every)))
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(catchUp)
                        .build())
                .setState(state)
                .build();
    }
}
