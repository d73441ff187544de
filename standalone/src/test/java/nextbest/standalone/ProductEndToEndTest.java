package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import nextbest.standalone.parts.TemporalBinary;
import nextbest.workflows.subjectloop.LoopSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The way of a research note on real parts, walked by other programs through the public API alone: clients that it concerns get
 * a candidate with the passages that match, on cards and without them; reps present it or keep it back, a client accepts;
 * product management is alerted and answers; sales read the answer.
 */
class ProductEndToEndTest {
    /** A Monday, at 300 business seconds a second: a debounce of ten minutes is two seconds. */
    private static final House.ClockChoice MONDAY = new House.ClockChoice(Instant.parse("2026-03-02T08:00:00Z"), 300);

    /** Clients 0 to 5 hold a meter, the others do not. */
    private static final int HOLDERS = 6;

    private static final int CLIENTS = 14;

    @TempDir
    static Path data;

    private OtherProgram operator;
    private OtherProgram crm;
    private OtherProgram rita;
    private OtherProgram otto;
    private OtherProgram product;
    private int count;

    @BeforeAll
    static void needsTheServer() {
        boolean found = TemporalBinary.find().isPresent();
        if (System.getenv("CI") != null) {
            assertThat(found)
                    .as("a Temporal server on the PATH or in the cache")
                    .isTrue();
        }
        assumeTrue(found, () -> "skipped: no Temporal server on this machine; ./nextbest doctor --install gets it");
    }

    @Test
    void aResearchNoteReachesClientsAndWhatBecameOfItComesBackToSales() throws Exception {
        House house = House.start(
                new House.Plan("test", data, Optional.of(MONDAY), 0, Optional.empty(), LoopSettings.standard()),
                line -> {});
        try {
            peopleIntroduceThemselves(house);
            productManagementReviewsTheProducts();
            aResearchNoteArrives();
            JsonNode presented = theCardOf("D6", rita);
            JsonNode keptBack = theCardOf("D7", otto);
            theClientWithoutADealHasACardOfItsOwn();
            theRepPresentsAndTheClientAccepts(presented);
            otherRepsKeepItBack(keptBack);
            productManagementSeesItAndAnswers();
            salesReadTheAnswer();
        } finally {
            house.close();
        }
    }

    private void peopleIntroduceThemselves(House house) {
        operator = new OtherProgram(house.addresses().get("api"), OperatorToken.read(data));
        crm = operator.as(token("INTEGRATION", ""));
        product = operator.as(token("PRODUCT_MANAGER", ""));
        ok(operator.put("/api/v1/stages", """
                {"stages": [{"label": "First talks", "kind": "DISCOVERY", "position": 1},
                            {"label": "Offer", "kind": "PROPOSAL", "position": 2}]}"""));
        ok(operator.post("/api/v1/tenant/mode", "{\"mode\": \"LIVE\", \"recipientDomains\": [\"example.com\"]}"));
        List<String> news = new ArrayList<>();
        for (String rep : List.of("Rita", "Otto")) {
            news.add(event("rep", "", """
                    "id": "%s", "name": "%s", "email": "%s@example.com", "zone": "Europe/Berlin"\
                    """.formatted(rep, rep, rep.toLowerCase(java.util.Locale.ROOT))));
        }
        for (String name : List.of("Gateway", "Smart meter", "Valve")) {
            news.add(event("product", "", "\"id\": \"%s\", \"name\": \"%s\"".formatted(name, name)));
        }
        for (int c = 0; c < CLIENTS; c++) {
            String about = client(c);
            news.add(event(
                    "client",
                    about,
                    "\"name\": \"Client %d\", \"segment\": \"mid\", \"rep\": \"%s\"".formatted(c, repOf(c))));
            news.add(event("holding", about, "\"product\": \"Gateway\", \"since\": \"2025-01-01\""));
            if (c < HOLDERS) {
                news.add(event("holding", about, "\"product\": \"Smart meter\", \"since\": \"2025-02-01\""));
            }
        }
        for (int c : List.of(HOLDERS, HOLDERS + 1)) {
            news.add(event("deal", "\"kind\": \"deal\", \"id\": \"D%d\"".formatted(c), """
                    "name": "Deal %d", "stage": "First talks", "rep": "%s", "client": "C%d"\
                    """.formatted(c, repOf(c), c)));
        }
        crm.events(String.join(",", news));
        rita = operator.as(token("REP", "Rita"));
        otto = operator.as(token("REP", "Otto"));
    }

