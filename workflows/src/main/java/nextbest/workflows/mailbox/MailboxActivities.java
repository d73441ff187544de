package nextbest.workflows.mailbox;

import io.temporal.activity.ActivityInterface;

/** Reading mails. It may be repeated: a mail that was read is not read again. */
@ActivityInterface(namePrefix = "Mailbox.")
public interface MailboxActivities {
    /** Reads the next mails, the oldest first. */
    MailsRead read();
}
