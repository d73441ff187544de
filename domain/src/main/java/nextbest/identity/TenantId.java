package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** The organisation that owns a row. It comes from the caller's token and from nowhere else. */
public record TenantId(UUID value) {
    public TenantId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static TenantId parse(String text) {
        return new TenantId(Uuid7.parse(text, "TenantId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
