package nextbest.workflows.vendor;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.function.Function;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.WorkflowClock;
import org.slf4j.Logger;

/** See {@link VendorSyncWorkflow}. Only {@link #run} does anything; handlers set flags. */
public final class VendorSyncWorkflowImpl implements VendorSyncWorkflow {
    private static final Logger LOG = Workflow.getLogger(VendorSyncWorkflowImpl.class);

    /** How often changes are asked for when the vendor says nothing. */
    static final Duration POLL = Duration.ofMinutes(5);

    /** Changes are asked for all the same after so many listenings of about a minute in which nothing came. */
    static final int QUIET = 5;

    /** A vendor that has not been working for so long is asked again after this. */
    static final Duration REST = Duration.ofMinutes(15);

    private final VendorSyncActivities vendor = Workflow.newActivityStub(
            VendorSyncActivities.class,
            ActivityOptions.newBuilder()
                    .setTaskQueue(TaskQueues.OUTBOUND)
                    .setStartToCloseTimeout(Duration.ofMinutes(3))
                    // who reads heartbeats after every page; a worker that died is noticed soon
                    .setHeartbeatTimeout(Duration.ofSeconds(75))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofSeconds(1))
                            .setMaximumInterval(Duration.ofMinutes(2))
                            .setMaximumAttempts(10)
                            .build())
                    .setSummary("One step of the line to a system outside")
                    .build());

    private final VendorRequest request;
    private boolean loaded;
    private boolean called = true;
    private boolean goOn;
    private boolean stopped;
    private boolean changing;
    private boolean walkDue;
    /** Whether there is a stream to listen to, which the steps that read say. */
    private boolean listens;
    /** Goes on beside other steps; null while nobody listens. */
    private Promise<VendorStep> listening;
    /** Listenings in a row in which nothing came. */
    private int quiet;

    private String stage = "loading";
    private long records;
    private long refused;

    @WorkflowInit
    public VendorSyncWorkflowImpl(VendorSyncInput input) {
        request = new VendorRequest(input.tenant(), input.source());
        loaded = input.loaded();
    }

    @Override
    public void run(VendorSyncInput input) {
        while (!stopped) {
            try {
                step();
            } catch (ActivityFailure failure) {
                rest(failure);
            }
            if (Workflow.getInfo().isContinueAsNewSuggested() && !stopped && listening == null) {
                Workflow.continueAsNew(new VendorSyncInput(request.tenant(), request.source(), loaded));
            }
        }
        enter("ended");
    }

    /** News first, whatever else there is to read. */
    private void step() {
        if (called) {
            enter(loaded ? "listening" : "loading");
            called = false;
            boolean callsLeft = did(vendor::drain);
            boolean tasksLeft = did(vendor::write);
            called |= callsLeft || tasksLeft;
        } else if (!loaded) {
            enter("loading");
            loaded = !did(vendor::load);
        } else if (changing) {
            changing = did(vendor::changes);
        } else if (walkDue) {
            enter("walking");
            walkDue = did(vendor::walk);
        } else {
            enter("listening");
            boolean pollDue = idle();
            goOn = false;
            if (!called && !stopped && pollDue) {
                changing = did(vendor::changes);
                // calls and tasks that nobody told us of may lie there too
                called = true;
            }
        }
    }

    /**
     * Rests until something calls, or listens meanwhile where there is something to listen to.
     *
     * @return whether it is time to ask for changes
     */
    private boolean idle() {
        if (listens && listening == null) {
            listening = Async.function(vendor::listen, request);
        }
        WorkflowClock.rest(
                POLL,
                "Ask for changes",
                () -> called || goOn || stopped || (listening != null && listening.isCompleted()));
        if (listening == null || !listening.isCompleted()) {
            return true;
        }
        Promise<VendorStep> heard = listening;
        listening = null;
        VendorStep step = heard.get();
        walkDue |= step.walkDue();
        called |= step.records() > 0;
        quiet = step.records() > 0 ? 0 : quiet + 1;
        if (quiet < QUIET) {
            return false;
        }
        quiet = 0;
        return true;
    }

    /** @return whether there is more of the same */
    private boolean did(Function<VendorRequest, VendorStep> work) {
        VendorStep step = work.apply(request);
        if (step.listens() != null) {
            listens = step.listens();
        }
        records += step.records();
        refused += step.refused();
        walkDue |= step.walkDue();
        return step.more();
    }

    private void rest(ActivityFailure failure) {
        boolean person = failure.getCause() instanceof ApplicationFailure cause
                && VendorSyncActivities.NEEDS_A_PERSON.equals(cause.getType());
        LOG.warn("the line {} rests: {} failed", request.source(), failure.getActivityType(), failure);
        enter(person ? "waiting for a person" : "waiting for the vendor");
        // what was being looked at is looked at again
        called = false;
        WorkflowClock.rest(REST, "Try the vendor again", () -> goOn || stopped);
        goOn = false;
        called = true;
    }

    private void enter(String next) {
        stage = next;
        Workflow.setCurrentDetails("The line " + request.source() + " is " + stage + ". Records since it began: "
                + records + ", of which " + refused + " were not taken as they are.");
    }

    @Override
    public void called() {
        called = true;
    }

    @Override
    public void goOn() {
        goOn = true;
        called = true;
        // a connection that was only written to may be read now; what was read already is not read again
        loaded = false;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public VendorSyncView view() {
        return new VendorSyncView(stage, records, refused);
    }
}
