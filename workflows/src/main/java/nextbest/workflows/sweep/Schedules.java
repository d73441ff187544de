package nextbest.workflows.sweep;

import io.temporal.client.WorkflowClient;
import java.time.Duration;
import nextbest.workflows.WallClockSchedule;

/** What runs by the clock on the wall: processes are swept in real time, whatever the business clock says. */
public final class Schedules {
    /** The id of the sweep's schedule. */
    public static final String SWEEP = "sweep";

    static final Duration EVERY = Duration.ofSeconds(30);

    private Schedules() {}

    /** Sees that the sweep runs, as {@link WallClockSchedule#ensure} does. */
    public static void ensure(WorkflowClient client) {
        new WallClockSchedule(
                        SWEEP,
                        Sweep.class,
                        "Pick up what a crash left lying",
                        "Tells loops of news that nobody told them of, and settles messages that"
                                + " have been under way for too long, and looks at overdue results.",
                        EVERY,
                        EVERY,
                        true)
                .ensure(client);
    }
}
