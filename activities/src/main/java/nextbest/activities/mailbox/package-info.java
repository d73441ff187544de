/**
 * Mail that comes in. {@link nextbest.activities.mailbox.MailboxWork} reads a mailbox over IMAP and makes of each message what it is: a
 * reply becomes a document of its deal or client, a bounce stops mail to its address, an out-of-office note is noted. Everything in
 * a mail is data of somebody outside: it becomes text that is read for topics and signals, never an instruction, and it is in no log and
 * in no workflow history.
 */
package nextbest.activities.mailbox;
