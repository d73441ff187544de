package nextbest.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.TenantId;

/**
 * One piece of news, the same shape for every sender.
 *
 * @param source the sender; with {@code id} the key under which a repeated delivery is recognised
 * @param id the sender's id of this event, unique within the source
 * @param type what kind of news
 * @param version version of the type's fields, from 1
 * @param tenant whose news; taken from the caller's token, never from the body
 * @param subject the deal or client it is about; empty for news of reps, products, assets and the like
 * @param occurredAt when it happened (business time)
 * @param knownAt when we could first have known it (business time); not before {@code occurredAt} unless the source
 *     announces the future
 * @param origin who caused it; our own writes that come back from a vendor are {@link Origin#NEXTBEST} and start nothing
 * @param correlationId ties event, decision, card, feedback and outcome together in logs and traces
 * @param data the fields, as plain maps, lists, strings, numbers and booleans; {@code null} as a value says "known to be
 *     absent", a missing key says nothing
 */
public record EventEnvelope(
        String source,
        String id,
        EventType type,
        int version,
        TenantId tenant,
        Optional<SubjectRef> subject,
        Instant occurredAt,
        Instant knownAt,
        Origin origin,
        String correlationId,
        Map<String, Object> data) {
    /** How the sources of imported files begin; the rest is the family of the files. */
    public static final String FILE_SOURCE = "file:";

    /** Who caused an event. */
    public enum Origin {
        /** Someone or something outside. */
        OUTSIDE,
        /** We wrote it, and it came back as news. */
        NEXTBEST
    }

    public EventEnvelope {
        requireKey(source, "source", 64);
        requireKey(id, "id", 255);
        requireKey(correlationId, "correlationId", 128);
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(knownAt, "knownAt");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(data, "data");
        if (version < 1) {
            throw new IllegalArgumentException("version starts at 1, but is " + version);
        }
    }

    /** Whether it was read from a file: then its id is made of what the row says. */
    public boolean isOfFile() {
        return source.startsWith(FILE_SOURCE);
    }

    private static void requireKey(String value, String name, int max) {
        if (value == null || value.isBlank() || value.length() > max) {
            throw new IllegalArgumentException("an event needs a " + name + " of 1 to " + max + " characters, but has "
                    + (value == null ? "none" : value.length() + " characters"));
        }
    }
}
