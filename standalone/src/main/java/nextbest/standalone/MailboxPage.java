package nextbest.standalone;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import nextbest.api.security.Open;
import nextbest.standalone.parts.Mailbox;
import nextbest.standalone.parts.ReceivedMail;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

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
