package nextbest.workflows.mailbox;

/**
 * What one look brought.
 *
 * @param read mails that were read
 * @param more whether there may be more
 */
public record MailsRead(int read, boolean more) {}
