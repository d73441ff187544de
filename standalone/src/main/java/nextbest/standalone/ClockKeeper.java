package nextbest.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import nextbest.store.clock.BusinessTime;
import nextbest.time.BusinessClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a business clock that is not real time while nothing runs. Without it a demonstration that was left overnight would
 * wake up years later, with every deal expired.
 */
final class ClockKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClockKeeper.class);

    private final Path file;
    private final BusinessTime time;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("clock-keeper").daemon().factory());

    private boolean keeping;

    private ClockKeeper(Path file, BusinessTime time) {
        this.file = file;
        this.time = time;
    }

    static ClockKeeper of(Path data, BusinessTime time) {
        return new ClockKeeper(data.resolve("business-time"), time);
    }

    /** Sets the clock. */
    void start(House.ClockChoice choice) {
        Optional<Instant> stood = lastSeen();
        if (!keeping && stood.isPresent() && choice.start().isBefore(stood.get())) {
            throw new IllegalArgumentException(
                    "the business clock of this data folder stands at " + stood.get() + " and does not go back to "
                            + choice.start() + ": what is recorded would lie in the future; use another data folder");
        }
        time.set(new BusinessClock(
                choice.start(), time.realNow(), choice.rate(), time.clock().version() + 1));
        keep();
    }

    /** Goes on where the clock stood when it was last seen; real time goes on by itself. */
    void goOn() {
        BusinessClock clock = time.clock();
        if (clock.rate() != 1) {
            lastSeen().ifPresent(stood -> time.set(clock.movedTo(stood, time.realNow())));
        }
        keep();
    }

    private Optional<Instant> lastSeen() {
        try {
            return Files.exists(file)
                    ? Optional.of(Instant.parse(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the file " + file + " should say where the business clock stood, but cannot be read", e);
        }
    }

    private void keep() {
        if (keeping) {
            return;
        }
        keeping = true;
        var _ = writer.scheduleWithFixedDelay(this::write, 0, 2, TimeUnit.SECONDS);
    }

    private void write() {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, time.now().toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            LOG.warn("where the business clock stands could not be written to {}", file, e);
        }
    }

    @Override
    public void close() {
        writer.shutdownNow();
        write();
    }
}
