package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** A book: the clients a rep or a desk is responsible for. */
public record BookId(UUID value) {
    public BookId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static BookId parse(String text) {
        return new BookId(Uuid7.parse(text, "BookId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
