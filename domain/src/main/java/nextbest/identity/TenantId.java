package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** The organisation that owns a row. It comes from the caller's token and from nowhere else. */
public record TenantId(UUID value) {
    public TenantId {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
