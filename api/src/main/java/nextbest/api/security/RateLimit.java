package nextbest.api.security;

import java.time.Duration;
import java.util.Optional;

/** Says when somebody asks too often. Replace the bean to count elsewhere, for example across several nodes. */
@FunctionalInterface
public interface RateLimit {
    /**
     * Counts one request.
     *
     * @param who a token, an address, a login
     * @return how long to wait before the next try; empty: go on
     */
    Optional<Duration> refuses(String who);

    static RateLimit none() {
        return who -> Optional.empty();
    }
}
