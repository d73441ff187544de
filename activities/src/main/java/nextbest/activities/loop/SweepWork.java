package nextbest.activities.loop;

import java.time.Instant;
import java.util.Objects;
import nextbest.store.Store;
import nextbest.store.tenant.Tenants;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.sweep.OverdueRequest;
import nextbest.workflows.sweep.StuckRequest;
import nextbest.workflows.sweep.SweepActivities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Picks up what a crash left lying, for all organisations. */
public final class SweepWork implements SweepActivities {
    private static final Logger LOG = LoggerFactory.getLogger(SweepWork.class);

    private final Store store;
    private final SubjectLoops loops;

    public SweepWork(Store store, SubjectLoops loops) {
        this.store = Objects.requireNonNull(store, "store");
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
