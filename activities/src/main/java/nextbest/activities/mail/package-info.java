/**
 * The messages that people read: the card and the digest, as HTML and as text that say the same. {@link
 * nextbest.activities.mail.CardLetters} writes them: {@code Wording} says a card in the reader's language and zone, and
 * {@code HtmlPart} (Thymeleaf templates beside the texts in the resources) and {@code TextPart} set what it said.
 */
package nextbest.activities.mail;
