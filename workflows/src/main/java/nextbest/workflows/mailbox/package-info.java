/**
 * Looking into the mailbox: a schedule starts {@link nextbest.workflows.mailbox.MailboxRound} every minute. What the mails say never
 * comes here; only numbers do.
 */
package nextbest.workflows.mailbox;
