package nextbest.event;

import java.util.Objects;

/**
 * One field of an event type.
 *
 * @param name the key on the wire, in lower camel case
 * @param type what it may hold
 * @param required whether an event without it is refused; a required field may not be {@code null} either
 */
public record Field(String name, FieldType type, boolean required) {
    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
