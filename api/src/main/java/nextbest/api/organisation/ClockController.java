package nextbest.api.organisation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Map;
import nextbest.api.Loops;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.clock.BusinessTime;
import nextbest.store.security.AuditTrail;
import nextbest.time.BusinessClock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The business clock: to be read by everybody, and moved where it is not the wall clock. */
@RestController
@Tag(name = "Clock")
final class ClockController {
    private final BusinessTime time;
    private final AuditTrail audit;
    private final Loops loops;

    ClockController(BusinessTime time, AuditTrail audit, Loops loops) {
        this.time = time;
        this.audit = audit;
        this.loops = loops;
    }

    @Schema(description = "What time it is.")
    record Clock(
            @Schema(description = "Business time.") Instant now,

            @Schema(description = "Business seconds per real second.", example = "1440")
            double rate,

            @Schema(description = "Whether business time is the wall clock; then it cannot be moved.")
            boolean real,

            @Schema(description = "Real time.") Instant realNow) {}

    @GetMapping("/api/v1/clock")
    @Requires(Act.READ_CLOCK)
    @Operation(
            operationId = "readClock",
            summary = "Say what time it is",
            description = "Every duration, expiry and window of the loop follows business time.")
    Clock read() {
        BusinessClock clock = time.clock();
        Instant real = time.realNow();
        return new Clock(clock.at(real), clock.rate(), clock.rate() == 1, real);
    }

    @PutMapping("/api/v1/clock")
    @Requires(Act.SET_CLOCK)
    @Operation(
            operationId = "moveClock",
            summary = "Move business time forward",
            description = "Only where the clock was started with a rate other than 1, for trials and demonstrations: on"
                    + " real time this is refused. The clock belongs to the whole installation and only moves forward.")
    Clock move(@Reads("ClockSetting") Body body, Caller caller) {
        BusinessClock clock = time.clock();
        if (clock.rate() == 1) {
            throw Refusal.of(
                    ProblemKind.CLOCK_IS_REAL,
                    "the business clock runs at rate 1, as the wall clock does, and cannot be moved: deals, expiries and"
                            + " mails follow it; start the installation with --clock START,RATE and a rate other than 1"
                            + " to move it");
        }
        Instant real = time.realNow();
        Instant before = clock.at(real);
        Instant now = body.moment("now").orElseThrow();
        if (now.isBefore(before)) {
            throw Refusal.invalid("now", now.toString(), before + " or later: business time does not go back");
        }
        BusinessClock moved = clock.movedTo(now, real);
        time.set(moved);
        loops.clockSet(moved);
        audit.note(
                caller.tenant(),
                caller.name(),
                "move-clock",
                "clock",
                Map.of("before", before.toString(), "after", now.toString()));
        return read();
    }
}
