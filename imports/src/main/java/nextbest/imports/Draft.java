package nextbest.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.TenantId;

/**
 * An event before it has a tenant.
 *
 * @param family whose source it is
 * @param type what kind of news
 * @param entity the table it comes from
 * @param recordId the record's id there
 * @param part which of the record's events, for example {@code created} or {@code outcome}
 * @param at when it happened
 * @param said the moment as the file says it; empty if {@code at} only stands in for a missing date, so that the same row
 *     imported on another day is the same event
 * @param data the fields
 */
record Draft(
        String family,
        EventType type,
        Entity entity,
        String recordId,
        String part,
        Instant at,
        Optional<Instant> said,
        Map<String, Object> data) {
    private static final int LONGEST_ID_PART = 120;

    Optional<SubjectRef> subject() {
        if (type == EventType.MERGE) {
            return Optional.empty();
        }
        return switch (entity) {
            case DEAL ->
                Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, EventEnvelope.FILE_SOURCE + family, recordId));
            case CLIENT ->
                Optional.of(new SubjectRef(SubjectRef.Kind.CLIENT, EventEnvelope.FILE_SOURCE + family, recordId));
            case PRODUCT, REP -> Optional.empty();
        };
    }

    /** The same for the same content: table, record, part and 64 bits of a hash of everything that is said. */
    String id() {
        String record = recordId.length() <= LONGEST_ID_PART && recordId.chars().noneMatch(Character::isISOControl)
                ? recordId
                : hash(recordId);
        StringBuilder content = new StringBuilder(256);
        content.append(type.wire()).append('\n').append(recordId).append('\n');
        said.ifPresent(moment -> content.append(moment));
        canonical(data, content);
        return entity.plural() + "/" + record + "/" + part + "/" + hash(content.toString());
    }

    EventEnvelope envelope(TenantId tenant, String correlationId) {
        return new EventEnvelope(
                EventEnvelope.FILE_SOURCE + family,
                id(),
                type,
                EventType.VERSION,
                tenant,
                subject(),
                at,
                at,
                EventEnvelope.Origin.OUTSIDE,
                correlationId,
                data);
    }

    /** The first 16 hexadecimal digits of the text's SHA-256. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void canonical(Object value, StringBuilder to) {
        switch (value) {
            case null -> to.append("null;");
            case Map<?, ?> map -> {
                to.append('{');
                Map<String, Object> sorted = new TreeMap<>();
                map.forEach((k, v) -> sorted.put(String.valueOf(k), v));
                sorted.forEach((k, v) -> {
                    canonical(k, to);
                    canonical(v, to);
                });
                to.append('}');
            }
            case List<?> list -> {
                to.append('[');
                list.forEach(item -> canonical(item, to));
                to.append(']');
            }
            default -> {
                String text = value.toString();
                to.append(text.length()).append(':').append(text).append(';');
            }
        }
    }
}
