package nextbest.vendors.salesloft;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.vendors.Json;
import nextbest.vendors.port.Tasks;

/**
 * Cards as Rhythm signals. A signal is seen in the live feed, and becomes a task where somebody has enabled a Play for it. What became
 * of it is not told.
 */
final class RhythmSignals {
    private static final String REGISTRATIONS = "integrations/signals/registrations";
    private static final String INDICATOR = "next_best_action";

    private final SalesloftApi api;
    private final String type;

    /** @param type how the signals are called there */
    RhythmSignals(SalesloftApi api, String type) {
        this.api = api;
        this.type = type;
    }

    /** Makes the type known, once. */
    void register() {
        boolean known = api.some(REGISTRATIONS, Map.of()).stream()
                .anyMatch(one -> Json.text(one, "type").filter(type::equals).isPresent());
        if (known) {
            return;
        }
        Map<String, Object> text = Map.of("type", "string");
        Map<String, Object> registration = new LinkedHashMap<>();
        registration.put("type", type);
        registration.put("description", Map.of("en-us", "nextbest recommends: {title}"));
        registration.put("data_shape", Map.of("title", text, "why", text, "opportunity_id", text, "key", text));
        registration.put(
                "indicators",
                List.of(Map.of(
                        "key",
                        INDICATOR,
                        "metadata_shape",
                        Map.of("action", text),
                        "description",
                        Map.of("en-us", "The next best action is {action}"))));
        registration.put("attribution", List.of("person", "account"));
        registration.put("broadcast_notification", false);
        var unused = api.create("register signals", REGISTRATIONS, registration);
        assert unused != null;
    }

    /** Sends one; the first with a key counts, so that repeating does no harm. */
    String send(Tasks.Draft draft, Optional<String> person, Optional<String> account) {
        UUID key = key(draft.key());
        Map<String, Object> attribution = new LinkedHashMap<>();
        person.ifPresent(one -> attribution.put("person_id", Long.parseLong(one)));
        account.ifPresent(one -> attribution.put("account_id", Long.parseLong(one)));
        Map<String, Object> signal = new LinkedHashMap<>();
        signal.put("type", type);
        signal.put("occurred_at", api.now().toString());
        signal.put("urgency", draft.urgent() ? "high" : "medium");
        signal.put("indicators", List.of(Map.of("key", INDICATOR, "metadata", Map.of("action", draft.action()))));
        signal.put("idempotency_key", key.toString());
        signal.put(
                "data",
                Map.of(
                        "title", draft.subject(),
                        "why", draft.body(),
                        "opportunity_id", draft.deal(),
                        "key", draft.key()));
        signal.put("attribution", attribution);
        signal.put("broadcast_notification", false);
        var unused = api.create("send a signal", "signals", signal);
        assert unused != null;
        return key.toString();
    }

    /** A UUID of version 4 (RFC 9562, section 5.4) that is the same for the same key. */
    static UUID key(String ours) {
        UUID name = UUID.nameUUIDFromBytes(("nextbest signal " + ours).getBytes(StandardCharsets.UTF_8));
        return new UUID((name.getMostSignificantBits() & ~0xF000L) | 0x4000L, name.getLeastSignificantBits());
    }
}
