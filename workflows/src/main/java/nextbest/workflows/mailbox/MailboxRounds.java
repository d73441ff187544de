package nextbest.workflows.mailbox;

import io.temporal.client.WorkflowClient;
import java.time.Duration;
import nextbest.workflows.WallClockSchedule;

/** The schedule by which the mailbox is read. */
public final class MailboxRounds {
    /** The id of the rounds' schedule. */
    public static final String ROUNDS = "mailbox-rounds";

    private static final Duration EVERY = Duration.ofMinutes(1);

    private MailboxRounds() {}

    /** Sees that the rounds run, as {@link WallClockSchedule#ensure} does. */
    public static void ensure(WorkflowClient client) {
        new WallClockSchedule(
                        ROUNDS,
                        MailboxRound.class,
                        "Read new mails",
                        "Replies become documents of their deal or client; bounces stop mail to their address; the rest is noted.",
                        EVERY,
                        EVERY,
                        true)
                .ensure(client);
    }
}
