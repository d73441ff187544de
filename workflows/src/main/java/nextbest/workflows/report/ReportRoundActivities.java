package nextbest.workflows.report;

import io.temporal.activity.ActivityInterface;

/** What a round does, over all organisations: safe to repeat. */
@ActivityInterface(namePrefix = "ReportRound.")
public interface ReportRoundActivities {
    /**
     * Looks for new alerts, tells the organisations' processes of them, and starts those that should run.
     *
     * @return how many organisations have alerts to be told of
     */
    int look();
}
