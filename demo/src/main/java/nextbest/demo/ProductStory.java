package nextbest.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nextbest.event.EventType;

/**
 * The way of one research note, from its arrival to what product management makes of it, at fixed moments of the play: clients
 * are screened, a note and its material arrive, reps present the product or keep it back, a client accepts, product management
 * is alerted and answers, and a rep reads the answer. All of it through the public API.
 */
final class ProductStory {
    /** So many clients are followed; one of three is shown the product. */
    private static final int CLIENTS = 9;

    private static final int OF_THREE = 3;

    private static final String PRODUCT = "Energy management";
    private static final String ANSWER = "There is a new two-page summary with figures from your industry.";

    private final Scene scene;
    private final ApiClient api;
    private final Reps reps;
    private final Vendor vendor;
    private final String run;
    private final List<Followed> followed = new ArrayList<>();

    /** A client for which the product is proposed. */
    private record Followed(Vendor.Client client, String candidate, String passage) {}

    /** @param run tells the runs of the simulation apart, so that no id comes twice */
    ProductStory(Scene scene, ApiClient api, Reps reps, Vendor vendor, String run) {
        this.scene = scene;
        this.api = api;
        this.reps = reps;
        this.vendor = vendor;
        this.run = run;
    }

    /** Says what things are called, has all clients screened, and plans the rest. */
    void begin(Instant begin, OfficeHours office) throws InterruptedException {
        if (!nameThings(begin)) {
            return;
        }
        ApiClient.Answer screened = api.post("/api/v1/screenings", Map.of("occasion", "product review"));
        if (!screened.isGood()) {
            scene.tally.trouble("the screening was refused: " + screened.detail());
            return;
        }
        scene.tell(
                5,
                begin,
                "A product review: " + screened.body().get("clients") + " clients screened, "
                        + screened.body().get("proposed") + " products proposed.");
        List<Scheduled> chapters = List.of(
                new Scheduled(2, this::noteArrives),
                new Scheduled(4, this::candidatesAppear),
                new Scheduled(5, this::repsPresentOrKeepBack),
                new Scheduled(7, this::clientsAnswer),
                new Scheduled(9, this::productManagementLooks),
                new Scheduled(11, this::salesReadTheAnswer));
        for (Scheduled chapter : chapters) {
            scene.agenda.plan(
                    office.on(office.plusWorkingDays(office.dayOf(begin), chapter.day()), 0.1), chapter.happening());
        }
    }

    private record Scheduled(int day, Agenda.Happening happening) {}

    /** An instance that has played before knows an older version. */
    private boolean nameThings(Instant at) throws InterruptedException {
        // minutes since 2026: greater in every later run, and small enough for a version
        long version = Math.max(1, (at.getEpochSecond() - 1_767_225_600L) / 60);
        ApiClient.Answer answer = api.put("/api/v1/ontology", Map.of("yaml", ontology(version)));
        if (!answer.isGood()) {
            scene.tally.trouble("the ontology was refused: " + answer.detail());
        }
        return answer.isGood();
    }

    private static String ontology(long version) {
        return """
                version: %d
                topics:
                  energy-costs:
                    name: energy costs
                    synonyms: [energy dashboard, compressed air, electricity bill, energy consumption]
                  unplanned-stops:
                    name: unplanned stops
                    synonyms: [anomaly detection, bearing damage, vibration, downtime]
                  calibration:
                    name: calibration
                    synonyms: [calibration record, emission limits, gas detectors]
                  plants-off-the-network:
                    name: plants off the network
                    synonyms: [offline buffering, network is down, waterworks]
                  skills-of-operators:
                    name: skills of operators
                    synonyms: [staff training, training of operators]
                products:
                  energy-management: {name: Energy management, serves: [energy-costs]}
                  condition-monitoring: {name: Condition monitoring, serves: [unplanned-stops]}
                  vibration-sensor-set: {name: Vibration sensor set, serves: [unplanned-stops]}
                  calibration-management: {name: Calibration management, serves: [calibration]}
                  gas-detector-set: {name: Gas detector set, serves: [calibration]}
                  field-gateway: {name: Field gateway, serves: [plants-off-the-network]}
                  operator-training: {name: Operator training, serves: [skills-of-operators]}
                """.formatted(version);
    }

