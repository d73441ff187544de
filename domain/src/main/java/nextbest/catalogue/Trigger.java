package nextbest.catalogue;

import java.util.Objects;

/** A named condition that calls for an action. */
public record Trigger(String key, Condition when) {
    public Trigger {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(when, "when");
    }
}
