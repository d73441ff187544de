package nextbest.deal;

import java.util.Objects;

/**
 * One stage of an organisation's sales process.
 *
 * @param key the organisation's key, for example {@code demo-done}
 * @param label what people call it
 * @param kind what it means to the engine
 * @param position its place in the process, from 0; a deal that advances moves to a higher position
 */
public record Stage(String key, String label, StageKind kind, int position) {
    public Stage {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(kind, "kind");
        if (key.isBlank()) {
            throw new IllegalArgumentException("a stage needs a key, but has none (label '" + label + "')");
        }
        if (position < 0) {
            throw new IllegalArgumentException(
                    "the position of stage '" + key + "' must be 0 or more, but is " + position);
        }
    }
}
