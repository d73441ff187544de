package nextbest.vendors.webhook;

import java.util.Objects;
import nextbest.vendors.port.Kind;

/**
 * A record that a call is about: to be read again.
 *
 * @param kind of the record
 * @param id the vendor's
 */
public record Hint(Kind kind, String id) {
    public Hint {
        Objects.requireNonNull(kind, "kind");
        if (id == null || id.isBlank() || id.length() > 255) {
            throw new IllegalArgumentException("a record's id has 1 to 255 characters");
        }
    }
}
