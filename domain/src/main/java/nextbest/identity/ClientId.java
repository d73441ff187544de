package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** A client: the company as a customer of ours, with a portfolio. */
public record ClientId(UUID value) {
    public ClientId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static ClientId parse(String text) {
        return new ClientId(Uuid7.parse(text, "ClientId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
