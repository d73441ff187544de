package nextbest.activities.vendor.smtp;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import nextbest.activities.port.Mail;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Sends mail over SMTP, one connection for each mail: multipart/alternative with text and HTML in UTF-8, the HTML
 * together with its pictures (multipart/related, RFC 2387) where it has some. Safe for use by
 * several threads.
 */
public final class SmtpMail implements Mail {
    private static final Pattern HEADER_NAME = Pattern.compile("[!-9;-~]{1,76}");
    /** What this class or the library writes itself, and what would add readers. */
    private static final Set<String> RESERVED =
            Set.of("message-id", "date", "from", "sender", "to", "cc", "bcc", "subject", "mime-version", "return-path");

    private final SmtpSettings settings;
    private final InstantSource clock;
    private final JavaMailSenderImpl sender;

    /** @param clock what the Date header says: real time, because receivers distrust mail from another day */
    public SmtpMail(SmtpSettings settings, InstantSource clock) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.sender = sender(settings);
    }

    private static JavaMailSenderImpl sender(SmtpSettings settings) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(settings.host());
        sender.setPort(settings.port());
        if (settings.hasLogin()) {
            sender.setUsername(settings.user());
            sender.setPassword(settings.password());
        }
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.auth", String.valueOf(settings.hasLogin()));
        properties.put("mail.smtp.from", envelopeSender(settings.from()));
        properties.put("mail.smtp.connectiontimeout", millis(settings.connectTimeout()));
        properties.put("mail.smtp.timeout", millis(settings.readTimeout()));
        properties.put("mail.smtp.writetimeout", millis(settings.writeTimeout()));
        // the answer to QUIT says nothing about the mail, which was taken before it
        properties.put("mail.smtp.quitwait", "false");
        switch (settings.tls()) {
            case NONE -> {}
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
        }
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        sender.setJavaMailProperties(properties);
        return sender;
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }

    private static String envelopeSender(String from) {
        try {
            return new InternetAddress(from, true).getAddress();
        } catch (AddressException e) {
            throw new IllegalArgumentException("from must be an e-mail address", e);
        }
    }

    @Override
    public void send(Message message) throws Refused {
        HandedOver mail = new HandedOver(sender.getSession());
        try {
            write(mail, message);
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new Refused("the mail cannot be written for " + settings.where() + ": " + e.getMessage(), null);
        }
        try {
            sender.send((MimeMessage) mail);
        } catch (MailException e) {
            new Failure(settings, message.to(), mail.isWritten()).sort(e);
        }
    }

    private void write(MimeMessage mail, Message message) throws MessagingException, UnsupportedEncodingException {
        mail.setFrom(address(message.from()));
        mail.setRecipient(jakarta.mail.Message.RecipientType.TO, address(message.to()));
        mail.setSubject(message.subject(), "UTF-8");
        mail.setSentDate(Date.from(clock.instant()));
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
            mail.setHeader(headerName(header.getKey()), MimeUtility.encodeText(header.getValue(), "UTF-8", null));
        }
        MimeMultipart parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(message.text(), "plain"));
        parts.addBodyPart(message.pictures().isEmpty() ? part(message.html(), "html") : withPictures(message));
        mail.setContent(parts);
        // the sender keeps a Message-ID that is there already
        mail.setHeader("Message-ID", "<" + messageId(message.messageId()) + ">");
    }

    private static MimeBodyPart withPictures(Message message) throws MessagingException {
        MimeMultipart related = new MimeMultipart("related");
        related.addBodyPart(part(message.html(), "html"));
        for (Picture picture : message.pictures()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(picture.png(), "image/png")));
            part.setContentID("<" + picture.name() + ">");
            part.setDisposition(MimeBodyPart.INLINE);
            part.setFileName(picture.name() + ".png");
            related.addBodyPart(part);
        }
        MimeBodyPart all = new MimeBodyPart();
        all.setContent(related);
        return all;
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, "UTF-8", subtype);
        return part;
    }

    /** One address; the domain in its ASCII form, the name before it encoded where it must be. */
    private static InternetAddress address(String text) throws AddressException, UnsupportedEncodingException {
        InternetAddress read;
        String local;
        String domain;
        try {
            read = new InternetAddress(text, true);
            int at = read.getAddress().lastIndexOf('@');
            local = read.getAddress().substring(0, Math.max(0, at));
            domain = IDN.toASCII(read.getAddress().substring(at + 1));
        } catch (AddressException | IllegalArgumentException e) {
            // the message of the cause names the address, which is personal
            throw new AddressException("what should be one e-mail address is none");
        }
        if (local.isEmpty() || !StandardCharsets.US_ASCII.newEncoder().canEncode(local)) {
            throw new AddressException(
                    "the part of an e-mail address before the @ must be given and in ASCII (SMTPUTF8 is not supported)");
        }
        return new InternetAddress(local + "@" + domain, read.getPersonal(), "UTF-8");
    }

    private static String headerName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!HEADER_NAME.matcher(name).matches() || RESERVED.contains(lower) || lower.startsWith("content-")) {
            throw new IllegalArgumentException("a further header must have a name of printable ASCII without a colon"
                    + " and none of " + RESERVED.stream().sorted().toList() + " or content-*, but is '" + name + "'");
        }
        return name;
    }

    private static String messageId(String id) {
        if (!id.matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException(
                    "a Message-ID must be ID@DOMAIN in ASCII without angle brackets, but is '" + id + "'");
        }
        return id;
    }
}
