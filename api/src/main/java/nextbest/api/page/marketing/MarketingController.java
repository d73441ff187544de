package nextbest.api.page.marketing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.Texts;
import nextbest.api.page.Frame;
import nextbest.api.page.PageAmounts;
import nextbest.api.page.PageTexts;
import nextbest.api.page.Share;
import nextbest.api.product.TopicNames;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.catalogue.Catalogue;
import nextbest.money.Money;
import nextbest.store.Store;
import nextbest.store.product.ProductReports;
import nextbest.store.product.TopicSuggestions;
import nextbest.store.report.MaterialReports;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One page for marketing and research: what to make next, and what became of what was made. */
@Controller
final class MarketingController {
    private static final Duration PERIOD = Duration.ofDays(90);
    private static final Duration LATELY = Duration.ofDays(30);
    private static final int MOST_CLIENTS = 10;
    private static final int MOST_SUGGESTIONS = 30;

    private final Store store;
    private final MaterialReports material;
    private final ProductReports products;
    private final TopicSuggestions suggestions;
    private final TopicNames topics;
    private final Frame frame;
    private final Texts texts;
    private final PageTexts words;

    MarketingController(Store store, TopicNames topics, Frame frame, Texts texts, PageTexts words) {
        this.store = store;
        this.material = new MaterialReports(store.database());
        this.products = new ProductReports(store.database(), store.time(), store.ids());
        this.suggestions = new TopicSuggestions(store.database(), store.time(), store.ids());
        this.topics = topics;
        this.frame = frame;
        this.texts = texts;
        this.words = words;
    }

    /**
     * What is missing.
     *
     * @param asset the kind of material, in words
     * @param action what it was needed for
     * @param open amounts of the open deals, in words
     */
    record GapRow(String asset, String action, long deals, String open) {}

    /** A piece of material and its fate. */
    record PieceRow(
            String title,
            String kind,
            String version,
            long delivered,
            Optional<Share> taken,
            Optional<Share> moved,
            long disliked) {}

    /** A topic by its name. */
    record TopicRow(String name, long clients, long documents, long latest, long pieces) {}

    /** A client that talked about something nothing was proposed for. */
    record ClientRow(String name, String topics) {}

    /**
     * A topic that somebody asked for.
     *
     * @param open what the open deals of the clients that asked are worth, in words; empty if nothing
     * @param answer empty while it is open
     */
    record SuggestionRow(
            UUID id, String text, int people, int clients, int mentions, String open, String answer, String words) {}

    @GetMapping("/marketing")
    @Requires(Act.READ_MATERIAL)
    String marketing(@RequestParam(required = false) String done, Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.MARKETING);
        Instant now = store.time().now();
        Instant since = now.minus(PERIOD);
        ZoneId zone = ZoneId.of(store.tenants().get(caller.tenant()).zone());
        Texts.Voice voice = texts.in(zone);
        Catalogue catalogue = store.maker().catalogue(caller.tenant());
        Map<String, String> names = topics.of(caller.tenant());
        model.addAttribute("dates", words.dates(zone, now));
        model.addAttribute("since", since);
        model.addAttribute(
                "gaps",
                material.gaps(caller.tenant(), since, now.plusSeconds(1)).stream()
                        .map(gap -> new GapRow(
                                catalogue
                                        .action(gap.action())
                                        .map(action ->
                                                action.requirements().asset().kind())
                                        .filter(kind -> !kind.isEmpty())
                                        .map(kind -> voice.say("asset." + kind))
                                        .orElse(""),
                                voice.say("action." + gap.action() + ".name"),
                                gap.deals(),
                                String.join(
                                        ", ",
                                        gap.open().stream()
                                                .map(PageAmounts::say)
                                                .toList())))
                        .toList());
        model.addAttribute(
                "pieces",
                material.pieces(caller.tenant(), since, now.plusSeconds(1)).stream()
                        .map(piece -> new PieceRow(
                                piece.title(),
                                voice.say("asset." + piece.kind()),
                                piece.version(),
                                piece.delivered(),
                                share(piece.taken(), piece.delivered()),
                                share(piece.moved(), piece.observed()),
                                piece.disliked()))
                        .toList());
        model.addAttribute(
                "topics",
                material.topics(caller.tenant(), now.minus(LATELY)).stream()
                        .map(topic -> new TopicRow(
                                names.getOrDefault(topic.topic(), topic.topic()),
                                topic.clients(),
                                topic.documents(),
                                topic.latest(),
                                topic.pieces()))
                        .toList());
        List<ProductReports.Unserved> unserved = products.unserved(caller.tenant());
        model.addAttribute("unservedTotal", unserved.size());
        model.addAttribute(
                "unserved",
                unserved.stream()
                        .limit(MOST_CLIENTS)
                        .map(client -> new ClientRow(
                                client.name(),
                                String.join(
                                        ", ",
                                        client.topics().stream()
                                                .map(key -> names.getOrDefault(key, key))
                                                .toList())))
                        .toList());
        model.addAttribute(
                "suggestions",
                suggestions.ranked(caller.tenant(), caller.name()).stream()
                        .limit(MOST_SUGGESTIONS)
                        .map(MarketingController::row)
                        .toList());
        model.addAttribute("done", done != null && words.knows("mark.done." + done) ? done : "");
        return "marketing";
    }

    private static SuggestionRow row(TopicSuggestions.Suggestion suggestion) {
        return new SuggestionRow(
                suggestion.id(),
                suggestion.text(),
                suggestion.supporters(),
                suggestion.clients(),
                suggestion.mentions(),
                suggestion.openMinor() == 0
                        ? ""
                        : PageAmounts.say(new Money(suggestion.openMinor(), suggestion.currency())),
                suggestion.answer().map(Enum::name).orElse(""),
                suggestion.answerText().orElse(""));
    }

    private static Optional<Share> share(long yes, long n) {
        return n == 0 ? Optional.empty() : Optional.of(new Share(yes, n));
    }
}
