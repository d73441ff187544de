package nextbest.api.openapi;

import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nextbest.event.FieldType;

/** A field's type as a JSON schema (2020-12, as OpenAPI 3.1 uses it). */
@SuppressWarnings({"rawtypes", "unchecked"}) // the model of the description has raw types in its signatures
final class FieldSchemas {
    private FieldSchemas() {}

    static Schema<Object> of(FieldType type) {
        return switch (type) {
            case FieldType.Text(int max) -> of("string").minLength(1).maxLength(max);
            case FieldType.Flag() -> of("boolean");
            case FieldType.Whole(long min, long max) ->
                of("integer").minimum(BigDecimal.valueOf(min)).maximum(BigDecimal.valueOf(max));
            case FieldType.Decimal(BigDecimal min, BigDecimal max) ->
                of("number").minimum(min).maximum(max);
            case FieldType.Amount() -> amount();
            case FieldType.Day() -> of("string").format("date");
            case FieldType.Moment() -> of("string").format("date-time");
            case FieldType.Choice(Set<String> options) -> choice(options);
            case FieldType.Zone() -> of("string").description("A time zone of the tz database.");
            case FieldType.MailAddress() -> of("string").format("email");
            case FieldType.Ref(String entity) -> reference(entity);
            case FieldType.Many(FieldType of, int max) ->
                of("array").items(of(of)).maxItems(max);
            case FieldType.Attributes(int max) -> {
                Schema<Object> attributes = of("object");
                attributes.additionalProperties(of("string").maxLength(200)).maxProperties(max);
                yield attributes;
            }
        };
    }

    /** The same, or {@code null}: "known to be absent". */
    static Schema<Object> orNull(FieldType type) {
        Schema<Object> schema = of(type);
        if (schema.getTypes() != null && schema.getEnum() == null) {
            schema.addType("null");
            return schema;
        }
        return empty().anyOf(List.of(schema, of("null")));
    }

    static Schema<Object> of(String type) {
        Schema<Object> schema = empty();
        schema.addType(type);
        return schema;
    }

    static Schema<Object> empty() {
        return new Schema<>(SpecVersion.V31);
    }

    static Schema<Object> ref(String name) {
        return empty().$ref("#/components/schemas/" + name);
    }

    static Schema<Object> choice(Set<String> options) {
        Schema<Object> schema = of("string");
        schema.setEnum(new ArrayList<>(options));
        return schema;
    }

    private static Schema<Object> amount() {
        Schema<Object> schema = of("object");
        schema.addProperty("amount", of("number").minimum(BigDecimal.ZERO).maximum(new BigDecimal("1000000000000")));
        schema.addProperty("currency", of("string").pattern("^[A-Z]{3}$").description("ISO 4217"));
        schema.setRequired(List.of("amount", "currency"));
        schema.additionalProperties(false);
        return schema;
    }

    private static Schema<Object> reference(String entity) {
        Schema<Object> elsewhere = of("object");
        elsewhere.addProperty("source", of("string").minLength(1).maxLength(64));
        elsewhere.addProperty("id", of("string").minLength(1).maxLength(255));
        elsewhere.setRequired(List.of("source", "id"));
        elsewhere.additionalProperties(false);
        Schema<Object> schema = empty();
        schema.setOneOf(List.of(of("string").minLength(1).maxLength(255), elsewhere));
        schema.description("A " + entity + ": its id in the event's own source, or with the source.");
        return schema;
    }
}
