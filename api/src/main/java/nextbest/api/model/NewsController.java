package nextbest.api.model;

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
import nextbest.catalogue.ActionType;
import nextbest.store.Store;
import nextbest.store.model.NewsBook;
import nextbest.store.report.Trend;
import nextbest.store.security.AuditTrail;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Product news: what makes older results tell less. */
@RestController
@Tag(name = "Models")
final class NewsController {
    private final Store store;
    private final AuditTrail audit;

    NewsController(Store store, AuditTrail audit) {
        this.store = store;
        this.audit = audit;
    }

    @Schema(name = "ProductNewsList", description = "News that counts, the latest first.")
    record NewsList(List<NewsView> news) {}

    @Schema(name = "ProductNewsEntry", description = "Something that changed in what is sold.")
    record NewsView(
            UUID id,

            @Schema(description = "Key of the action that it is about; empty: all of them.")
            Optional<String> action,

            @Schema(description = "What changed.") String what,
            @Schema(description = "Who told it.") String actor,
            @Schema(description = "When, in business time.") Instant at) {
        static NewsView of(NewsBook.Entry entry) {
            return new NewsView(entry.id(), entry.action(), entry.what(), entry.actor(), entry.at());
        }
    }

    @GetMapping("/api/v1/product-news")
    @Requires(Act.READ_MODELS)
    @Operation(
            operationId = "readProductNews",
            summary = "List product news",
            description = "What was told of changes in what is sold and not taken back.")
    NewsList news(Caller caller) {
        return new NewsList(store.productNews().standing(caller.tenant()).stream()
                .map(NewsView::of)
                .toList());
    }

    @PostMapping("/api/v1/product-news")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Act.TELL_PRODUCT_NEWS)
    @Operation(
            operationId = "tellProductNews",
            summary = "Tell that something changed in what is sold",
            description = "Within a second, results of the months before count half: the model is less sure of what it"
                    + " learned, claims less, and tries more. Retraining knows of it too.")
    NewsView tell(@Reads("ProductNews") Body body, Caller caller) {
        Optional<String> action = body.text("action")
                .map(key -> store.maker()
                        .catalogue(caller.tenant())
                        .action(key)
                        .map(ActionType::key)
                        .orElseThrow(() -> Refusal.invalid("action", key, "the key of an action of the catalogue")));
        NewsBook.Entry entry = store.productNews()
                .tell(
                        caller.tenant(),
                        action,
                        body.text("what").orElseThrow(),
                        caller.name(),
                        store.time().now());
        audit.note(
                caller.tenant(),
                caller.name(),
                "product-news",
                action.orElse("all actions"),
                Map.of("what", entry.what()));
        return NewsView.of(entry);
    }

    @DeleteMapping("/api/v1/product-news/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Act.TELL_PRODUCT_NEWS)
    @Operation(
            operationId = "takeProductNewsBack",
            summary = "Take product news back",
            description = "What was learned before it counts in full again.")
    void takeBack(@Parameter(description = "Its id, as the list gives it.") @PathVariable String id, Caller caller) {
        boolean done = Trend.id(id)
                .map(uuid -> store.productNews()
                        .takeBack(caller.tenant(), uuid, store.time().now()))
                .orElse(false);
        if (!done) {
            throw Refusal.notFound("product news", id);
        }
        audit.note(caller.tenant(), caller.name(), "take-product-news-back", id, Map.of());
    }
}
