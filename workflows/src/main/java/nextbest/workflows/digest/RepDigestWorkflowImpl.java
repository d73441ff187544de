package nextbest.workflows.digest;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import nextbest.time.BusinessClock;
import nextbest.workflows.Attempts;
import nextbest.workflows.Errand;
import nextbest.workflows.WorkflowClock;
import org.slf4j.Logger;

/** See {@link RepDigestWorkflow}. One state record, restored before any handler runs; only {@link #run} acts. */
public final class RepDigestWorkflowImpl implements RepDigestWorkflow {
    /** After so many digest days in a row, which are working days of the rep, without a card it ends by itself. */
    static final int EMPTY_DAYS = 30;

    private static final Logger LOG = Workflow.getLogger(RepDigestWorkflowImpl.class);
    /** How long a step that failed for good is left alone, in real time: it is about processes. */
    private static final Duration REST = Duration.ofMinutes(5);
    /** A digest that is said to be due already would keep the loop spinning. */
    private static final Duration AT_LEAST = Duration.ofMinutes(1);

    private final DigestActivities own =
            Workflow.newLocalActivityStub(DigestActivities.class, Attempts.onOurDatabase());

    /** The next day's digest, a pause or a stop overtakes it. */
    private final SendDigestActivities outside = Workflow.newActivityStub(
            SendDigestActivities.class,
            Attempts.untilOvertaken(Duration.ofMinutes(5), "Send the day's digest to the rep"));

    private final UUID tenant;
    private final UUID rep;
    private final WorkflowClock clock;
    private RepDigestState state;
    private boolean stopped;
    private boolean withoutDigests;
    private String waitsFor = "its first look at the calendar";

    @WorkflowInit
    public RepDigestWorkflowImpl(RepDigestInput input) {
        this.tenant = input.tenant();
        this.rep = input.rep();
        this.clock = new WorkflowClock(input.clock());
        this.state = input.state() == null ? RepDigestState.initial() : input.state();
    }

    @Override
    public void run(RepDigestInput input) {
        while (!isOver()) {
            step();
            continueAsNewIfSuggested();
        }
        waitingFor("nothing: it has ended, and the next waiting card starts it again");
    }

    private void step() {
        try {
            if (state.paused()) {
                sleep(Optional.empty(), "a person to resume it", () -> false);
            } else if (state.next() == null) {
                plan();
            } else if (clock.reached(nextAt())) {
                DigestTime today = state.next();
                plan();
                send(today);
            } else {
                sleep(nextAt(), "the digest of " + state.next().day(), () -> false);
            }
        } catch (ActivityFailure failure) {
            rest(failure);
        }
    }

    private boolean isOver() {
        return stopped || withoutDigests || (state.emptyDays() >= EMPTY_DAYS && !state.paused());
    }

    private void plan() {
        Instant now = clock.now();
        DigestTime next = own.nextDigestAt(new DigestTimeRequest(tenant, rep, now));
        withoutDigests = next.at() == null;
        Instant earliest = now.plus(AT_LEAST);
        state = state.withNext(
                withoutDigests || !next.at().isBefore(earliest) ? next : new DigestTime(earliest, next.day()));
    }

    private void send(DigestTime today) {
        DigestRequest request =
                new DigestRequest(tenant, rep, "digest-" + rep + "-" + today.day(), today.day(), clock.now());
        Errand<DigestResult> errand = Errand.send(() -> outside.send(request));
        while (!errand.isBack() && !isSendingOvertaken()) {
            sleep(nextAt(), "the digest of " + today.day() + " to go out", errand::isBack);
        }
        // a card that comes while the digest is under way resets the count before the result adds to it
        errand.finish().ifPresent(result -> state = state.after(result));
    }

    private boolean isSendingOvertaken() {
        return stopped || state.paused() || state.next() == null || clock.reached(nextAt());
    }

    private void rest(ActivityFailure failure) {
        LOG.warn("{} failed and is tried again", failure.getActivityType(), failure);
        waitingFor("a few minutes to pass, as " + failure.getActivityType() + " failed");
        RepDigestState before = state;
        WorkflowClock.rest(
                REST,
                "Rest before " + failure.getActivityType() + " is tried again",
                () -> stopped || !state.equals(before));
    }

    private void sleep(Optional<Instant> moment, String reason, BooleanSupplier orElse) {
        waitingFor(reason);
        boolean paused = state.paused();
        clock.sleepUntil(
                moment, "wait for " + reason, () -> stopped || state.paused() != paused || orElse.getAsBoolean());
    }

    private Optional<Instant> nextAt() {
        return Optional.ofNullable(state.next()).map(DigestTime::at);
    }

    private void waitingFor(String reason) {
        waitsFor = reason;
        Workflow.setCurrentDetails("Waits for " + reason
                + nextAt().filter(_ -> !state.paused())
                        .map(at -> ".\n\nNext digest: " + at + " (business time)")
                        .orElse("")
                + ".\n\nDigests so far: " + state.sent()
                + (state.emptyDays() == 0
                        ? ""
                        : "; days in a row without a card: " + state.emptyDays() + " of " + EMPTY_DAYS));
    }

    private void continueAsNewIfSuggested() {
        if (Workflow.getInfo().isContinueAsNewSuggested() && Workflow.isEveryHandlerFinished() && !isOver()) {
            Workflow.continueAsNew(new RepDigestInput(tenant, rep, clock.clock(), state));
        }
    }

    @Override
    public void cardWaiting(BusinessClock seen) {
        state = state.withCardWaiting();
        follow(seen);
    }

    @Override
    public void pause() {
        state = state.withPaused(true);
    }

    @Override
    public void resume() {
        state = state.withPaused(false);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void clockSet(BusinessClock set) {
        follow(set);
    }

    private void follow(BusinessClock seen) {
        if (clock.follow(seen)) {
            // it may have been set back or far ahead: the calendar is asked again
            state = state.withNext(null);
        }
    }

    @Override
    public DigestView view() {
        return new DigestView(waitsFor, state.paused() ? null : nextAt().orElse(null), state.sent());
    }
}
