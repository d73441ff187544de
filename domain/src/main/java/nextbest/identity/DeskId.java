package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** A desk of the sales organisation. */
public record DeskId(UUID value) {
    public DeskId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static DeskId parse(String text) {
        return new DeskId(Uuid7.parse(text, "DeskId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
