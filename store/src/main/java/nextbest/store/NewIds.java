package nextbest.store;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import nextbest.identity.Uuid7;

/** Makes new version 7 ids of real time, so that rows lie in the order in which they were written. */
public final class NewIds {
    private final InstantSource real;
    private final SecureRandom random = new SecureRandom();

    public NewIds(InstantSource real) {
        this.real = Objects.requireNonNull(real, "real");
    }

    public UUID next() {
        return Uuid7.of(real.instant(), random.nextLong());
    }
}
