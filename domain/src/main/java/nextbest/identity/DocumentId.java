package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** A document that was read: a note, a mail, a research paper. */
public record DocumentId(UUID value) {
    public DocumentId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static DocumentId parse(String text) {
        return new DocumentId(Uuid7.parse(text, "DocumentId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
