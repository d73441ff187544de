package nextbest.api.page.card;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.problem.Refuses;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.store.Store;
import nextbest.store.directory.RepEntry;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.security.CardSession;
import nextbest.store.security.CardSessions;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Opens cards inside other programs. */
@RestController
@Tag(name = "Cards")
final class CardSessionController {
    /** Long enough for a call with the client, short enough for an address that somebody copied. */
    static final Duration LIFE = Duration.ofMinutes(30);

    private final CardSessions sessions;
    private final Subjects subjects;
    private final SubjectDirectory directory;
    private final Store store;

    CardSessionController(CardSessions sessions, Subjects subjects, SubjectDirectory directory, Store store) {
        this.sessions = sessions;
        this.subjects = subjects;
        this.directory = directory;
        this.store = store;
    }

    @Schema(name = "CardSession", description = "Where a card can be shown in a frame.")
    record SessionView(
            @Schema(description = "The address for the frame. It is a key: give it to nobody but the rep's browser.")
            String url,

            @Schema(description = "Until when it works, in real time.")
            Instant expiresAt) {}

    @PostMapping("/api/v1/subjects/{id}/card-session")
    @Requires(Act.EMBED_CARDS)
    @Refuses(ProblemKind.CONFLICT)
    @Operation(
            operationId = "openCardSession",
            summary = "Open the card of a deal for its rep inside another program",
            description =
                    "Gives an address for a frame in the sidebar of a CRM. It needs no cookie, works for half an hour,"
                            + " for this deal and its rep only. The program that asks must know that the rep is the one who looks."
                            + " Who may show frames is in nextbest.api.frame-ancestors.")
    SessionView open(
            @Parameter(description = "The deal: our id, SOURCE:ID, its id in the source, or its name.") @PathVariable
                    String id,
            @Reads("CardSessionRequest") Body body,
            Caller caller) {
        SubjectEntry subject = subjects.named(caller, id);
        String named = body.text("rep").orElseThrow();
        RepEntry rep = directory
                .rep(caller.tenant(), named)
                .orElseThrow(() -> Refusal.invalid("rep", named, "our id, SOURCE:ID or mail address of a rep"));
        if (!subject.rep().equals(java.util.Optional.of(rep.id()))) {
            throw Refusal.of(ProblemKind.CONFLICT, "the deal is not this rep's; only its own rep can answer its card");
        }
        Instant expires = store.time().realNow().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
        return new SessionView(
                sessions.url(new CardSession(caller.tenant(), subject.id(), rep.id(), expires)), expires);
    }
}