    private void noteArrives(Instant at) throws InterruptedException {
        scene.outbox.add(EventDraft.live(EventType.DOCUMENT, run + "/research-note", at)
                .with("id", run + "-research-note")
                .with("title", "Compressed air is where the energy goes")
                .with("kind", "RESEARCH")
                .with("language", "en")
                .with(
                        "text",
                        "A quarter of the compressed air of an average plant leaks away before it does any work. With"
                                + " electricity prices where they are, energy costs have become the first question of"
                                + " plant managers. Sites that measure their energy consumption by line find the largest"
                                + " leaks within the first month.")
                .map());
        scene.outbox.add(EventDraft.live(EventType.ASSET, run + "/summary", at)
                .with("id", run + "-summary")
                .with("kind", "executive-briefing-template")
                .with("title", "Energy by line: what the first month finds")
                .with("link", "https://content.example.com/energy-by-line")
                .with("version", "1")
                .with("products", List.of("product-energy-management"))
                .map());
        int number = 0;
        for (Vendor.Client client : vendor.clients()) {
            if (number < CLIENTS * 2 && number++ % 2 == 0) {
                scene.outbox.add(EventDraft.live(EventType.NOTE, run + "/energy/" + client.id(), at)
                        .client(client.id())
                        .with(
                                "text",
                                "Site visit: the plant manager asks how others bring down their electricity bill.")
                        .map());
            }
        }
        scene.tell(5, at, "A research note arrives: “Compressed air is where the energy goes”.");
    }

    private void candidatesAppear(Instant at) throws InterruptedException {
        for (Vendor.Client client : vendor.clients()) {
            if (followed.size() < CLIENTS) {
                candidate(client)
                        .filter(found ->
                                "PROPOSED".equals(found.get("disposition")) && "NO_ANSWER".equals(found.get("rep")))
                        .ifPresent(found ->
                                followed.add(new Followed(client, String.valueOf(found.get("id")), quote(found))));
            }
        }
        scene.tally.add("products.followed", followed.size());
        if (!followed.isEmpty()) {
            Followed first = followed.getFirst();
            scene.tell(
                    5,
                    at,
                    PRODUCT + " is proposed for " + followed.size() + " of the clients that were looked at, "
                            + first.client().name() + " for one: “" + first.passage() + "”");
        }
    }

    private void repsPresentOrKeepBack(Instant at) throws InterruptedException {
        for (int i = 0; i < followed.size(); i++) {
            Followed one = followed.get(i);
            boolean presents = i % OF_THREE == 0;
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("candidate", one.candidate());
            body.put("disposition", presents ? "PRESENTED" : "KEPT_BACK");
            if (!presents) {
                body.put("reason", "MATERIAL");
            }
            ApiClient.Answer answer = reps.apiOf(one.client().rep()).post("/api/v1/product-answers", body);
            count(answer, presents ? "presented" : "kept-back");
            if (answer.isGood() && i < 2) {
                scene.tell(
                        5,
                        at,
                        one.client().rep().name()
                                + (presents
                                        ? " presents " + PRODUCT + " to "
                                                + one.client().name() + "."
                                        : " keeps " + PRODUCT + " back from "
                                                + one.client().name() + ": the material is not good enough."));
            }
        }
    }

    private void clientsAnswer(Instant at) throws InterruptedException {
        List<String> said = List.of("ACCEPTED", "INTERESTED", "REFUSED");
        for (int i = 0; i < followed.size(); i += OF_THREE) {
            Followed one = followed.get(i);
            String disposition = said.get(i / OF_THREE % said.size());
            ApiClient.Answer answer = reps.apiOf(one.client().rep())
                    .post("/api/v1/product-answers", Map.of("candidate", one.candidate(), "disposition", disposition));
            count(answer, disposition.toLowerCase(Locale.ROOT));
            if (answer.isGood() && i == 0) {
                scene.tell(5, at, one.client().name() + " accepts " + PRODUCT + ".");
            }
        }
    }

