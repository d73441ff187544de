package nextbest.event;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one event after reading: typed, checked, and with "absent" told from "not said".
 *
 * @param values known fields by name, each of the Java type that its {@link FieldType} promises
 * @param absent names of fields that the sender says have no value
 */
public record EventData(Map<String, Object> values, Set<String> absent) {
    public EventData {
        values = Map.copyOf(values);
        absent = Set.copyOf(absent);
    }

    /** Whether the sender said anything of this field. */
    public boolean mentions(String field) {
        return values.containsKey(field) || absent.contains(field);
    }

    public Optional<String> text(String field) {
        return value(field, String.class);
    }

    /** A field that the type requires. */
    public <T> T required(String field, Class<T> type) {
        return value(field, type)
                .orElseThrow(() ->
                        new IllegalStateException("field " + field + " is required by its type, but was not read"));
    }

    public <T> Optional<T> value(String field, Class<T> type) {
        return Optional.ofNullable(values.get(Objects.requireNonNull(field, "field")))
                .map(type::cast);
    }

    /** A list field; empty if it was not said. */
    public <T> List<T> list(String field, Class<T> element) {
        return value(field, List.class)
                .map(list -> ((List<?>) list).stream().map(element::cast).toList())
                .orElse(List.of());
    }
}
