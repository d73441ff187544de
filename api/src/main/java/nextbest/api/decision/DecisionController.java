package nextbest.api.decision;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nextbest.api.Loops;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.problem.Refuses;
import nextbest.api.request.Body;
import nextbest.api.request.Correlation;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.engine.EngineInput;
import nextbest.event.SubjectRef;
import nextbest.event.Violation;
import nextbest.identity.DecisionId;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.decision.DecisionMaker;
import nextbest.store.decision.Replay;
import nextbest.store.directory.SubjectEntry;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Decides on request, and tells of decisions and cards. */
@RestController
final class DecisionController {
    private final Store store;
    private final Subjects subjects;
    private final Cards cards;
    private final Teller teller;
    private final Loops loops;

    DecisionController(Store store, Subjects subjects, Cards cards, Teller teller, Loops loops) {
        this.store = store;
        this.subjects = subjects;
        this.cards = cards;
        this.teller = teller;
        this.loops = loops;
    }

    @Schema(description = "A decision made again from its record.")
    record ReplayAnswer(
            @Schema(description = "Whether it came out the same, byte for byte.")
            boolean same,

            @Schema(description = "SHA-256 of what was recorded.")
            String recordedHash,

            @Schema(description = "SHA-256 of what came out now.")
            String replayedHash,

            @Schema(description = "Why it could not be the same, empty if it was.")
            String note) {}

    @PostMapping("/api/v1/subjects/{id}/decisions")
    @Requires(Act.DECIDE)
    @Refuses({ProblemKind.DEAL_CLOSED, ProblemKind.CONFLICT, ProblemKind.AMBIGUOUS})
    @Tag(name = "Subjects")
    @Operation(
            operationId = "decide",
            summary = "Decide what to recommend for a deal",
            description =
                    "For real it is stored, and its card takes the place of the current one; with dryRun nothing is"
                            + " stored or shown, and the moment, the arm and the policy can be chosen. The answer has every"
                            + " candidate with its lines, evidence, probabilities, and why it is or is not on the card.")
    DecisionView decide(
            @Parameter(description = "Our id, SOURCE:ID, or a name.") @PathVariable String id,
            @Reads(value = "DecisionRequest", optional = true) Body body,
            Caller caller,
            HttpServletRequest request) {
        SubjectEntry subject = subjects.named(caller, id);
        if (subject.kind() != SubjectRef.Kind.DEAL) {
            throw Refusal.of(ProblemKind.CONFLICT, "decisions are made for deals, but this is a client without one");
        }
        return body.flag("dryRun")
                ? dryRun(body, subject, caller)
                : forReal(body, subject, caller, Correlation.of(request));
    }

    private DecisionView forReal(Body body, SubjectEntry subject, Caller caller, String correlationId) {
        List<Violation> violations = new ArrayList<>();
        for (String member : List.of("asOf", "arm", "policy")) {
            body.find(member, Object.class)
                    .ifPresent(seen -> violations.add(new Violation(
                            member, seen.toString(), "nothing, because this decision counts; or dryRun: true")));
        }
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        if (!subject.isOpen()) {
            throw cards.closed(caller, subject);
        }
        DecisionId decision = loops.decideNow(caller.tenant(), subject.id(), correlationId)
                .orElseThrow(() ->
                        cards.closed(caller, subjects.find(caller, subject.id()).orElse(subject)));
        return tell(caller, cards.decision(caller, decision.toString()), subject);
    }

