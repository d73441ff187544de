package nextbest.worker.offence;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;

/** Breaks each rule of the house that a class can break: clock and chance eight times, its name, and an injected field. */
public final class OffenceManager {
    @Autowired
    private Object engine;

    public List<Object> offences() {
        return List.of(
                engine,
                Instant.now(),
                LocalDate.now(ZoneOffset.UTC),
                System.currentTimeMillis(),
                Clock.systemUTC(),
                InstantSource.system(),
                Math.random(),
                UUID.randomUUID(),
                new Random());
    }
}
