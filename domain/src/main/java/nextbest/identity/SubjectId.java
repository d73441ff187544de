package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** What the loop is about: a deal, or a client without an open deal. */
public record SubjectId(UUID value) {
    public SubjectId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static SubjectId parse(String text) {
        return new SubjectId(Uuid7.parse(text, "SubjectId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
