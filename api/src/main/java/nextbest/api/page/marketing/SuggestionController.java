package nextbest.api.page.marketing;

import java.util.Map;
import java.util.Optional;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.Store;
import nextbest.store.product.TopicSuggestions;
import nextbest.store.report.Trend;
import nextbest.store.security.AuditTrail;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Suggesting topics and answering suggestions on the page for marketing and research. */
@Controller
final class SuggestionController {
    private static final int MOST_WORDS = 500;
    private static final int MOST_TOPIC = 200;

    private final TopicSuggestions suggestions;
    private final Access access;
    private final AuditTrail audit;

    SuggestionController(Store store, Access access, AuditTrail audit) {
        this.suggestions = new TopicSuggestions(store.database(), store.time(), store.ids());
        this.access = access;
        this.audit = audit;
    }

    @PostMapping("/marketing/suggestions")
    @Requires(Act.SUGGEST_TOPICS)
    String suggest(@RequestParam String text, Caller caller) {
        String topic = text.strip();
        if (topic.isEmpty() || topic.length() > MOST_TOPIC) {
            throw Refusal.invalid("text", topic.length() + " characters", "1 to " + MOST_TOPIC + " characters");
        }
        try {
            var _ = suggestions.suggest(caller.tenant(), topic, Optional.empty(), caller.name());
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("text", topic, "a topic in a few words");
        }
        return access.may(caller, Act.READ_MATERIAL) ? "redirect:/marketing?done=suggested#suggestions" : "redirect:/";
    }

    @PostMapping("/marketing/suggestions/{id}")
    @Requires(Act.ANSWER_SUGGESTIONS)
    String answer(
            @PathVariable String id,
            @RequestParam TopicSuggestions.Answer answer,
            @RequestParam String text,
            Caller caller) {
        if (text.isBlank() || text.length() > MOST_WORDS) {
            throw Refusal.invalid("text", text.length() + " characters", "1 to " + MOST_WORDS + " characters");
        }
        boolean known = Trend.id(id)
                .map(suggestion -> suggestions.answer(caller.tenant(), suggestion, answer, text.strip(), caller.name()))
                .orElse(false);
        if (!known) {
            throw Refusal.notFound("suggestion", id);
        }
        audit.note(caller.tenant(), caller.name(), "answer-suggestion", id, Map.of("answer", answer.name()));
        return "redirect:/marketing?done=answered#suggestions";
    }
}