    private void productManagementReviewsTheProducts() throws Exception {
        ok(product.put("/api/v1/ontology", """
                {"yaml": "version: 1\\ntopics:\\n  energy-cost:\\n    name: cost of energy\\n    synonyms: [electricity bill]\\nproducts:\\n  meter:\\n    name: Smart meter\\n    serves: [energy-cost]\\n"}"""));
        ok(product.post("/api/v1/screenings", "{\"occasion\": \"product review\"}"));
        JsonNode done = product.until(
                "the review",
                "/api/v1/screenings",
                seen -> seen.at("/screenings/0/finishedAt").isString());
        assertThat(done.at("/screenings/0/kind").asString()).isEqualTo("ASKED");
        assertThat(done.at("/screenings/0/clients").asInt()).isEqualTo(CLIENTS);
    }

    /** Nobody asks for this screening: the note does. */
    private void aResearchNoteArrives() throws Exception {
        List<String> news = new ArrayList<>();
        news.add(event("document", "", """
                "id": "N1", "kind": "RESEARCH", "title": "Power stays expensive",
                "text": "We expect the electricity bill of industry to stay high for years."\
                """));
        news.add(event("asset", "", """
                "id": "A1", "kind": "brochure", "title": "Meters explained", "link": "https://content.example.com/m",
                "products": ["Smart meter"]\
                """));
        for (int c = HOLDERS; c < CLIENTS; c++) {
            news.add(event("note", client(c), "\"text\": \"They asked twice about their electricity bill.\""));
        }
        crm.events(String.join(",", news));
        product.until(
                "a screening of the news",
                "/api/v1/screenings",
                seen -> StreamSupport.stream(seen.get("screenings").spliterator(), false)
                                .filter(screening ->
                                        screening.get("kind").asString().equals("NEWS"))
                                .filter(screening ->
                                        screening.path("finishedAt").isString())
                                .mapToInt(
                                        screening -> screening.get("documents").asInt())
                                .sum()
                        == 1 + CLIENTS - HOLDERS);
        JsonNode meter = candidate(crm, HOLDERS);
        assertThat(meter.get("disposition").asString()).isEqualTo("PROPOSED");
        assertThat(meter.at("/passages/0/passage").asString()).contains("asked twice about their electricity bill");
        assertThat(StreamSupport.stream(meter.get("passages").spliterator(), false)
                        .map(passage -> passage.get("byClient").asBoolean()))
                .contains(true, false);
    }

    /** The card as its rep sees it, which delivers it. */
    private JsonNode theCardOf(String deal, OtherProgram rep) throws Exception {
        crm.until(
                "a card with the product for " + deal,
                "/api/v1/subjects/crm:" + deal + "/card",
                card -> position(card).isPresent());
        JsonNode card = ok(rep.get("/api/v1/subjects/crm:" + deal + "/card"));
        assertThat(said(card)).contains("Smart meter");
        JsonNode decision =
                ok(crm.get("/api/v1/decisions/" + card.get("decision").asString()));
        List<JsonNode> candidates = StreamSupport.stream(
                        decision.get("candidates").spliterator(), false)
                .toList();
        assertThat(candidates)
                .allSatisfy(candidate ->
                        assertThat(candidate.get("disposition").asString()).isNotEmpty());
        assertThat(candidates)
                .filteredOn(candidate -> candidate.get("action").asString().equals("present-product"))
                .isNotEmpty();
        return card;
    }

    private void theClientWithoutADealHasACardOfItsOwn() throws Exception {
        JsonNode card = crm.until(
                "a card of a client",
                "/api/v1/subjects/crm:C8/card",
                found -> position(found).isPresent());
        assertThat(card.at("/positions/0/action").asString()).contains("product");
        // by the review, which may have come first, or by the note: what stands on a card is not changed under a rep's
        // eyes
        assertThat(said(card))
                .containsAnyOf("asked twice about their electricity bill", "6 hold Smart meter; this one does not");
    }

    private void theRepPresentsAndTheClientAccepts(JsonNode card) {
        String decision = card.get("decision").asString();
        int position = position(card).orElseThrow();
        ok(rita.post(
                "/api/v1/decisions/" + decision + "/feedback",
                "{\"position\": %d, \"disposition\": \"ACCEPTED\"}".formatted(position)));
        assertThat(candidate(rita, HOLDERS).get("rep").asString()).isEqualTo("PRESENTED");
        ok(rita.post(
                "/api/v1/decisions/" + decision + "/client",
                "{\"position\": %d, \"disposition\": \"ACCEPTED\", \"channel\": \"MEETING\"}".formatted(position)));
        assertThat(candidate(rita, HOLDERS).get("client").asString()).isEqualTo("ACCEPTED");
    }

