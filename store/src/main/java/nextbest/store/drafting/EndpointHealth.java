package nextbest.store.drafting;

import java.time.Instant;
import java.util.Optional;

/**
 * How a language model's endpoint stands, as workers last saw it; moments in real time.
 *
 * @param failedBy why it failed last, a word for counting
 * @param failures in a row since the last answer
 * @param leftAloneUntil until when nobody asks it, because it failed several times
 */
public record EndpointHealth(
        String model,
        Optional<Instant> answeredAt,
        Optional<Instant> failedAt,
        Optional<String> failedBy,
        int failures,
        Optional<Instant> leftAloneUntil) {

    /** Whether it is left alone at a moment. */
    public boolean isLeftAlone(Instant real) {
        return leftAloneUntil.filter(real::isBefore).isPresent();
    }
}
