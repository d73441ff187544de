package nextbest.workflows.retraining;

import java.util.ArrayList;
import java.util.List;

/** Finds somebody due and trains a version that is refused; remembers what it was asked. */
public final class FakeTraining implements RetrainingActivities {
    private final RetrainingInput due;
    public final List<TrainRequest> trained = new ArrayList<>();
    public final List<TrainRequest> settled = new ArrayList<>();
    private boolean failed;

    public FakeTraining(RetrainingInput due) {
        this.due = due;
    }

    @Override
    public DueTenants due() {
        return new DueTenants(List.of(due));
    }

    /** Fails the first time. */
    @Override
    public synchronized int train(TrainRequest request) {
        trained.add(request);
        if (!failed) {
            failed = true;
            throw new IllegalStateException("the database is away");
        }
        return 7;
    }

    @Override
    public synchronized RetrainingResult settle(TrainRequest request) {
        settled.add(request);
        return new RetrainingResult(7, false, false, 3);
    }
}
