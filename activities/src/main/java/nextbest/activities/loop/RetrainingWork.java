package nextbest.activities.loop;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import nextbest.identity.TenantId;
import nextbest.store.model.Retrainings;
import nextbest.workflows.retraining.DueTenants;
import nextbest.workflows.retraining.RetrainingActivities;
import nextbest.workflows.retraining.RetrainingInput;
import nextbest.workflows.retraining.RetrainingResult;
import nextbest.workflows.retraining.TrainRequest;

/** Trains models on what is in our own database. */
public final class RetrainingWork implements RetrainingActivities {
    private final Retrainings retrainings;
    private final Supplier<Instant> now;

    /** @param now business time */
    public RetrainingWork(Retrainings retrainings, Supplier<Instant> now) {
        this.retrainings = Objects.requireNonNull(retrainings, "retrainings");
        this.now = Objects.requireNonNull(now, "now");
    }

    @Override
    public DueTenants due() {
        return new DueTenants(retrainings.due(now.get()).stream()
                .map(due -> new RetrainingInput(due.tenant().value(), due.reason()))
                .toList());
    }

    @Override
    public int train(TrainRequest request) {
        return retrainings.train(new TenantId(request.tenant()), request.model(), request.reason(), now.get());
    }

    @Override
    public RetrainingResult settle(TrainRequest request) {
        Retrainings.Settled settled = retrainings.settle(new TenantId(request.tenant()), request.model(), now.get());
        return new RetrainingResult(settled.number(), settled.promoted(), settled.demoted(), settled.champion());
    }
}
