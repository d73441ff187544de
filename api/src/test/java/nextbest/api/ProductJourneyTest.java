package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.store.security.Role;
import nextbest.store.tenant.Tenants;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The way of a product from a client's note to the answer of product management, walked by another program. */
class ProductJourneyTest {
    private static RunningApi api;
    private Tenants.Tenant tenant;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aNoteBecomesACandidateWithItsPassageAndTheLoopCloses() {
        tenant = api.tenant("journey");
        List<String> news = new ArrayList<>();
        for (String product : List.of("Gateway", "Smart meter", "Valve")) {
            news.add(event(news.size(), "product", "", "\"id\": \"" + product + "\", \"name\": \"" + product + "\""));
        }
        for (int c = 0; c < 8; c++) {
            news.add(event(news.size(), "client", "C" + c, "\"name\": \"Client " + c + "\", \"segment\": \"mid\""));
            news.add(event(news.size(), "holding", "C" + c, "\"product\": \"Gateway\", \"since\": \"2025-01-01\""));
            if (c < 6) {
                news.add(event(
                        news.size(), "holding", "C" + c, "\"product\": \"Smart meter\", \"since\": \"2025-02-01\""));
            }
        }
        news.add(event(
                news.size(),
                "note",
                "C7",
                "\"text\": \"They are worried about how expensive electricity has become.\""));
        JsonNode taken =
                ok("POST", "/api/v1/events", "{\"events\": [" + String.join(",", news) + "]}", Role.INTEGRATION);
        assertThat(taken.get("refused").asInt()).as(taken.toString()).isZero();
        String ontology =
                "version: 1\\ntopics:\\n  energy-cost:\\n    name: cost of energy\\n    synonyms: [electricity price]\\nproducts:\\n  meter:\\n    name: Smart meter\\n    serves: [energy-cost]\\n";
        ok("PUT", "/api/v1/ontology", "{\"yaml\": \"" + ontology + "\"}", Role.PRODUCT_MANAGER);
        JsonNode screened =
                ok("POST", "/api/v1/screenings", "{\"occasion\": \"a note arrived\"}", Role.PRODUCT_MANAGER);
        assertThat(screened.get("documents").asInt()).isEqualTo(1);
        // 8 clients and 3 products, of which 8 + 6 are held
        assertThat(screened.get("candidates").asInt()).isEqualTo(24 - 14);

        JsonNode meter = candidate("crm:C7");
        assertThat(meter.get("disposition").asString()).isEqualTo("PROPOSED");
        // the note says none of the topic's words: meaning found it
        assertThat(meter.at("/passages/0/passage").asString()).contains("how expensive electricity");
        assertThat(meter.at("/passages/0/terms").isEmpty()).isTrue();

        answer(meter, "PRESENTED", "");
        answer(meter, "ACCEPTED", "");
        answer(candidate("Client 6"), "KEPT_BACK", "TIMING");
        JsonNode report = ok("GET", "/api/v1/reports/products", "", Role.PRODUCT_MANAGER);
        assertThat(report.get("addsUp").asBoolean()).isTrue();
        assertThat(report.at("/lines/0/key").asString()).isEqualTo("Smart meter");
        assertThat(report.at("/lines/0/accepted").asInt()).isEqualTo(1);
        assertThat(report.at("/lines/0/keptBack").asInt()).isEqualTo(1);
        assertThat(ok("GET", "/api/v1/product-alerts", "", Role.PRODUCT_MANAGER)
                        .get("alerts")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void whatIsWrongWithAnOntologyIsSaidAtOnce() {
        tenant = api.tenant("wrong");
        RunningApi.Answer answer = ask(
                "PUT",
                "/api/v1/ontology",
                "{\"yaml\": \"version: 1\\nproducts:\\n  a: {name: A, parent: b}\\n  b: {name: B, parent: a}\\n\"}",
                Role.PRODUCT_MANAGER);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("goes in a circle: a");
        assertThat(ask("POST", "/api/v1/screenings", "{\"occasion\": \"x\"}", Role.OPERATOR)
                        .text())
                .contains("an ontology first");
    }

    @Test
    void aFileThatCannotBeReadIsRefusedWithTheReasonAndTheOthersAreTaken() throws IOException {
        tenant = api.tenant("uploads");
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("a-note.md", "# Energy\n\nPower stays expensive.".getBytes(StandardCharsets.UTF_8));
        files.put("b-latin.txt", "Die Gebühr für Öl und Gas steigt.".getBytes(StandardCharsets.ISO_8859_1));
        files.put("c-scan.pdf", scanned());
        files.put("d-empty.txt", new byte[0]);

        JsonNode taken = upload(files, "RESEARCH").json().get("documents");

        assertThat(taken.at("/0/status").asString()).isEqualTo("TAKEN");
        assertThat(taken.at("/0/title").asString()).isEqualTo("Energy");
        assertThat(taken.at("/1/status").asString()).isEqualTo("TAKEN");
        assertThat(taken.at("/1/remarks").toString()).containsIgnoringCase("1252");
        assertThat(taken.at("/2/status").asString()).isEqualTo("REFUSED");
        assertThat(taken.at("/2/remarks").toString()).contains("c-scan.pdf", "text");
        assertThat(taken.at("/3/remarks").toString()).contains("empty");
        assertThat(upload(files, "RESEARCH").json().at("/documents/0/status").asString())
                .isEqualTo("DUPLICATE");
        assertThat(upload(files, "GOSSIP").text()).contains("MARKETING, RESEARCH, MAIL, CALL, OTHER");
    }

    @Test
    void aFileOfAHundredMegabytesIsRefusedBeforeItIsRead() {
        tenant = api.tenant("large");
        RunningApi.Answer answer = upload(new TreeMap<>(Map.of("large.txt", new byte[100_000_000])), "MARKETING");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("26 MB");
    }

    @Test
    void aTopicThatTwoPeopleSuggestIsOneSuggestionAndItsAnswerReachesThem() {
        tenant = api.tenant("topics");
        ok("POST", "/api/v1/topic-suggestions", "{\"text\": \"Hydrogen in food plants\"}", Role.MARKETING);
        ok("POST", "/api/v1/topic-suggestions", "{\"text\": \"food plant with hydrogen\"}", Role.PRODUCT_MANAGER);
        ok("POST", "/api/v1/topic-suggestions", "{\"text\": \"food plant, hydrogen in\"}", Role.PRODUCT_MANAGER);
        assertThat(ask("POST", "/api/v1/topic-suggestions", "{\"text\": \"??\"}", Role.MARKETING)
                        .status())
                .isEqualTo(422);

        JsonNode ranked =
                ok("GET", "/api/v1/topic-suggestions", "", Role.MARKETING).get("suggestions");
        assertThat(ranked.size()).isEqualTo(2);
        assertThat(ranked.at("/0/text").asString()).isEqualTo("Hydrogen in food plants");
        assertThat(ranked.at("/0/supporters").asInt()).isEqualTo(2);
        ok(
                "POST",
                "/api/v1/topic-suggestion-answers",
                "{\"suggestion\": \"%s\", \"answer\": \"ADOPTED\", \"text\": \"A note comes in May.\"}"
                        .formatted(ranked.at("/0/id").asString()),
                Role.PRODUCT_MANAGER);
        JsonNode answered =
                ok("GET", "/api/v1/topic-suggestions", "", Role.MARKETING).get("suggestions");
        assertThat(answered.at("/1/answerText").asString()).isEqualTo("A note comes in May.");
    }

    /** A page with nothing on it, which is what a scan is to a reader of text. */
    private static byte[] scanned() throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            pdf.addPage(new PDPage());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            pdf.save(out);
            return out.toByteArray();
        }
    }

