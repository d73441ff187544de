package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** A company: a legal entity, ours or another's. */
public record CompanyId(UUID value) {
    public CompanyId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static CompanyId parse(String text) {
        return new CompanyId(Uuid7.parse(text, "CompanyId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
