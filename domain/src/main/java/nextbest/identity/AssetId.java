package nextbest.identity;

import java.util.Objects;
import java.util.UUID;

/** A piece of content that can be sent: a case study, a template, a deck. */
public record AssetId(UUID value) {
    public AssetId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static AssetId parse(String text) {
        return new AssetId(Uuid7.parse(text, "AssetId"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
