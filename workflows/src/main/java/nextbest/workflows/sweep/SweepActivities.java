package nextbest.workflows.sweep;

import io.temporal.activity.ActivityInterface;

/** What a sweep does, over all tenants: local activities, each safe to repeat. */
@ActivityInterface(namePrefix = "Sweep.")
public interface SweepActivities {
    /**
     * Tells loops of news that is stored and of which nobody told them: the sender died between its commit and its signal.
     *
     * @return how many subjects were told
     */
    int forwardUntold();

    /**
     * Looks at what came of recommendations whose loops did not look in time: they were stopped, or their process was away.
     *
     * @return how many subjects were looked at
     */
    int learnOverdue(OverdueRequest request);

    /**
     * Settles messages that are marked as being sent for longer than any attempt lasts: who sent them has died, or has given
     * up.
     *
     * @return how many were settled
     */
    int settleStuck(StuckRequest request);

    /**
     * Lets go of what was kept for as long as it is kept, if that was not done lately.
     *
     * @return how many rows
     */
    int cleanUp();
}
