package nextbest.vendors.hubspot;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.vendors.Connection;
import nextbest.vendors.Line;
import nextbest.vendors.Mapping;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Gate;

/** People at work in the fake. */
final class HubSpotWorld implements AutoCloseable {
    static final Map<String, String> STAGES = Map.of(
            "appointmentscheduled", "discovery",
            "presentationscheduled", "proposal",
            "contractsent", "negotiation",
            "closedwon", "won",
            "closedlost", "lost");

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
    final FakeHubSpot fake = new FakeHubSpot(now::get);

    @Override
    public void close() {
        fake.close();
    }

    void later() {
        now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
    }

    Line line() {
        return line(Map.of(), Gate.open());
    }

    Line line(Map<String, String> more, Gate gate) {
        Map<String, String> settings = new HashMap<>(Map.of("base", fake.base(), "token", "pat-test"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        return new HubSpot()
                .open(
                        new Connection(
                                "hubspot",
                                settings,
                                new Mapping(STAGES, Map.of("competitors", "competitor_list"), "EUR"),
                                now::get),
                        gate,
                        Tokens.inMemory(now::get));
    }

    static String theirs(String stage) {
        return STAGES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(stage))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    String deal(String name, String stage) {
        return fake.create("deals", Map.of("dealname", name, "dealstage", theirs(stage), "amount", "1200.5"));
    }
}
