package nextbest.demo;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import nextbest.event.EventData;
import nextbest.event.EventType;
import nextbest.event.InvalidEvent;
import nextbest.event.SubjectRef;

/** Reads generated events as the platform does. */
final class EventReading {
    private EventReading() {}

    /** @throws InvalidEvent with what the platform would say against it */
    static EventData read(Map<String, Object> event) throws InvalidEvent {
        @SuppressWarnings("unchecked") // the fields of an event have text keys
        Map<String, Object> data = (Map<String, Object>) event.get("data");
        return type(event).read(data, subject(event));
    }

    static EventType type(Map<String, Object> event) {
        return EventType.ofWire(text(event, "type")).orElseThrow();
    }

    static Optional<SubjectRef> subject(Map<String, Object> event) {
        return event.get("subject") instanceof Map<?, ?> subject
                ? Optional.of(new SubjectRef(
                        SubjectRef.Kind.valueOf(subject.get("kind").toString().toUpperCase(java.util.Locale.ROOT)),
                        text(event, "source"),
                        subject.get("id").toString()))
                : Optional.empty();
    }

    static String text(Map<String, Object> event, String field) {
        return (String) event.get(field);
    }

    static Instant at(Map<String, Object> event) {
        return Instant.parse(text(event, "occurredAt"));
    }

    static Object field(Map<String, Object> event, String name) {
        return ((Map<?, ?>) event.get("data")).get(name);
    }
}
