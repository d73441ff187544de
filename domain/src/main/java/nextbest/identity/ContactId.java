package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** A person at a client. */
public record ContactId(UUID value) {
    public ContactId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static ContactId parse(String text) {
        return new ContactId(Uuid7.parse(text, "ContactId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
