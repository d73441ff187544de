package nextbest.activities.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.store.Store;
import nextbest.store.operations.Housekeeping;
import nextbest.store.tenant.Tenants;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.sweep.OverdueRequest;
import nextbest.workflows.sweep.StuckRequest;
import nextbest.workflows.sweep.SweepActivities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Picks up what a crash left lying, for all organisations. */
public final class SweepWork implements SweepActivities {
    private static final Duration CLEAN_EVERY = Duration.ofHours(1);
    /** Of each class and organisation; a backlog goes away over hours, without a long transaction. */
    private static final int CLEAN_MOST = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(SweepWork.class);

    private final Store store;
    private final SubjectLoops loops;
    private final Housekeeping housekeeping;
    private final AtomicReference<Instant> cleaned = new AtomicReference<>(Instant.EPOCH);

    public SweepWork(Store store, SubjectLoops loops) {
        this.store = Objects.requireNonNull(store, "store");
        this.housekeeping = new Housekeeping(store.database(), store.time());
        this.loops = Objects.requireNonNull(loops, "loops");
    }

    @Override
    public int forwardUntold() {
        int told = 0;
        for (Tenants.Tenant tenant : store.tenants().all()) {
            try {
                told += loops.forward(tenant.id(), store.inbox());
            } catch (RuntimeException e) {
                // one organisation's trouble must not keep the others waiting; the next sweep tries again
                LOG.warn("not all loops of tenant {} could be told of news", tenant.key(), e);
            }
        }
        return told;
    }

    @Override
    public int learnOverdue(OverdueRequest request) {
        int learned = 0;
        for (Tenants.Tenant tenant : store.tenants().all()) {
            Instant now = store.time().now();
            learned += store.attributions()
                    .evaluateOverdue(tenant.id(), now.minus(request.longerThan()), now, request.most());
        }
        return learned;
    }

    /** Once an hour in each process: what is let go of is days and years old. */
    @Override
    public int cleanUp() {
        Instant now = store.time().realNow();
        Instant before = cleaned.get();
        if (before.plus(CLEAN_EVERY).isAfter(now) || !cleaned.compareAndSet(before, now)) {
            return 0;
        }
        int gone = 0;
        for (Tenants.Tenant tenant : store.tenants().all()) {
            SortedMap<String, Integer> rows = housekeeping.clean(tenant.id(), CLEAN_MOST);
            if (!rows.isEmpty()) {
                LOG.info("let go of what was kept for long enough, of tenant {}: {}", tenant.key(), rows);
            }
            gone += rows.values().stream().mapToInt(Integer::intValue).sum();
        }
        return gone;
    }

    @Override
    public int settleStuck(StuckRequest request) {
        int settled = 0;
        for (Tenants.Tenant tenant : store.tenants().all()) {
            settled += store.deliveries()
                    .settleStuck(tenant.id(), store.time().realNow().minus(request.longerThan()));
        }
        return settled;
    }
}
