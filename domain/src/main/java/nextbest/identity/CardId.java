package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** One card: what a rep was shown, or would have been shown in shadow mode. */
public record CardId(UUID value) {
    public CardId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static CardId parse(String text) {
        return new CardId(Uuid7.parse(text, "CardId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
