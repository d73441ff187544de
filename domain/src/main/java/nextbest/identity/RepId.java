package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** A sales representative. */
public record RepId(UUID value) {
    public RepId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static RepId parse(String text) {
        return new RepId(Uuid7.parse(text, "RepId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
