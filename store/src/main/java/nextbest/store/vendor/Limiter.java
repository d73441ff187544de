package nextbest.store.vendor;

import static nextbest.store.schema.Tables.LIMITER;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.schema.tables.records.LimiterRecord;
import org.jooq.DSLContext;

/**
 * Keeps what all processes together ask of a vendor within its limits. A limit of L in any window W is kept by a vessel that
 * holds L·B and runs off at L·(1−B)/W: what fits in at once and what runs off during W are together L, so no window of length W,
 * wherever it begins, sees more than L. B is {@value #BURST}.
 */
public final class Limiter {
    /** Share of a limit that may be taken at once. */
    static final double BURST = 0.3;

    private static final int DIGITS = 6;

    private final Database database;
    private final BusinessTime time;

    public Limiter(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * What one request takes of one limit.
     *
     * @param scope what is counted
     * @param allowed cost units in any window
     * @param window its length
     * @param cost of the request
     */
    public record Share(String scope, double allowed, Duration window, double cost) {}

    /**
     * Takes all shares or none.
     *
     * @param target whom the limits are about: the connection
     * @return zero if they were taken; else how long to wait, at most a minute more than what the longest limit needs
     */
    public Duration take(TenantId tenant, String target, List<Share> shares) {
        Instant now = time.realNow();
        // one order for all, so that two requests never wait for each other
        List<Share> ordered =
                shares.stream().sorted(Comparator.comparing(Share::scope)).toList();
        return database.inTenant(tenant, transaction -> {
            List<LimiterRecord> rows = new ArrayList<>();
            Duration wait = Duration.ZERO;
            for (Share share : ordered) {
                LimiterRecord row = locked(transaction, tenant, target, share, now);
                rows.add(row);
                Duration missing = missing(row, share, now);
                wait = missing.compareTo(wait) > 0 ? missing : wait;
            }
            if (!wait.isZero()) {
                return wait;
            }
            for (int i = 0; i < rows.size(); i++) {
                LimiterRecord row = rows.get(i);
                double level = level(row, ordered.get(i), now) + ordered.get(i).cost();
                row.setUsed(BigDecimal.valueOf(level).setScale(DIGITS, RoundingMode.UP));
                row.setAllowed(BigDecimal.valueOf(ordered.get(i).allowed()));
                row.setRealWindowStart(now);
                row.update();
            }
            return Duration.ZERO;
        });
    }

    /** Nobody takes anything of this scope until then. */
    public void close(TenantId tenant, String target, Share share, Duration during) {
        Instant now = time.realNow();
        database.doInTenant(tenant, transaction -> {
            LimiterRecord row = locked(transaction, tenant, target, share, now);
            Instant until = now.plus(during);
            if (row.getRealClosedUntil() == null || row.getRealClosedUntil().isBefore(until)) {
                row.setRealClosedUntil(until);
                row.update();
            }
        });
    }

    private static LimiterRecord locked(
            DSLContext transaction, TenantId tenant, String target, Share share, Instant now) {
        transaction
                .insertInto(
                        LIMITER,
                        LIMITER.TENANT,
                        LIMITER.TARGET,
                        LIMITER.SCOPE,
                        LIMITER.REAL_WINDOW_START,
                        LIMITER.USED,
                        LIMITER.ALLOWED)
                .values(
                        tenant.value(),
                        target,
                        share.scope(),
                        now,
                        BigDecimal.ZERO,
                        BigDecimal.valueOf(share.allowed()))
                .onConflictDoNothing()
                .execute();
        return transaction
                .selectFrom(LIMITER)
                .where(LIMITER.TENANT.eq(tenant.value()), LIMITER.TARGET.eq(target), LIMITER.SCOPE.eq(share.scope()))
                .forUpdate()
                .fetchSingle();
    }

    private static Duration missing(LimiterRecord row, Share share, Instant now) {
        if (row.getRealClosedUntil() != null && now.isBefore(row.getRealClosedUntil())) {
            return Duration.between(now, row.getRealClosedUntil());
        }
        double capacity = Math.max(share.allowed() * BURST, share.cost());
        double over = level(row, share, now) + share.cost() - capacity;
        if (over <= 1e-9) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil(over / runsOff(share) * 1e9));
    }

    private static double level(LimiterRecord row, Share share, Instant now) {
        double since =
                Math.max(0, Duration.between(row.getRealWindowStart(), now).toNanos() / 1e9);
        return Math.max(0, row.getUsed().doubleValue() - since * runsOff(share));
    }

    /** Cost units per second. */
    private static double runsOff(Share share) {
        return share.allowed() * (1 - BURST) / (share.window().toNanos() / 1e9);
    }
}
