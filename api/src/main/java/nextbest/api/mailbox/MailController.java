package nextbest.api.mailbox;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.Store;
import nextbest.store.mailbox.InboundMails;
import nextbest.store.security.AuditTrail;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The mailbox as it was read. */
@RestController
@Tag(name = "Letters")
final class MailController {
    private static final int MOST = 500;

    private final InboundMails mails;
    private final AuditTrail audit;

    MailController(Store store, AuditTrail audit) {
        this.mails = new InboundMails(store.database(), store.time());
        this.audit = audit;
    }

    @Schema(name = "InboundMail", description = "A mail that came in; what it says is in the document that it became.")
    record MailView(
            @Schema(description = "The server's number of the message.")
            long uid,

            @Schema(description = "REPLY, MAIL, BOUNCE, OUT_OF_OFFICE, AUTOMATIC or UNREADABLE.")
            String kind,

            @Schema(
                    description =
                            "TAKEN: became a document and an activity. NOTED: nothing else changed. STOPPED: an address gets no more mail."
                                    + " UNMATCHED: nobody knows whose it is. REFUSED: could not be read. REPEATED: came before.")
            String outcome,

            @Schema(description = "Why, as keys and numbers.")
            String reason,

            @Schema(description = "The deal or client it is about.")
            Optional<UUID> subject,

            @Schema(description = "Bytes.") long size,
            @Schema(description = "Business time.") Instant knownAt) {}

    @Schema(name = "InboundMails", description = "The newest first, and addresses whose server takes no mail for them.")
    record MailsView(List<MailView> mails, List<String> stoppedAddresses) {}

    @GetMapping("/api/v1/mails")
    @Requires(Act.READ_OPERATIONS)
    @Operation(
            operationId = "listMails",
            summary = "List mails that came in",
            description = "What each was and what was made of it, and to which addresses nothing is mailed any more.")
    MailsView list(
            @Parameter(description = "At most so many, 1 to 500.") @RequestParam(defaultValue = "100") int limit,
            Caller caller) {
        if (limit < 1 || limit > MOST) {
            throw Refusal.invalid("limit", Integer.toString(limit), "1 to " + MOST);
        }
        return new MailsView(
                mails.newest(caller.tenant(), limit).stream()
                        .map(m -> new MailView(
                                m.entry().uid(),
                                m.entry().kind().name(),
                                m.entry().outcome().name(),
                                m.entry().reason(),
                                m.entry().subject(),
                                m.entry().size(),
                                m.knownAt()))
                        .toList(),
                mails.stopped(caller.tenant()));
    }

    @Schema(name = "LiftedAddress", description = "An address that takes mail again.")
    record LiftedView(String address) {}

    @PostMapping("/api/v1/mail-stops/lift")
    @Requires(Act.CONTROL_LOOPS)
    @Operation(
            operationId = "liftMailStop",
            summary = "Mail to an address again",
            description =
                    "After a bounce for good nothing is mailed to an address until a person says that it works again.")
    LiftedView lift(@Reads("MailStopLift") Body body, Caller caller) {
        String address = body.get("address", String.class);
        if (!mails.lift(caller.tenant(), address)) {
            throw Refusal.invalid("address", address, "an address that is stopped (GET /api/v1/mails)");
        }
        audit.note(caller.tenant(), caller.name(), "lift-mail-stop", "mail-stop", Map.of());
        return new LiftedView(address);
    }
}
