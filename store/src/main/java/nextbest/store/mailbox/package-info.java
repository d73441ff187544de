/** Mails that came in and addresses that take none: {@link nextbest.store.mailbox.InboundMails}. */
package nextbest.store.mailbox;
