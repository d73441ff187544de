package nextbest.workflows;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import nextbest.identity.Uuid7;
import nextbest.time.BusinessClock;

/**
 * Business time inside a workflow. The only place in a workflow that asks Temporal for the time, which is deterministic
 * under replay.
 */
public final class WorkflowClock {
    private BusinessClock clock;

    public WorkflowClock(BusinessClock clock) {
        this.clock = clock;
    }

    /**
     * Follows a clock that was set later than the one known.
     *
     * @return whether it is another clock than before
     */
    public boolean follow(BusinessClock other) {
        if (other.version() < clock.version() || other.equals(clock)) {
            return false;
        }
        clock = other;
        return true;
    }

    public BusinessClock clock() {
        return clock;
    }

    /** Business time now. */
    public Instant now() {
        return clock.at(real());
    }

    /**
     * How long to sleep, in real time, until a business moment: whole milliseconds and at least one more than it seems, as
     * workflow time is cut to the millisecond. A timer that fires a hair early would be set again and again.
     */
    public Duration until(Instant business) {
        return Duration.ofMillis(clock.realUntil(business, real()).toMillis() + 1);
    }

    /**
     * Sleeps until a business moment, until {@code woken}, or until the clock is set, whichever comes first. The caller looks
     * again at what is to be done, so it need not ask which it was.
     *
     * @param moment empty to sleep until woken
     * @param reason what the timer is for, for operators: nothing personal
     * @param woken asked after everything that happens; a function of the workflow's state, not of the time
     */
    public void sleepUntil(Optional<Instant> moment, String reason, BooleanSupplier woken) {
        BusinessClock armed = clock;
        BooleanSupplier disturbed = () -> woken.getAsBoolean() || !clock.equals(armed);
        if (moment.isEmpty()) {
            Workflow.await(disturbed::getAsBoolean);
        } else if (!reached(moment)) {
            sleep(until(moment.get()), reason, disturbed);
        }
    }

    /** Sleeps in real time, or until woken: for pauses that are about processes and not about deals. */
    public static void rest(Duration real, String reason, BooleanSupplier woken) {
        sleep(real, reason, woken);
    }

    private static void sleep(Duration real, String reason, BooleanSupplier woken) {
        if (woken.getAsBoolean()) {
            return;
        }
        CancellationScope scope = Workflow.newCancellationScope(() -> {
            Promise<Void> timer = Workflow.newTimer(
                    real, TimerOptions.newBuilder().setSummary(reason).build());
            Workflow.await(() -> timer.isCompleted() || woken.getAsBoolean());
        });
        scope.run();
        scope.cancel("woken up");
    }

    /** Whether a business moment has come; a moment that is not set never comes. */
    public boolean reached(Optional<Instant> business) {
        return business.isPresent() && !now().isBefore(business.get());
    }

    /** A new id, the same under replay. */
    public static UUID newId() {
        return Uuid7.of(real(), Workflow.randomUUID().getLeastSignificantBits());
    }

    private static Instant real() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
