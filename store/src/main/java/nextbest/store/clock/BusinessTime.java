package nextbest.store.clock;

import static nextbest.store.schema.Tables.BUSINESS_CLOCK;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.store.Database;
import nextbest.time.BusinessClock;

/**
 * Reads and sets the business clock of the installation. The clock is kept in the database, so that every process tells the
 * same time; a process looks again after {@value #LOOK_AGAIN_MILLIS} ms.
 */
public final class BusinessTime {
    static final long LOOK_AGAIN_MILLIS = 500;

    private final Database database;
    private final InstantSource real;
    private final AtomicReference<Seen> seen = new AtomicReference<>();

    private record Seen(BusinessClock clock, Instant at) {}

    public BusinessTime(Database database, InstantSource real) {
        this.database = Objects.requireNonNull(database, "database");
        this.real = Objects.requireNonNull(real, "real");
    }

    /** Business time now. */
    public Instant now() {
        return clock().at(real.instant());
    }

    /** Real time now, for what is about processes and not about deals. */
    public Instant realNow() {
        return real.instant();
    }

    /** The clock; the wall clock where none was set. */
    public BusinessClock clock() {
        Instant now = real.instant();
        Seen last = seen.get();
        if (last != null && now.toEpochMilli() - last.at().toEpochMilli() < LOOK_AGAIN_MILLIS) {
            return last.clock();
        }
        BusinessClock read = read();
        seen.set(new Seen(read, now));
        return read;
    }

    /** Sets the clock for every process of the installation. */
    public void set(BusinessClock clock) {
        database.onPlatform(transaction -> transaction
                .insertInto(BUSINESS_CLOCK)
                .set(BUSINESS_CLOCK.ONLY_ROW, true)
                .set(BUSINESS_CLOCK.BUSINESS_START, clock.businessStart())
                .set(BUSINESS_CLOCK.REAL_START, clock.realStart())
                .set(BUSINESS_CLOCK.RATE, clock.rate())
                .set(BUSINESS_CLOCK.VERSION, clock.version())
                .onConflict(BUSINESS_CLOCK.ONLY_ROW)
                .doUpdate()
                .setAllToExcluded()
                .execute());
        seen.set(null);
    }

    private BusinessClock read() {
        return database.onPlatform(transaction -> transaction
                        .selectFrom(BUSINESS_CLOCK)
                        .fetchOptional(row -> new BusinessClock(
                                row.getBusinessStart(), row.getRealStart(), row.getRate(), row.getVersion())))
                .orElseGet(() -> new BusinessClock(Instant.EPOCH, Instant.EPOCH, 1, 0));
    }
}
