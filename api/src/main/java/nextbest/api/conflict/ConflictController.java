package nextbest.api.conflict;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.api.Texts;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.identity.RepId;
import nextbest.store.Store;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.directory.Scope;
import nextbest.store.team.TeamBook;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The queue of contradictions, for reps and their managers. */
@RestController
@Tag(name = "Decisions")
final class ConflictController {
    private static final int MOST = 200;

    private final TeamBook book;
    private final Access access;
    private final Texts texts;
    private final Sides sides;

    ConflictController(Store store, Access access, Texts texts, Sides sides) {
        this.book = new TeamBook(store.database());
        this.access = access;
        this.texts = texts;
        this.sides = sides;
    }

    @Schema(name = "Conflicts", description = "Contradictions on current cards.")
    record Conflicts(
            @Schema(description = "The latest first.") List<ConflictView> conflicts) {}

    @Schema(name = "Conflict", description = "Two recommendations that contradict each other.")
    record ConflictView(
            @Schema(description = "The decision.") UUID decision,
            @Schema(description = "The deal.") UUID subject,
            @Schema(description = "The deal's name.") Optional<String> deal,
            @Schema(description = "Whose deal it is.") Optional<String> rep,
            @Schema(description = "When it was detected.") Instant at,

            @Schema(description = "The candidate on the card.")
            String shown,

            @Schema(description = "The candidate that was kept off it.")
            String kept,

            @Schema(description = "Both sides as a sentence.")
            String says,

            @Schema(description = "Whether somebody took a side.")
            boolean decided) {}

    @Schema(name = "ConflictAnswer", description = "Which side was taken.")
    record ConflictAnswer(
            @Schema(description = "The decision.") UUID decision,

            @Schema(description = "The candidate on the card.")
            String shown,

            @Schema(description = "The candidate that was kept off it.")
            String kept,

            @Schema(description = "The side that was taken.")
            TeamBook.Side side) {}

    @GetMapping("/api/v1/conflicts")
    @Requires(Act.SETTLE_CONFLICTS)
    @Operation(
            operationId = "readConflicts",
            summary = "List contradictions on current cards",
            description = "Of the caller's own deals, or those of the team: both sides, and whether somebody chose.")
    Conflicts all(Caller caller) {
        Set<RepId> reps = access.scope(caller) instanceof Scope.OfReps(Set<RepId> own) ? own : Set.of();
        Texts.Voice voice = texts.in(ZoneOffset.UTC);
        return new Conflicts(book.contradictions(caller.tenant(), reps, MOST).stream()
                .flatMap(c -> c.content().conflicts().stream()
                        .map(conflict -> new ConflictView(
                                c.decision().value(),
                                c.subject().value(),
                                c.deal(),
                                c.rep(),
                                c.at(),
                                conflict.shown(),
                                conflict.kept(),
                                voice.say(conflict.text()),
                                c.decided().contains(conflict.shown() + ">" + conflict.kept()))))
                .toList());
    }

    @PostMapping("/api/v1/decisions/{id}/conflict")
    @Requires(Act.SETTLE_CONFLICTS)
    @Operation(
            operationId = "settleConflict",
            summary = "Take a side in a contradiction",
            description = "The choice is written down with who made it; a second one replaces the first.")
    ConflictAnswer settle(
            @Parameter(description = "Our id.") @PathVariable String id,
            @Reads("ConflictChoice") Body body,
            Caller caller) {
        String shown = body.get("shown", String.class);
        String kept = body.get("kept", String.class);
        TeamBook.Side side = body.choice("side", TeamBook.Side.class).orElseThrow();
        DecisionEntry entry = sides.take(caller, id, shown, kept, side);
        return new ConflictAnswer(entry.id().value(), shown, kept, side);
    }
}
