package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** A node of the product tree. */
public record ProductId(UUID value) {
    public ProductId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static ProductId parse(String text) {
        return new ProductId(Uuid7.parse(text, "ProductId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
