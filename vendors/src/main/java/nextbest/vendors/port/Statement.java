package nextbest.vendors.port;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;

/**
 * One piece of news that a vendor's record amounts to, in our words: an event without tenant and time of arrival.
 *
 * @param id unique within the source for this content: the same record in the same state gives the same id, so that reading it
 *     again changes nothing
 * @param type the kind of news
 * @param subject the deal or client it is about, with the source's ids
 * @param occurredAt when it happened there
 * @param ours whether nextbest wrote it: it starts nothing when it comes back
 * @param data the fields of the type; null says known to be absent
 */
public record Statement(
        String id,
        EventType type,
        Optional<SubjectRef> subject,
        Instant occurredAt,
        boolean ours,
        Map<String, Object> data) {
    public Statement {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(occurredAt, "occurredAt");
        // null is a value here
        data = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
}
