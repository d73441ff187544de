package nextbest.standalone;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nextbest.api.security.Open;
import nextbest.standalone.parts.Mailbox;
import nextbest.standalone.parts.ReceivedMail;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** What arrived in the local mailbox. On a laptop only: production sends to a real mail server. */
@RestController
class MailboxPage {
    private final Mailbox mailbox;

    MailboxPage(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** The mails as JSON, the latest first. */
    @Open(why = "a mailbox for trials, on the loopback interface of one machine")
    @GetMapping(path = "/mailbox.json", produces = MediaType.APPLICATION_JSON_VALUE)
    List<ReceivedMail> list() {
        return mailbox.all().stream()
                .sorted(Comparator.comparingLong(ReceivedMail::id).reversed())
                .toList();
    }

    /** The mails as a page, the latest first. */
    @Open(why = "a mailbox for trials, on the loopback interface of one machine")
    @GetMapping(path = "/mailbox", produces = MediaType.TEXT_HTML_VALUE)
    String page() {
        StringBuilder rows = new StringBuilder();
        for (ReceivedMail mail : list()) {
            rows.append("<tr><td>")
                    .append(mail.receivedAt())
                    .append("</td><td>")
                    .append(HtmlUtils.htmlEscape(mail.to()))
                    .append("</td><td><a href=\"/mailbox/")
                    .append(mail.id())
                    .append("\">")
                    .append(HtmlUtils.htmlEscape(mail.subject()))
                    .append("</a></td></tr>\n");
        }
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + "<title>Mailbox of this machine</title></head><body><h1>Mailbox of this machine</h1>"
                + (rows.isEmpty()
                        ? "<p>Nothing has arrived yet. Cards are mailed after <code>./nextbest go-live</code>.</p>"
                        : "")
                + "<table><thead><tr><th scope=\"col\">Arrived (business time)</th><th scope=\"col\">To</th><th scope=\"col\">Subject</th></tr></thead><tbody>"
                + rows + "</tbody></table></body></html>";
    }

    /** One mail as its reader sees it; its style is its own, and nothing in it may run. */
    @Open(why = "a mailbox for trials, on the loopback interface of one machine")
    @GetMapping(path = "/mailbox/{id}")
    ResponseEntity<String> mail(@PathVariable long id) throws MessagingException, IOException {
        Optional<ReceivedMail> found = mailbox.find(id);
        if (found.isEmpty()) {
            return ResponseEntity.status(404)
                    .contentType(MediaType.TEXT_PLAIN)
                    .body("There is no mail " + id + " in this mailbox.");
        }
        MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(mailbox.raw(found.get())));
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_HTML)
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-top-navigation-by-user-activation")
                .body(html(message)
                        .map(html -> withPictures(html, message))
                        .orElse("<!doctype html><p>This mail has no HTML part."));
    }

    private static Optional<String> html(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/html")) {
            return Optional.of(String.valueOf(part.getContent()));
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                Optional<String> found = html(parts.getBodyPart(i));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Pictures travel beside the HTML: what it calls by {@code cid:} is put into it. */
    private static String withPictures(String html, Part message) {
        try {
            String shown = html;
            for (Part picture : pictures(message)) {
                String name = picture.getHeader("Content-ID")[0].replaceAll("[<>]", "");
                shown = shown.replace(
                        "cid:" + name,
                        "data:image/png;base64,"
                                + Base64.getEncoder()
                                        .encodeToString(picture.getInputStream().readAllBytes()));
            }
            return shown;
        } catch (MessagingException | IOException e) {
            // the words of the pictures stand in their place
            return html;
        }
    }

    private static List<Part> pictures(Part part) throws MessagingException, IOException {
        if (part.isMimeType("image/png") && part.getHeader("Content-ID") != null) {
            return List.of(part);
        }
        List<Part> found = new ArrayList<>();
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                found.addAll(pictures(parts.getBodyPart(i)));
            }
        }
        return found;
    }

    /** One mail as it arrived. */
    @Open(why = "a mailbox for trials, on the loopback interface of one machine")
    @GetMapping(path = "/mailbox/{id}.eml")
    ResponseEntity<byte[]> raw(@PathVariable long id) {
        return mailbox.find(id)
                .map(mail -> ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType("message/rfc822"))
                        .body(mailbox.raw(mail)))
                .orElseGet(() -> ResponseEntity.status(404)
                        .contentType(MediaType.TEXT_PLAIN)
                        .body(("There is no mail " + id + " in this mailbox.").getBytes(StandardCharsets.UTF_8)));
    }
}