    private void otherRepsKeepItBack(JsonNode card) {
        ok(otto.post(
                "/api/v1/decisions/" + card.get("decision").asString() + "/feedback",
                "{\"position\": %d, \"disposition\": \"KEPT_BACK\", \"reason\": \"MATERIAL\"}"
                        .formatted(position(card).orElseThrow())));
        JsonNode kept = candidate(otto, HOLDERS + 1);
        assertThat(kept.get("rep").asString()).isEqualTo("KEPT_BACK");
        assertThat(kept.get("repReason").asString()).isEqualTo("MATERIAL");
        for (int c = HOLDERS + 3; c < CLIENTS; c++) {
            OtherProgram rep = repOf(c).equals("Rita") ? rita : otto;
            ok(rep.post(
                    "/api/v1/product-answers",
                    "{\"candidate\": \"%s\", \"disposition\": \"KEPT_BACK\", \"reason\": \"MATERIAL\"}"
                            .formatted(candidate(rep, c).get("id").asString())));
        }
    }

    private void productManagementSeesItAndAnswers() {
        JsonNode report = ok(product.get("/api/v1/reports/products"));
        assertThat(report.get("addsUp").asBoolean()).isTrue();
        JsonNode meter = StreamSupport.stream(report.get("lines").spliterator(), false)
                .filter(line -> line.get("key").asString().equals("Smart meter"))
                .findFirst()
                .orElseThrow();
        assertThat(meter.get("accepted").asInt()).isEqualTo(1);
        assertThat(meter.get("keptBack").asInt()).isEqualTo(1 + CLIENTS - HOLDERS - 3);
        JsonNode alert = StreamSupport.stream(
                        ok(product.get("/api/v1/product-alerts")).get("alerts").spliterator(), false)
                .filter(found -> found.get("kind").asString().equals("KEPT_BACK_RISES"))
                .findFirst()
                .orElseThrow();
        assertThat(alert.at("/evidence/keptBackLately").asInt())
                .isEqualTo(meter.get("keptBack").asInt());
        ok(product.post(
                "/api/v1/product-alert-answers",
                "{\"alert\": \"%s\", \"answer\": \"ADOPTED\", \"text\": \"There is a new summary.\"}"
                        .formatted(alert.get("id").asString())));
    }

    /** With the product of each client, and on the next card that is about it. */
    private void salesReadTheAnswer() throws Exception {
        assertThat(candidate(otto, HOLDERS + 1).get("productTeam").asString()).contains("There is a new summary.");
        crm.events(event("deal", "\"kind\": \"deal\", \"id\": \"D8\"", """
                "name": "Deal 8", "stage": "First talks", "rep": "Rita", "client": "C8"\
                """));
        crm.until(
                "a card that tells the answer",
                "/api/v1/subjects/crm:D8/card",
                card -> said(card).contains("There is a new summary."));
    }

    /** The words of a card in one line, without its frame. */
    private static String said(JsonNode card) {
        return card.get("text").asString().replaceAll("[║\\s]+", " ");
    }

    private static Optional<Integer> position(JsonNode card) {
        return StreamSupport.stream(card.path("positions").spliterator(), false)
                .filter(position -> position.get("action").asString().equals("present-product"))
                .map(position -> position.get("position").asInt())
                .findFirst();
    }

    private static JsonNode candidate(OtherProgram who, int client) {
        return StreamSupport.stream(
                        ok(who.get("/api/v1/product-candidates?client=crm:C" + client))
                                .get("candidates")
                                .spliterator(),
                        false)
                .filter(candidate -> candidate.get("name").asString().equals("Smart meter"))
                .findFirst()
                .orElseThrow();
    }

    private String token(String role, String rep) {
        OtherProgram.Reply reply = operator.post(
                "/api/v1/tokens",
                "{\"label\": \"test %s%s\", \"role\": \"%s\"%s}"
                        .formatted(role, rep, role, rep.isEmpty() ? "" : ", \"rep\": \"crm:" + rep + "\""));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.json().get("token").asString();
    }

    private static JsonNode ok(OtherProgram.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static String repOf(int client) {
        return client % 2 == 0 ? "Rita" : "Otto";
    }

    private static String client(int number) {
        return "\"kind\": \"client\", \"id\": \"C" + number + "\"";
    }

    private String event(String type, String subject, String data) {
        return "{\"source\": \"crm\", \"id\": \"n%d\", \"type\": \"%s\", %s\"occurredAt\": \"2026-03-01T09:00:00Z\", \"data\": {%s}}"
                .formatted(++count, type, subject.isEmpty() ? "" : "\"subject\": {" + subject + "}, ", data);
    }
}
