package nextbest.store.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import nextbest.catalogue.Condition;
import nextbest.fact.Fact;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.SuccessRate;
import org.jooq.JSONB;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/**
 * The one JSON form in which records are kept in PostgreSQL. Canonical: properties in the order of the record's
 * components, map entries by key, no insignificant white space, instants as ISO text. The same value gives the same bytes;
 * decisions are compared by them. Changing this class changes what stored decisions replay to, so it is a new engine
 * version.
 */
public final class RecordJson {
    private static final JsonMapper MAPPER = mapper();

    private static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .changeDefaultVisibility(visibility -> visibility
                        .withVisibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                        .withVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                        .withVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY))
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS));
        List.of(Fact.class, Argument.class, Evidence.class, SuccessRate.class, Condition.class)
                .forEach(root -> tagged(builder, root));
        return builder.build();
    }

    /** A value of a sealed type says in {@code is} which of the permitted types it is: the type's simple name. */
    private static void tagged(JsonMapper.Builder builder, Class<?> root) {
        builder.addMixIn(root, SealedForm.class);
        for (Class<?> permitted : root.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(permitted, permitted.getSimpleName()));
        }
    }

    private RecordJson() {}

    /** Canonical UTF-8 bytes. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static <T> T read(byte[] json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    public static JSONB jsonb(Object value) {
        return JSONB.valueOf(MAPPER.writeValueAsString(value));
    }

    public static <T> T read(JSONB json, Class<T> type) {
        return MAPPER.readValue(json.data(), type);
    }

    public static Map<String, Object> map(JSONB json) {
        return MAPPER.readValue(json.data(), new TypeReference<>() {});
    }

    /** SHA-256 of canonical bytes. */
    public static byte[] hash(byte[] canonical) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(canonical);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    public static byte[] gunzip(byte[] packed) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
