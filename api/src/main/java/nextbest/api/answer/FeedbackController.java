package nextbest.api.answer;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import nextbest.api.answer.Answering.Said;
import nextbest.api.decision.Cards;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.problem.Refuses;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.outcome.ClientDisposition;
import nextbest.outcome.RepDisposition;
import nextbest.store.Store;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.feedback.AnswerResult;
import nextbest.store.feedback.ClientAnswers;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes in what reps and clients make of recommendations. */
@RestController
@Tag(name = "Decisions")
final class FeedbackController {
    private final Cards cards;
    private final Answering answering;
    private final Store store;
    private final ClientAnswers clients;

    FeedbackController(Cards cards, Answering answering, Store store) {
        this.cards = cards;
        this.answering = answering;
        this.store = store;
        this.clients = new ClientAnswers(store.database());
    }

    /** Whether something new was written down. */
    enum Status {
        RECORDED,
        DUPLICATE
    }

    @Schema(description = "What became of an answer.")
    record FeedbackAnswer(
            @Schema(description = "The id of the answer; send it again to repeat without effect.")
            String id,

            @Schema(description = "DUPLICATE: the same answer was there before.")
            Status status,

            @Schema(description = "What counts now for this recommendation.")
            RepDisposition current) {}

    @Schema(description = "What became of what the client said.")
    record ClientAnswerResult(
            @Schema(description = "RECORDED, UNCHANGED, or OLDER where a later answer counts.")
            ClientAnswers.Outcome status) {}

    @PostMapping("/api/v1/decisions/{id}/feedback")
    @Requires(Act.ANSWER)
    @Refuses({ProblemKind.SUPERSEDED, ProblemKind.EXPIRED, ProblemKind.NOT_DELIVERED})
    @Operation(
            operationId = "giveFeedback",
            summary = "Say what the rep did with a recommendation",
            description =
                    "The same id again changes nothing; another id is a change of mind, and the latest by the rep's"
                            + " own time counts. Refused for what was not delivered (409), on a superseded card (409, with the"
                            + " current one), after expiry (410), and for another rep's card (403 or 404).")
    FeedbackAnswer feedback(
            @Parameter(description = "Our id of the decision.") @PathVariable String id,
            @Reads("Feedback") Body body,
            Caller caller) {
        DecisionEntry decision = cards.decision(caller, id);
        String answer = body.text("id").orElseGet(() -> store.ids().next().toString());
        AnswerResult result = answering.take(
                caller,
                decision,
                new Said(
                        answer,
                        body.whole("position").orElseThrow(),
                        body.choice("disposition", RepDisposition.class).orElseThrow(),
                        body.text("reason"),
                        body.text("overriddenBy"),
                        body.moment("snoozedUntil"),
                        body.moment("at")),
                "api");
        return switch (result) {
            case AnswerResult.Recorded recorded -> new FeedbackAnswer(answer, Status.RECORDED, recorded.current());
            case AnswerResult.Duplicate twice -> new FeedbackAnswer(answer, Status.DUPLICATE, twice.current());
            case AnswerResult.Refused refused -> throw new IllegalStateException("refusals are thrown: " + refused);
        };
    }

    @PostMapping("/api/v1/decisions/{id}/client")
    @Requires(Act.ANSWER)
    @Refuses(ProblemKind.NOT_DELIVERED)
    @Operation(
            operationId = "giveClientAnswer",
            summary = "Say what the client made of a recommendation",
            description = "PRESENTED when it was put before the client; then what the client said. An answer without a"
                    + " presentation before it is one. The latest by its own time counts.")
    ClientAnswerResult client(
            @Parameter(description = "Our id of the decision.") @PathVariable String id,
            @Reads("ClientAnswer") Body body,
            Caller caller) {
        DecisionEntry decision = cards.decision(caller, id);
        int position = body.whole("position").orElseThrow();
        String said = body.get("disposition", String.class);
        String channel = body.text("channel").orElse("unknown");
        Instant now = store.time().now();
        Instant at = body.moment("at").orElse(now);
        if (at.isAfter(now) || at.isBefore(decision.at())) {
            throw Refusal.invalid("at", at.toString(), decision.at() + " (the decision) to " + now + " (now)");
        }
        ClientAnswers.Outcome outcome = said.equals("PRESENTED")
                ? clients.presented(caller.tenant(), decision.id(), position, channel, at)
                : clients.answered(
                        caller.tenant(),
                        decision.id(),
                        position,
                        ClientDisposition.valueOf(said),
                        body.text("reason"),
                        channel,
                        at);
        if (outcome == ClientAnswers.Outcome.NOT_DELIVERED) {
            throw Refusal.of(
                    ProblemKind.NOT_DELIVERED,
                    "only what was delivered to the rep can be presented to the client; position " + position
                            + " was not");
        }
        return new ClientAnswerResult(outcome);
    }
}
