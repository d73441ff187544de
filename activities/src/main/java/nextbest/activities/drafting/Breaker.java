package nextbest.activities.drafting;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Leaves an endpoint alone that is away: after some failures in a row nobody asks for a while, then one asks, and the others follow
 * if that one is answered.
 */
final class Breaker {
    static final int FAILURES = 5;
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final InstantSource real;
    private int failures;
    private Instant closedUntil = Instant.MIN;

    Breaker(InstantSource real) {
        this.real = real;
    }

    /** How long the endpoint is still to be left alone; zero if it may be asked. The first to ask after a pause asks alone. */
    synchronized Duration pause() {
        Instant now = real.instant();
        if (failures < FAILURES) {
            return Duration.ZERO;
        }
        if (now.isBefore(closedUntil)) {
            return Duration.between(now, closedUntil);
        }
        closedUntil = now.plus(PAUSE);
        return Duration.ZERO;
    }

    synchronized void answered() {
        failures = 0;
    }

    /** @return until when it is left alone from now on; empty if it is asked further */
    synchronized Optional<Instant> failed() {
        failures++;
        if (failures < FAILURES) {
            return Optional.empty();
        }
        closedUntil = real.instant().plus(PAUSE);
        return Optional.of(closedUntil);
    }
}
