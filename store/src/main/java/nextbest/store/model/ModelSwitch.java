package nextbest.store.model;

import java.time.Instant;
import java.util.Objects;

/**
 * Whether the model is switched off.
 *
 * @param reason in the words of whoever did it
 * @param actor who did it
 * @param at business time
 */
public record ModelSwitch(boolean off, String reason, String actor, Instant at) {
    public ModelSwitch {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(at, "at");
    }
}
