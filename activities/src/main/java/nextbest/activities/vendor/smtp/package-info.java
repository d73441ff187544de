/**
 * Mail over SMTP (RFC 5321). {@link nextbest.activities.vendor.smtp.SmtpMail} hands a mail to the server that {@link
 * nextbest.activities.vendor.smtp.SmtpSettings} name, and sorts what can go wrong by what the caller does next.
 */
package nextbest.activities.vendor.smtp;
