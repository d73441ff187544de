package nextbest.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nextbest.event.EventType;

/** What marketing and research of the demo organisation have written: the content register, documents, house views. */
final class Material {
    /** Kinds of assets that fit every deal, with a title. */
    private static final Map<String, String> FOR_ALL = new java.util.TreeMap<>(Map.ofEntries(
            Map.entry("competitive-matrix", "Four suppliers side by side"),
            Map.entry("contract-template", "Framework contract, standard terms"),
            Map.entry("customer-reference", "Three customers who take calls"),
            Map.entry("executive-briefing-template", "Executive briefing, four pages"),
            Map.entry("executive-reference", "A managing director on the first year"),
            Map.entry("implementation-plan", "Plan from order to first alarm"),
            Map.entry("implementation-timeline", "Twelve weeks to a running line"),
            Map.entry("pain-assessment", "Where does the plant lose time? A questionnaire"),
            Map.entry("pricing-comparison", "Cost per measuring point, compared"),
            Map.entry("pricing-guide", "Price list with three tiers"),
            Map.entry("roi-calculator", "Return on condition monitoring, a calculator"),
            Map.entry("roi-framework-deck", "How to argue the return to a finance committee"),
            Map.entry("roi-justification-deck", "One price and what it brings back"),
            Map.entry("security-documentation", "Security of gateways and cloud"),
            Map.entry("video-testimonial", "A maintenance team on film")));

    /** An industry for which nobody has written a benchmark report: a gap that the loop report can find. */
    private static final String WITHOUT_BENCHMARK = "water";

    private final Instant since;
    private final Instant now;
    private final List<Map<String, Object>> events = new ArrayList<>();

    private Material(Instant since, Instant now) {
        this.since = since;
        this.now = now;
    }

    static List<Map<String, Object>> events(Instant since, Instant now) {
        Material material = new Material(since, now);
        material.assets();
        material.documents();
        material.houseViews();
        return material.events;
    }

    private void assets() {
        FOR_ALL.forEach((kind, title) -> events.add(asset(kind, kind, title).map()));
        for (String industry : Vendor.INDUSTRIES) {
            events.add(asset("case-study-" + industry, "case-study", "A plant in " + industry + " after one year")
                    .with("industries", List.of(industry))
                    .map());
            if (!industry.equals(WITHOUT_BENCHMARK)) {
                events.add(asset(
                                "benchmark-report-" + industry,
                                "benchmark-report",
                                "Downtime in " + industry + ", compared")
                        .with("industries", List.of(industry))
                        .map());
            }
        }
        for (String competitor : Vendor.COMPETITORS) {
            events.add(asset("battle-card-" + key(competitor), "battle-card", "Against " + competitor)
                    .with("competitors", List.of(competitor))
                    .map());
            events.add(asset("defection-story-" + key(competitor), "defection-story", "Why a plant left " + competitor)
                    .with("competitors", List.of(competitor))
                    .map());
        }
        for (String technology : Vendor.TECHNOLOGIES) {
            events.add(asset("integration-guide-" + key(technology), "integration-guide", "Connect by " + technology)
                    .with("techStack", List.of(technology))
                    .map());
            events.add(asset("api-documentation-" + key(technology), "api-documentation", "Reference for " + technology)
                    .with("techStack", List.of(technology))
                    .map());
        }
    }

    private EventDraft asset(String id, String kind, String title) {
        return EventDraft.past(EventType.ASSET, "asset/" + id, since)
                .with("id", "asset-" + id)
                .with("kind", kind)
                .with("title", title)
                .with("link", "https://content.example.com/" + id)
                .with("version", "3")
                .with("language", "en");
    }

    private void documents() {
        document(
                1,
                "RESEARCH",
                "Bearing damage announces itself weeks ahead",
                "Vibration at the bearing changes weeks before it fails. Plants that measure it continuously plan their"
                        + " repairs and lose fewer shifts. The effect is largest in machinery and in food, where lines"
                        + " run without a break. One sensor set per line and a gateway are enough to begin.");
        document(
                2,
                "RESEARCH",
                "Energy is the next cost that plants will manage",
                "Compressed air and heat are the largest hidden costs in chemicals and pharmaceuticals. Energy management"
                        + " finds leaks within days. Clients with many sites gain most, because they can compare them.");
        document(
                3,
                "RESEARCH",
                "New limits for emissions ask for calibrated gas detectors",
                "From next year on, operators in energy and chemicals have to prove that their detectors are calibrated."
                        + " Calibration management keeps the record. Plants that still do it on paper will need help.");
        document(
                4,
                "MARKETING",
                "Condition monitoring in twelve weeks",
                "From order to the first alarm in twelve weeks: commissioning, training of operators, and a review with"
                        + " maintenance after the first month. For plants that want to begin with one line.");
        document(
                5,
                "MARKETING",
                "Field gateways that keep data when the network is down",
                "Offline buffering and an audit trail for plants far from the network, such as waterworks and pipelines."
                        + " Works with Modbus and MQTT.");
        document(
                6,
                "MARKETING",
                "What maintenance teams say",
                "Four teams from automotive and food tell what changed in the first year: fewer alarms at night, better"
                        + " planning, less overtime. Short films and contacts who take calls.");
    }

    private void document(int number, String kind, String title, String text) {
        Instant at = now.minus(Duration.ofDays(20L * number));
        events.add(EventDraft.past(EventType.DOCUMENT, "document/" + number, at)
                .with("id", "document-" + number)
                .with("title", title)
                .with("kind", kind)
                .with("text", text)
                .with("language", "en")
                .map());
    }

    private void houseViews() {
        Instant at = now.minus(Duration.ofDays(30));
        events.add(EventDraft.past(EventType.HOUSE_VIEW, "house-view/1", at)
                .with("id", "house-view-1")
                .with("product", "product-energy-management")
                .with("stance", "POSITIVE")
                .with("segment", "enterprise")
                .with("from", at.toString().substring(0, 10))
                .with("text", "Energy management is what large clients ask for this year.")
                .map());
        events.add(EventDraft.past(EventType.HOUSE_VIEW, "house-view/2", at)
                .with("id", "house-view-2")
                .with("topic", "calibration")
                .with("stance", "POSITIVE")
                .with("from", at.toString().substring(0, 10))
                .with("text", "The new limits for emissions make calibration a topic in energy and chemicals.")
                .map());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
