/** The messages that people read: the card and the digest, as HTML and as text. */
package nextbest.activities.mail;
