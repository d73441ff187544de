package nextbest.deal;

import java.time.Instant;
import java.util.Objects;

/**
 * Someone else who wants this deal.
 *
 * @param name as it appears in a title
 * @param at when it was last mentioned
 */
public record Competitor(String name, Instant at) {
    public Competitor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(at, "at");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a competitor needs a name, but has none");
        }
    }
}
