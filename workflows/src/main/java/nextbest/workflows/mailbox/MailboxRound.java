package nextbest.workflows.mailbox;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Reads what is new in the mailbox. Each round is short and knows nothing of the one before. */
@WorkflowInterface
public interface MailboxRound {
    /** @return how many mails it read */
    @WorkflowMethod(name = "MailboxRound")
    int run();
}
