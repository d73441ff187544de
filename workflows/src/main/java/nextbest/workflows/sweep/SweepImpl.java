package nextbest.workflows.sweep;

import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** See {@link Sweep}. */
public final class SweepImpl implements Sweep {
    /** Longer than the longest pause between two attempts and the longest attempt together: nobody is at work on it any more. */
    static final Duration STUCK = Duration.ofMinutes(30);

    /** Loops look at results within minutes; a day later nobody will. */
    static final Duration OVERDUE = Duration.ofDays(1);

    private static final int OVERDUE_BATCH = 500;

    private final SweepActivities own = Workflow.newLocalActivityStub(
            SweepActivities.class,
            LocalActivityOptions.newBuilder()
                    // thousands of untold subjects after an import take a while
                    .setStartToCloseTimeout(Duration.ofMinutes(5))
                    // the next sweep comes anyway
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(2).build())
                    .build());

    @Override
    public SweepReport run() {
        Workflow.setCurrentDetails(
                "Looks for news that no loop was told of, for messages that got stuck, for results that nobody looked at,"
                        + " and for rows that were kept for long enough.");
        int told = own.forwardUntold();
        int settled = own.settleStuck(new StuckRequest(STUCK));
        boolean looks = Workflow.getVersion("learn-overdue", Workflow.DEFAULT_VERSION, 1) == 1;
        int learned = looks ? own.learnOverdue(new OverdueRequest(OVERDUE, OVERDUE_BATCH)) : 0;
        boolean cleans = Workflow.getVersion("clean-up", Workflow.DEFAULT_VERSION, 1) == 1;
        int gone = cleans ? own.cleanUp() : 0;
        Workflow.setCurrentDetails("Told " + told + " subjects of their news; settled " + settled
                + " stuck messages; looked at the results of " + learned + " subjects; let go of " + gone
                + " rows that were kept for long enough.");
        return new SweepReport(told, settled, learned);
    }
}
