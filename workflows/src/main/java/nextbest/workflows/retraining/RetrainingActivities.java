package nextbest.workflows.retraining;

import io.temporal.activity.ActivityInterface;

/** What a retraining does on our own database; each may be repeated. */
@ActivityInterface(namePrefix = "Retraining.")
public interface RetrainingActivities {
    /** Whose models are due by the business clock. */
    DueTenants due();

    /** Trains a challenger on the past, judges it, and keeps it with its report; minutes where the past is long. */
    int train(TrainRequest request);

    /** Does what the report of the challenger says. */
    RetrainingResult settle(TrainRequest request);
}
