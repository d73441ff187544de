package nextbest.workflows;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
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

    /** Follows a clock that was set later than the one known. */
    public void follow(BusinessClock other) {
        if (other.version() >= clock.version()) {
            clock = other;
        }
    }

    public BusinessClock clock() {
        return clock;
    }

    /** Business time now. */
    public Instant now() {
        return clock.at(real());
    }

    /** How long to sleep, in real time, until a business moment. */
    public Duration until(Instant business) {
        return clock.realUntil(business, real());
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
