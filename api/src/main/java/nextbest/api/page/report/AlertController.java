package nextbest.api.page.report;

import java.util.Map;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.Store;
import nextbest.store.product.ProductReports;
import nextbest.store.report.Trend;
import nextbest.store.security.AuditTrail;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Answering alerts on the page of the report. */
@Controller
final class AlertController {
    private static final int MOST_WORDS = 500;

    private final ProductReports products;
    private final AuditTrail audit;

    AlertController(Store store, AuditTrail audit) {
        this.products = new ProductReports(store.database(), store.time(), store.ids());
        this.audit = audit;
    }

    @PostMapping("/reports/loop/alerts/{id}")
    @Requires(Act.ANSWER_ALERTS)
    String answer(
            @PathVariable String id,
            @RequestParam ProductReports.Answer answer,
            @RequestParam String text,
            Caller caller) {
        if (text.isBlank() || text.length() > MOST_WORDS) {
            throw Refusal.invalid("text", text.length() + " characters", "1 to " + MOST_WORDS + " characters");
        }
        boolean known = Trend.id(id)
                .map(alert -> products.answer(caller.tenant(), alert, answer, text.strip(), caller.name()))
                .orElse(false);
        if (!known) {
            throw Refusal.notFound("alert", id);
        }
        audit.note(caller.tenant(), caller.name(), "answer-alert", id, Map.of("answer", answer.name()));
        return "redirect:/reports/loop#alerts";
    }
}
