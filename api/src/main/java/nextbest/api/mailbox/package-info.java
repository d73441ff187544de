/** Mails that came in, for operators: what was made of each, and addresses that take no mail. */
package nextbest.api.mailbox;
