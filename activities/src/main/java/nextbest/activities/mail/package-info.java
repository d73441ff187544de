/**
 * The messages that people read: the card, the digest and the loop report, as HTML and as text that say the same. {@link
 * nextbest.activities.mail.CardLetters} writes them: {@code Wording} says a card in the reader's language and zone, and
 * {@code HtmlPart} (Thymeleaf templates beside the texts in the resources) and {@code TextPart} set what it said. {@link
 * nextbest.activities.mail.ReportMail} writes the report likewise, with charts as pictures.
 */
package nextbest.activities.mail;
