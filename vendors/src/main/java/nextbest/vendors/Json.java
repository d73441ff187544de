package nextbest.vendors;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON on the wire: numbers keep their digits, depth and length have an end. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxStringLength(5_000_000)
                            .build())
                    .build())
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** @throws VendorTrouble {@code NOT_UNDERSTOOD} if it is no JSON */
    public static JsonNode read(String what, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            // the library's message quotes the text
            throw new VendorTrouble(
                    VendorTrouble.Cause.NOT_UNDERSTOOD,
                    what + ": expected JSON, but the answer of " + text.length() + " characters is none");
        }
    }

    /** @throws JacksonException if it is no JSON */
    public static JsonNode read(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Twelve hexadecimal digits that differ where the content differs, whatever the order of its members. */
    public static String mark(Object content) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(write(content).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A member as text; empty if it is missing, null or blank. */
    public static java.util.Optional<String> text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isValueNode() && !value.isNull()
                ? java.util.Optional.of(value.asString()).filter(text -> !text.isBlank())
                : java.util.Optional.empty();
    }
}
