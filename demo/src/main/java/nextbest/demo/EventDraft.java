package nextbest.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.event.EventType;
import nextbest.fact.Keyed;

/** One event in the making, in the form that the API takes. */
final class EventDraft {
    /** The system that all generated ids belong to. */
    static final String SOURCE = "demo";

    private final Map<String, Object> envelope = new LinkedHashMap<>();
    private final Map<String, Object> data = new LinkedHashMap<>();

    private EventDraft(EventType type, String id, Instant at) {
        envelope.put("source", SOURCE);
        envelope.put("id", id);
        envelope.put("type", type.wire());
        envelope.put("occurredAt", text(at));
    }

    /** News that was known when it happened. */
    static EventDraft past(EventType type, String id, Instant at) {
        EventDraft draft = new EventDraft(type, id, at);
        draft.envelope.put("knownAt", text(at));
        return draft;
    }

    /** News that is known when it arrives. */
    static EventDraft live(EventType type, String id, Instant at) {
        return new EventDraft(type, id, at);
    }

    EventDraft deal(String id) {
        return subject("deal", id);
    }

    EventDraft client(String id) {
        return subject("client", id);
    }

    private EventDraft subject(String kind, String id) {
        envelope.put("subject", Map.of("kind", kind, "id", id));
        return this;
    }

    /** A field; an empty optional is left out. */
    EventDraft with(String field, Object value) {
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(present -> with(field, present));
            case Keyed keyed -> data.put(field, keyed.key());
            case Instant moment -> data.put(field, text(moment));
            case List<?> list ->
                data.put(field, list.stream().map(EventDraft::plain).toList());
            case Boolean flag -> data.put(field, flag);
            case Number number -> data.put(field, number);
            default -> data.put(field, value.toString());
        }
        return this;
    }

    EventDraft euros(String field, long amount) {
        data.put(field, Map.of("amount", amount, "currency", "EUR"));
        return this;
    }

    Map<String, Object> map() {
        envelope.put("data", data);
        return envelope;
    }

    static String text(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Object plain(Object item) {
        return item instanceof Keyed keyed ? keyed.key() : item.toString();
    }
}
