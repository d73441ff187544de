package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nextbest.event.EventEnvelope;
import tools.jackson.databind.JsonNode;

/** Sends events in batches and counts what became of them. */
final class EventSender {
    private static final int BATCH = 1_000;
    private static final int EXPLAINED = 20;

    private final HttpApi api;
    private final PrintWriter out;
    private final List<Map<String, Object>> waiting = new ArrayList<>(BATCH);
    private int accepted;
    private int duplicates;
    private int refused;
    private int explained;

    EventSender(HttpApi api, PrintWriter out) {
        this.api = api;
        this.out = out;
    }

    int refused() {
        return refused;
    }

    void add(EventEnvelope event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", event.source());
        json.put("id", event.id());
        json.put("type", event.type().wire());
        event.subject()
                .ifPresent(subject -> json.put(
                        "subject",
                        Map.of("kind", subject.kind().wire(), "source", subject.source(), "id", subject.id())));
        json.put("occurredAt", event.occurredAt().toString());
        json.put("knownAt", event.knownAt().toString());
        json.put("correlationId", event.correlationId());
        json.put("data", event.data());
        if (waiting.size() == BATCH) {
            send("/api/v1/events?more=true");
        }
        waiting.add(json);
    }

    /** The last batch: the open deals are looked at from now on. */
    void finish() {
        if (!waiting.isEmpty()) {
            send("/api/v1/events");
        }
        out.println(
                "stored " + accepted + " events, " + duplicates + " were there already, " + refused + " were refused");
    }

    private void send(String path) {
        JsonNode answer = api.post(path, Map.of("events", waiting));
        accepted += answer.path("accepted").asInt();
        duplicates += answer.path("duplicates").asInt();
        refused += answer.path("refused").asInt();
        for (JsonNode item : answer.path("results")) {
            if (item.path("status").asString("").equalsIgnoreCase("refused")) {
                explain(item);
            }
        }
        int total = accepted + duplicates + refused;
        if (total % (5 * BATCH) < BATCH) {
            out.println("sent " + total + " events");
        }
        waiting.clear();
    }

    /** The first refusals in full; the rest is counted. */
    private void explain(JsonNode item) {
        explained++;
        if (explained > EXPLAINED) {
            return;
        }
        for (JsonNode violation : item.path("violations")) {
            out.println("refused " + item.path("id").asString("") + ": "
                    + violation.path("field").asString("") + ": saw "
                    + violation.path("seen").asString("") + ", allowed is "
                    + violation.path("allowed").asString(""));
        }
    }
}
