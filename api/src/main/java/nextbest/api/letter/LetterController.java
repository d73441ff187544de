package nextbest.api.letter;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.store.Store;
import nextbest.store.delivery.DeadLetters;
import nextbest.store.security.AuditTrail;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Dead letters. */
@RestController
@Tag(name = "Letters")
final class LetterController {
    private static final int MOST = 500;

    private final Store store;
    private final DeadLetters letters;
    private final Loops loops;
    private final AuditTrail audit;

    LetterController(Store store, Loops loops, AuditTrail audit) {
        this.store = store;
        this.letters = new DeadLetters(store.database(), store.time());
        this.loops = loops;
        this.audit = audit;
    }

    @Schema(description = "Messages that did not arrive, or of which nobody knows; the latest first.")
    record LetterList(List<LetterEntry> letters) {}

    @Schema(description = "One such message.")
    record LetterEntry(
            UUID id,

            @Schema(description = "DEAD: refused for good. UNCERTAIN: nobody knows whether it arrived.")
            String state,

            @Schema(description = "To whom.") Optional<UUID> rep,
            int attempts,
            @Schema(description = "What the receiver said.") Optional<String> error,
            @Schema(description = "Business time.") Instant createdAt,
            @Schema(description = "The cards in it.") List<UUID> cards) {}

    @Schema(description = "What is sent again.")
    record SentAgain(
            UUID letter,

            @Schema(
                    description =
                            "Deals whose cards go out again; empty if all were replaced, answered or have expired.")
            List<UUID> subjects) {}

    @GetMapping("/api/v1/letters")
    @Requires(Act.READ_OPERATIONS)
    @Operation(
            operationId = "listLetters",
            summary = "List messages that did not arrive",
            description =
                    "Those that a receiver refused for good, and those of which nobody knows whether they arrived.")
    LetterList list(
            @Parameter(description = "At most so many, 1 to 500.") @RequestParam(defaultValue = "100") int limit,
            Caller caller) {
        if (limit < 1 || limit > MOST) {
            throw Refusal.invalid("limit", Integer.toString(limit), "1 to " + MOST);
        }
        return new LetterList(letters.list(caller.tenant(), limit).stream()
                .map(letter -> new LetterEntry(
                        letter.id(),
                        letter.state(),
                        letter.rep().map(RepId::value),
                        letter.attempts(),
                        letter.error(),
                        letter.createdAt(),
                        letter.cards().stream().map(CardId::value).toList()))
                .toList());
    }

    @PostMapping("/api/v1/letters/{id}/again")
    @Requires(Act.CONTROL_LOOPS)
    @Operation(
            operationId = "sendLetterAgain",
            summary = "Send a message again",
            description =
                    "Under its old idempotency key: a receiver that knows the key takes it once. Urgent cards go at once,"
                            + " others with the rep's next digest. What was replaced, answered or has expired stays as it is.")
    SentAgain again(@Parameter(description = "The id of the letter.") @PathVariable UUID id, Caller caller) {
        List<SubjectId> subjects = letters.sendAgain(
                        caller.tenant(), id, store.time().now())
                .orElseThrow(() -> Refusal.notFound("dead letter", id.toString()));
        loops.presentAgain(caller.tenant(), subjects);
        audit.note(
                caller.tenant(),
                caller.name(),
                "send-letter-again",
                id.toString(),
                Map.of("subjects", subjects.size()));
        return new SentAgain(id, subjects.stream().map(SubjectId::value).toList());
    }
}
