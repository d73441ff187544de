package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** One run of the engine over one subject. It is also the seed of that run. */
public record DecisionId(UUID value) {
    public DecisionId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static DecisionId parse(String text) {
        return new DecisionId(Uuid7.parse(text, "DecisionId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
