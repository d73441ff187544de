package nextbest.workflows.mailbox;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import nextbest.workflows.TaskQueues;

/** See {@link MailboxRound}. */
public final class MailboxRoundImpl implements MailboxRound {
    /** A full mailbox is read in several rounds, so that none outlives its schedule's limit. */
    private static final int MOST_LOOKS = 20;

    private final MailboxActivities mailbox = Workflow.newActivityStub(
            MailboxActivities.class,
            ActivityOptions.newBuilder()
                    .setTaskQueue(TaskQueues.OUTBOUND)
                    .setStartToCloseTimeout(Duration.ofMinutes(5))
                    .setHeartbeatTimeout(Duration.ofMinutes(1))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofSeconds(2))
                            .setMaximumInterval(Duration.ofMinutes(1))
                            // the next round tries again anyway
                            .setMaximumAttempts(3)
                            .build())
                    .setSummary("Read new mails")
                    .build());

    @Override
    public int run() {
        int read = 0;
        MailsRead last = new MailsRead(0, true);
        for (int looks = 0; last.more() && looks < MOST_LOOKS; looks++) {
            last = mailbox.read();
            read += last.read();
        }
        Workflow.setCurrentDetails(read == 0 ? "Nothing new." : "Read " + read + " mails.");
        return read;
    }
}