    private void productManagementLooks(Instant at) throws InterruptedException {
        ApiClient manager = productManager();
        ApiClient.Answer report = manager.get("/api/v1/reports/products");
        entries(report, "lines")
                .filter(line -> PRODUCT.equals(line.get("key")))
                .forEach(line -> scene.tell(
                        5,
                        at,
                        "Product management reads of " + PRODUCT + ": proposed " + line.get("proposed") + ", presented "
                                + line.get("presented") + ", kept back " + line.get("keptBack") + ", accepted "
                                + line.get("accepted") + "."));
        ApiClient.Answer alerts = manager.get("/api/v1/product-alerts");
        List<Map<?, ?>> open = new ArrayList<>();
        entries(alerts, "alerts").filter(alert -> alert.get("answer") == null).forEach(open::add);
        scene.tally.add("products.alerts", open.size());
        for (Map<?, ?> alert : open) {
            boolean keptBack = "KEPT_BACK_RISES".equals(alert.get("kind"));
            ApiClient.Answer answered = manager.post(
                    "/api/v1/product-alert-answers",
                    Map.of(
                            "alert",
                            String.valueOf(alert.get("id")),
                            "answer",
                            keptBack ? "ADOPTED" : "REJECTED",
                            "text",
                            keptBack ? ANSWER : "Known, and planned for the next quarter."));
            count(answered, "alerts-answered");
            if (keptBack) {
                scene.tell(
                        5,
                        at,
                        "Product management is alerted that a product is kept back more often, and answers: “" + ANSWER
                                + "”");
            }
        }
        scene.outbox.add(EventDraft.live(EventType.ASSET, run + "/summary-2", at)
                .with("id", run + "-summary-2")
                .with("kind", "executive-briefing-template")
                .with("title", "Energy by line, two pages with figures")
                .with("link", "https://content.example.com/energy-by-line-2")
                .with("version", "2")
                .with("products", List.of("product-energy-management"))
                .map());
    }

    private void salesReadTheAnswer(Instant at) throws InterruptedException {
        for (int i = 1; i < followed.size(); i += OF_THREE) {
            Vendor.Client client = followed.get(i).client();
            Optional<String> answer =
                    candidate(client).map(found -> found.get("productTeam")).map(String::valueOf);
            if (answer.isPresent()) {
                scene.tally.count("products.answers-read");
                scene.tell(
                        5,
                        at,
                        client.rep().name() + " reads on " + PRODUCT + " for " + client.name() + ": " + answer.get());
                return;
            }
        }
    }

    private ApiClient productManager() throws InterruptedException {
        ApiClient.Answer token = api.post(
                "/api/v1/tokens",
                Map.of("label", "demo product management", "role", "PRODUCT_MANAGER", "validDays", 1));
        return token.isGood() && token.body().get("token") instanceof String own ? api.as(own) : api;
    }

    private Optional<Map<?, ?>> candidate(Vendor.Client client) throws InterruptedException {
        ApiClient.Answer answer = reps.apiOf(client.rep())
                .get("/api/v1/product-candidates?client="
                        + URLEncoder.encode(DemoOrganisation.SOURCE + ":" + client.id(), StandardCharsets.UTF_8));
        return entries(answer, "candidates")
                .filter(found -> PRODUCT.equals(found.get("name")))
                .findFirst();
    }

    private static Stream<Map<?, ?>> entries(ApiClient.Answer answer, String list) {
        return answer.body().get(list) instanceof List<?> entries
                ? entries.stream().filter(Map.class::isInstance).map(entry -> (Map<?, ?>) entry)
                : Stream.empty();
    }

    private static String quote(Map<?, ?> candidate) {
        return candidate.get("passages") instanceof List<?> passages
                        && !passages.isEmpty()
                        && passages.getFirst() instanceof Map<?, ?> first
                ? String.valueOf(first.get("passage"))
                : "similar clients hold it";
    }

    private void count(ApiClient.Answer answer, String what) {
        if (answer.isGood()) {
            scene.tally.count("products." + what);
        } else {
            scene.tally.trouble("what became of a product (" + what + ") was not taken: " + answer.status() + " "
                    + answer.detail());
        }
    }
}
