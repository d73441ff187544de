package nextbest.api.product;

import io.swagger.v3.oas.annotations.Operation;
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
import nextbest.store.product.TopicSuggestions;
import nextbest.store.security.AuditTrail;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Topics that sales and marketing ask research and product management for, and what these answer. */
@RestController
@Tag(name = "Products")
class TopicController {
    private final TopicSuggestions suggestions;
    private final Products products;
    private final AuditTrail audit;

    TopicController(Store store, Products products, AuditTrail audit) {
        this.suggestions = new TopicSuggestions(store.database(), store.time(), store.ids());
        this.products = products;
        this.audit = audit;
    }

    @Schema(description = "What was taken down.")
    record SuggestedView(
            @Schema(description = "The suggestion: a new one, or the open one that says the same.")
            UUID suggestion) {}

    @PostMapping("/api/v1/topic-suggestions")
    @Requires(Act.SUGGEST_TOPICS)
    @Operation(
            operationId = "suggestTopic",
            summary = "Suggest a topic",
            description =
                    "To research and product management. The same words in another order are the same suggestion; saying it"
                            + " for another client gives it more weight.")
    SuggestedView suggest(@Reads("TopicSuggestion") Body body, Caller caller) {
        String text = body.get("text", String.class);
        Optional<UUID> client = body.text("client").map(reference -> products.client(caller, reference));
        try {
            return new SuggestedView(suggestions.suggest(caller.tenant(), text, client, caller.name()));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("text", text, "a topic in a few words");
        }
    }

    @Schema(name = "TopicSuggestionEntry", description = "A suggestion with what is behind it.")
    record SuggestionView(
            UUID id,

            @Schema(description = "As it was said first.") String text,
            Instant firstAt,

            @Schema(description = "How many people said it.")
            int supporters,

            @Schema(description = "How many clients they said it for.")
            int clients,

            @Schema(description = "How many documents of clients use all of its words.")
            int mentions,

            @Schema(description = "What the open deals of these clients are worth together, in minor units.")
            long openMinor,

            @Schema(description = "The organisation's currency; deals in others are not counted.")
            String currency,

            @Schema(description = "Whether you have said it.")
            boolean mine,

            @Schema(description = "ADOPTED or REJECTED; absent while it is open.")
            Optional<String> answer,

            @Schema(description = "What is written and when, or why not; absent while it is open.")
            Optional<String> answerText) {}

    @Schema(description = "Open suggestions first, then by the clients, the money and the people behind them.")
    record SuggestionsView(List<SuggestionView> suggestions) {}

    @GetMapping("/api/v1/topic-suggestions")
    @Requires(Act.READ_SUGGESTIONS)
    @Operation(
            operationId = "readTopicSuggestions",
            summary = "Read which topics are asked for",
            description = "Ranked for research and product management; whoever suggested one finds the answer here.")
    SuggestionsView read(Caller caller) {
        return new SuggestionsView(suggestions.ranked(caller.tenant(), caller.name()).stream()
                .map(s -> new SuggestionView(
                        s.id(),
                        s.text(),
                        s.firstAt(),
                        s.supporters(),
                        s.clients(),
                        s.mentions(),
                        s.openMinor(),
                        s.currency(),
                        s.mine(),
                        s.answer().map(Enum::name),
                        s.answerText()))
                .toList());
    }

    @Schema(description = "What was taken down.")
    record SuggestionAnsweredView(UUID suggestion, String answer) {}

    @PostMapping("/api/v1/topic-suggestion-answers")
    @Requires(Act.ANSWER_SUGGESTIONS)
    @Operation(
            operationId = "answerTopicSuggestion",
            summary = "Answer a suggestion",
            description =
                    "What research or product management does about it, or why not; whoever suggested it reads it.")
    SuggestionAnsweredView answer(@Reads("TopicSuggestionAnswer") Body body, Caller caller) {
        String given = body.get("suggestion", String.class);
        UUID suggestion = suggestion(given);
        TopicSuggestions.Answer answer = TopicSuggestions.Answer.valueOf(body.get("answer", String.class));
        if (!suggestions.answer(caller.tenant(), suggestion, answer, body.get("text", String.class), caller.name())) {
            throw Refusal.invalid("suggestion", given, "the id of a suggestion");
        }
        audit.note(caller.tenant(), caller.name(), "answer-suggestion", given, Map.of("answer", answer.name()));
        return new SuggestionAnsweredView(suggestion, answer.name());
    }

    private static UUID suggestion(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("suggestion", id, "the id of a suggestion");
        }
    }
}