    private RunningApi.Answer upload(SortedMap<String, byte[]> files, String kind) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        files.forEach((name, bytes) -> {
            form.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name + "\"\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            form.writeBytes(bytes);
            form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        form.writeBytes("--b--\r\n".getBytes(StandardCharsets.UTF_8));
        return api.ask("POST", "/api/v1/documents?kind=" + kind)
                .as(api.token(tenant, Role.MARKETING))
                .bytes("multipart/form-data; boundary=b", form.toByteArray())
                .send();
    }

    private JsonNode candidate(String client) {
        JsonNode all =
                ok("GET", "/api/v1/product-candidates?client=" + client.replace(" ", "%20"), "", Role.INTEGRATION);
        return all.get("candidates")
                .valueStream()
                .filter(c -> c.get("name").asString().equals("Smart meter"))
                .findFirst()
                .orElseThrow();
    }

    private void answer(JsonNode candidate, String disposition, String reason) {
        String body = "{\"candidate\": \"%s\", \"disposition\": \"%s\"%s}"
                .formatted(
                        candidate.get("id").asString(),
                        disposition,
                        reason.isEmpty() ? "" : ", \"reason\": \"" + reason + "\"");
        ok("POST", "/api/v1/product-answers", body, Role.INTEGRATION);
    }

    private JsonNode ok(String method, String path, String body, Role role) {
        RunningApi.Answer answer = ask(method, path, body, role);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private RunningApi.Answer ask(String method, String path, String body, Role role) {
        RunningApi.Asking asking = api.ask(method, path).as(api.token(tenant, role));
        return body.isEmpty() ? asking.send() : asking.json(body).send();
    }

    private static String event(int number, String type, String client, String data) {
        String subject = client.isEmpty() ? "" : "\"subject\": {\"kind\": \"client\", \"id\": \"" + client + "\"}, ";
        return "{\"source\": \"crm\", \"id\": \"n%d\", \"type\": \"%s\", %s\"occurredAt\": \"2026-03-01T09:00:00Z\", \"data\": {%s}}"
                .formatted(number, type, subject, data);
    }
}
