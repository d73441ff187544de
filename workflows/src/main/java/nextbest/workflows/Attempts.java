package nextbest.workflows;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How often and for how long the loops try a step. */
public final class Attempts {
    private Attempts() {}

    /** A step that only touches our own database; after about twenty minutes it fails, so that a history can end. */
    public static LocalActivityOptions onOurDatabase() {
        return LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofSeconds(20))
                // longer pauses become timers: a worker that holds a task open writes three events every eight seconds
                .setLocalRetryThreshold(Duration.ofSeconds(1))
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(200))
                        .setMaximumInterval(Duration.ofMinutes(2))
                        .setMaximumAttempts(20)
                        .build())
                .build();
    }

    /**
     * A step that leaves the house. It is tried until something overtakes it, and an attempt under way is waited for, so that
     * nothing is sent twice.
     *
     * @param longest how long one attempt may take
     */
    public static ActivityOptions untilOvertaken(Duration longest, String summary) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.OUTBOUND)
                .setStartToCloseTimeout(longest)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofSeconds(1))
                        .setMaximumInterval(Duration.ofMinutes(5))
                        .build())
                .setSummary(summary)
                .build();
    }
}