    private DecisionView dryRun(Body body, SubjectEntry subject, Caller caller) {
        Instant now = store.time().now();
        Instant at = body.moment("asOf").orElse(now);
        if (at.isAfter(now)) {
            throw Refusal.invalid("asOf", at.toString(), "a moment that has passed; it is now " + now);
        }
        Instant began = subject.deal().orElseThrow().createdAt();
        if (at.isBefore(began)) {
            throw Refusal.invalid("asOf", at.toString(), began + " or later: the deal began then");
        }
        DecisionMaker.Standing standing = store.maker()
                .standing(caller.tenant(), subject.id())
                .orElseThrow(() -> Refusal.notFound("subject", subject.id().toString()));
        EngineInput input = store.maker()
                .collect(
                        caller.tenant(),
                        subject.id(),
                        standing,
                        new DecisionId(store.ids().next()),
                        at,
                        body.choice("arm", Arm.class));
        if (body.text("policy").equals(Optional.of("no-exploration"))) {
            input = new EngineInput(
                    input.id(),
                    input.deal(),
                    input.catalogue(),
                    input.organisation(),
                    input.evidence(),
                    input.policy().withoutExploration(),
                    input.at());
        }
        Decision decision = store.maker().decide(input);
        return teller.decision(
                decision, input.catalogue(), Optional.empty(), Optional.empty(), subjects.zoneOf(caller, subject));
    }

    @GetMapping("/api/v1/subjects/{id}/card")
    @Requires(Act.READ_SUBJECTS)
    @Refuses({ProblemKind.DEAL_CLOSED, ProblemKind.NO_CARD, ProblemKind.NOT_LIVE, ProblemKind.AMBIGUOUS})
    @Tag(name = "Subjects")
    @Operation(
            operationId = "readCard",
            summary = "Read the current card of a deal",
            description =
                    "Structured and as plain text. Reading it as its rep delivers it: it counts against the cap and"
                            + " as viewed. A deal that has ended answers 409 and says how it ended.")
    CardSheet card(@Parameter(description = "Our id, SOURCE:ID, or a name.") @PathVariable String id, Caller caller) {
        SubjectEntry subject = subjects.named(caller, id);
        CardView card = cards.current(caller, subject, "api");
        return teller.card(card, subject, subjects.zoneOf(caller, subject), cards.draft(caller.tenant(), card));
    }

    @GetMapping("/api/v1/decisions/{id}")
    @Requires(Act.READ_DECISIONS)
    @Refuses(ProblemKind.CONFLICT)
    @Tag(name = "Decisions")
    @Operation(
            operationId = "readDecision",
            summary = "Read a decision",
            description = "With everything that was considered: lines, evidence, probabilities, and what became of each"
                    + " candidate. The lines are made again from the record; where that is not possible, 409 says why.")
    DecisionView decision(@Parameter(description = "Our id.") @PathVariable String id, Caller caller) {
        DecisionEntry entry = cards.decision(caller, id);
        SubjectEntry subject =
                subjects.find(caller, entry.subject()).orElseThrow(() -> Refusal.notFound("decision", id));
        return tell(caller, entry, subject);
    }

    private DecisionView tell(Caller caller, DecisionEntry entry, SubjectEntry subject) {
        Replay replay = cards.replay(caller.tenant(), entry);
        if (!replay.same()) {
            throw Refusal.of(
                    ProblemKind.CONFLICT,
                    "recorded, not replayable: "
                            + (replay.note().isEmpty() ? "it came out differently" : replay.note()));
        }
        return teller.decision(
                replay.decision(),
                store.catalogues().ofVersion(caller.tenant(), entry.catalogueVersion()),
                Optional.of(entry),
                store.decisions().cardOf(caller.tenant(), entry.id()).map(CardView::id),
                subjects.zoneOf(caller, subject));
    }

    @PostMapping("/api/v1/decisions/{id}/replay")
    @Requires(Act.READ_DECISIONS)
    @Refuses(ProblemKind.CONFLICT)
    @Tag(name = "Decisions")
    @Operation(
            operationId = "replayDecision",
            summary = "Make a decision again from its record",
            description = "The same record gives the same bytes, whatever was learned since.")
    ReplayAnswer replay(@Parameter(description = "Our id.") @PathVariable String id, Caller caller) {
        Replay replay = cards.replay(caller.tenant(), cards.decision(caller, id));
        return new ReplayAnswer(replay.same(), replay.recordedHash(), replay.replayedHash(), replay.note());
    }
}
