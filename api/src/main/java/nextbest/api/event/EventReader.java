package nextbest.api.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.api.request.Body;
import nextbest.api.request.Shape;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.FieldType;
import nextbest.event.InvalidEvent;
import nextbest.event.SubjectRef;
import nextbest.event.Violation;
import nextbest.identity.TenantId;
import org.springframework.stereotype.Component;

/**
 * Reads one event as it came. The envelope is checked here; the fields are checked where they are stored, against the same
 * {@link EventType}.
 */
@Component
public final class EventReader {
    /** The envelope without its data. */
    static final Shape ENVELOPE = new Shape(
            "EventEnvelope",
            "What every event has.",
            List.of(
                    Shape.must(
                            "source",
                            Shape.text(64),
                            "The sender; with id the key under which a repeat is recognised."),
                    Shape.must("id", Shape.text(255), "The sender's id of this event, unique within the source."),
                    Shape.must("type", Shape.text(40), "The kind of news."),
                    Shape.may("version", Shape.whole(1, EventType.VERSION), "Version of the type's fields; 1."),
                    Shape.must("occurredAt", Shape.moment(), "When it happened, in business time."),
                    Shape.may(
                            "knownAt",
                            Shape.moment(),
                            "When it could first have been known, in business time; now if it is not said."),
                    Shape.may(
                            "origin",
                            new FieldType.Choice(Set.of("OUTSIDE", "NEXTBEST")),
                            "NEXTBEST for our own writes that come back; they start nothing."),
                    Shape.may(
                            "correlationId",
                            Shape.text(128),
                            "Ties event, decision, card and outcome together; the request's if it is not said.")));

    /** What an event is about. */
    static final Shape SUBJECT = new Shape(
            "SubjectReference",
            "The deal or client that an event is about.",
            List.of(
                    Shape.must("kind", new FieldType.Choice(Set.of("deal", "client")), "Deal or client."),
                    Shape.must("id", Shape.text(255), "The identifier in its source."),
                    Shape.may(
                            "source", Shape.text(64), "The system whose id this is; the event's if it is not said.")));

    EventReader() {}

    /**
     * @param json the event as plain values; {@code null} in its data says "known to be absent"
     * @param correlationId where the event names none
     * @param now business time
     * @throws InvalidEvent with every violation of the envelope
     */
    EventEnvelope read(Object json, TenantId tenant, String correlationId, Instant now) throws InvalidEvent {
        if (!(json instanceof Map<?, ?>)) {
            throw new InvalidEvent(List.of(new Violation("", String.valueOf(json), "an object")));
        }
        @SuppressWarnings("unchecked") // JSON objects have text keys
        Map<String, Object> event = (Map<String, Object>) json;
        List<Violation> violations = new ArrayList<>();
        Object subjectJson = event.get("subject");
        Object data = event.get("data");
        Body envelope = ENVELOPE.read(event, "", violations, List.of("subject", "data"));
        Optional<EventType> type = envelope.text("type").flatMap(EventType::ofWire);
        if (envelope.text("type").isPresent() && type.isEmpty()) {
            violations.add(new Violation("type", envelope.text("type").orElse(""), "one of " + EventType.allowed()));
        }
        Optional<SubjectRef> subject = subject(subjectJson, envelope.text("source"), violations);
        if (!(data instanceof Map<?, ?>)) {
            violations.add(new Violation(
                    "data", data == null ? "nothing" : String.valueOf(data), "an object with the fields of the type"));
        }
        Instant occurredAt = envelope.moment("occurredAt").orElse(now);
        Instant knownAt = envelope.moment("knownAt").orElse(occurredAt.isAfter(now) ? occurredAt : now);
        if (envelope.moment("knownAt").filter(known -> known.isAfter(now)).isPresent()
                && knownAt.isAfter(now.plus(java.time.Duration.ofMinutes(5)))) {
            violations.add(new Violation("knownAt", knownAt.toString(), "a moment that has passed; it is now " + now));
        }
        if (!violations.isEmpty()) {
            type.ifPresent(t -> addOfData(t, data, subject, violations));
            throw new InvalidEvent(violations);
        }
        @SuppressWarnings("unchecked") // JSON objects have text keys
        Map<String, Object> fields = (Map<String, Object>) data;
        return new EventEnvelope(
                envelope.get("source", String.class),
                envelope.get("id", String.class),
                type.orElseThrow(),
                envelope.whole("version").orElse(EventType.VERSION),
                tenant,
                subject,
                occurredAt,
                knownAt,
                envelope.choice("origin", EventEnvelope.Origin.class).orElse(EventEnvelope.Origin.OUTSIDE),
                envelope.text("correlationId").orElse(correlationId),
                fields);
    }

    /** What is wrong with the fields is told together with what is wrong with the envelope. */
    private static void addOfData(
            EventType type, Object data, Optional<SubjectRef> subject, List<Violation> violations) {
        if (data instanceof Map<?, ?>) {
            try {
                @SuppressWarnings("unchecked") // JSON objects have text keys
                var ignored = type.read((Map<String, Object>) data, subject);
            } catch (InvalidEvent e) {
                e.violations().stream()
                        .filter(violation -> violation.field().startsWith("data."))
                        .forEach(violations::add);
            }
        }
    }

    private static Optional<SubjectRef> subject(Object json, Optional<String> source, List<Violation> violations) {
        if (json == null) {
            return Optional.empty();
        }
        if (!(json instanceof Map<?, ?> map)) {
            violations.add(new Violation(
                    "subject", String.valueOf(json), "an object {\"kind\": …, \"id\": …, \"source\": …}"));
            return Optional.empty();
        }
        @SuppressWarnings("unchecked") // JSON objects have text keys
        Body subject = SUBJECT.read((Map<String, Object>) map, "subject.", violations);
        Optional<String> from = subject.text("source").or(() -> source);
        if (subject.text("kind").isEmpty() || subject.text("id").isEmpty() || from.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SubjectRef(
                "deal".equals(subject.get("kind", String.class)) ? SubjectRef.Kind.DEAL : SubjectRef.Kind.CLIENT,
                from.get(),
                subject.get("id", String.class)));
    }
}
