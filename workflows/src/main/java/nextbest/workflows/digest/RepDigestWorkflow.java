package nextbest.workflows.digest;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import nextbest.time.BusinessClock;

/** The digests of a rep, one a working day, for as long as cards come. */
@WorkflowInterface
public interface RepDigestWorkflow {
    @WorkflowMethod(name = "RepDigest")
    void run(RepDigestInput input);

    /** A card waits for the next digest. Which, stands in the database. */
    @SignalMethod
    void cardWaiting(BusinessClock clock);

    /** Send no digests for now; the cards wait. */
    @SignalMethod
    void pause();

    @SignalMethod
    void resume();

    /** End it; the next waiting card starts it again. */
    @SignalMethod
    void stop();

    /** The business clock was set. */
    @SignalMethod
    void clockSet(BusinessClock clock);

    /** What it is doing. */
    @QueryMethod
    DigestView view();
}
