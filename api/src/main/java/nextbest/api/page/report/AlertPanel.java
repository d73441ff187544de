package nextbest.api.page.report;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import nextbest.api.page.PageTexts;
import nextbest.api.product.TopicNames;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.store.Store;
import nextbest.store.product.ProductReports;
import nextbest.store.report.Trend;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts what product management should look at into a page's model: open alerts first, then the last that were answered. */
@Component
final class AlertPanel {
    private static final int MOST_OPEN = 20;
    private static final int MOST_ANSWERED = 6;

    private final ProductReports products;
    private final Trend trend;
    private final TopicNames topics;
    private final Access access;
    private final PageTexts words;
    private final Store store;

    AlertPanel(Store store, TopicNames topics, Access access, PageTexts words) {
        this.products = new ProductReports(store.database(), store.time(), store.ids());
        this.trend = new Trend(store.database());
        this.topics = topics;
        this.access = access;
        this.words = words;
        this.store = store;
    }

    /**
     * An alert in words.
     *
     * @param answer {@code ADOPTED} or {@code REJECTED}; empty while it is open
     */
    record AlertRow(UUID id, String says, String day, String answer, String text) {}

    void into(Model model, Caller caller, ZoneId zone) {
        List<ProductReports.Alert> all = products.alerts(caller.tenant());
        Map<String, String> names = names(caller, all);
        Function<ProductReports.Alert, AlertRow> row = alert -> new AlertRow(
                alert.id(),
                says(alert, names),
                words.dates(zone, store.time().now()).day(alert.day()),
                alert.answer().orElse(""),
                alert.text().orElse(""));
        model.addAttribute(
                "alerts",
                all.stream()
                        .filter(alert -> alert.answer().isEmpty())
                        .limit(MOST_OPEN)
                        .map(row)
                        .toList());
        model.addAttribute(
                "alertsAnswered",
                all.stream()
                        .filter(alert -> alert.answer().isPresent())
                        .limit(MOST_ANSWERED)
                        .map(row)
                        .toList());
        model.addAttribute("mayAnswerAlerts", access.may(caller, Act.ANSWER_ALERTS));
    }

    private Map<String, String> names(Caller caller, List<ProductReports.Alert> all) {
        if (all.isEmpty()) {
            return Map.of();
        }
        Map<String, String> names = trend.products(caller.tenant()).stream()
                .collect(Collectors.toMap(Trend.Choice::key, Trend.Choice::name, (one, same) -> one));
        names.putAll(topics.of(caller.tenant()));
        return names;
    }

    private String says(ProductReports.Alert alert, Map<String, String> names) {
        String about = names.getOrDefault(alert.about(), alert.about());
        Map<String, Object> counts = alert.evidence();
        return switch (alert.kind()) {
            case "KEPT_BACK_RISES" ->
                words.say(
                        "alert.KEPT_BACK_RISES",
                        about,
                        counts.get("keptBackLately"),
                        counts.get("answersLately"),
                        counts.get("keptBackBefore"),
                        counts.get("answersBefore"));
            case "TOPIC_RISES" ->
                words.say("alert.TOPIC_RISES", about, counts.get("documentsLately"), counts.get("documentsBefore"));
            default -> alert.kind() + ": " + about;
        };
    }
}
