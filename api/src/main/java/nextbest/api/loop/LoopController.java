package nextbest.api.loop;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.Reconciled;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.identity.SubjectId;
import nextbest.store.Store;
import nextbest.store.decision.DecisionLog;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.security.AuditTrail;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Holding, resuming and ending loops. */
@RestController
@Tag(name = "Loops")
final class LoopController {
    private final Loops loops;
    private final Subjects subjects;
    private final AuditTrail audit;
    private final DecisionLog decisions;

    LoopController(Loops loops, Subjects subjects, AuditTrail audit, Store store) {
        this.decisions = new DecisionLog(store.database());
        this.loops = loops;
        this.subjects = subjects;
        this.audit = audit;
    }

    @Schema(description = "What was asked of the loop of one subject.")
    record LoopAnswer(
            UUID subject,
            @Schema(description = "What was asked.") Loops.Command command) {}

    @Schema(description = "What was asked of all loops.")
    record LoopsAnswer(
            @Schema(description = "What was asked; it reaches one loop after the other.")
            Loops.Command command) {}

    @PostMapping("/api/v1/subjects/{id}/loop")
    @Requires(Act.CONTROL_LOOPS)
    @Operation(
            operationId = "controlLoop",
            summary = "Hold, resume or end the loop of one subject",
            description =
                    "PAUSE: news is kept, nothing is decided or sent. RESUME: it goes on with what came meanwhile. STOP: the card is"
                            + " withdrawn and the loop ends; it stays ended, whatever news comes, until it is resumed.")
    LoopAnswer control(
            @Parameter(description = "The deal or client: our id, SOURCE:ID, its id in the source, or its name.")
                    @PathVariable
                    String id,
            @Reads("LoopControl") Body body,
            Caller caller) {
        SubjectEntry subject = subjects.named(caller, id);
        Loops.Command command = body.choice("command", Loops.Command.class).orElseThrow();
        loops.control(caller.tenant(), subject.id(), command);
        audit.note(
                caller.tenant(),
                caller.name(),
                "loop-" + command.name(),
                subject.id().toString(),
                Map.of());
        return new LoopAnswer(subject.id().value(), command);
    }

    @PostMapping("/api/v1/loops")
    @Requires(Act.CONTROL_LOOPS)
    @Operation(
            operationId = "controlAllLoops",
            summary = "Hold, resume or end the loops of all open deals",
            description = "As for one subject; answers at once, and works through the open deals in the background.")
    LoopsAnswer controlAll(@Reads("LoopControl") Body body, Caller caller) {
        Loops.Command command = body.choice("command", Loops.Command.class).orElseThrow();
        loops.controlAll(caller.tenant(), command);
        audit.note(caller.tenant(), caller.name(), "all-loops-" + command.name(), "loops", Map.of());
        return new LoopsAnswer(command);
    }

    @Schema(description = "What is decided anew.")
    record DecidedAnew(
            @Schema(description = "How many open deals; their loops decide one after the other.")
            int subjects) {}

    @PostMapping("/api/v1/decisions/anew")
    @Requires(Act.CONTROL_LOOPS)
    @Operation(
            operationId = "decideAnew",
            summary = "Decide a range of decisions anew",
            description =
                    "Open deals whose last decision was made in the range are decided again, on what is known now: after a"
                            + " wrong import, catalogue or rule was put right. Old decisions stay as they are; caps and rest times hold.")
    DecidedAnew decideAnew(@Reads("Range") Body body, Caller caller) {
        Instant from = body.get("from", Instant.class);
        Instant until = body.get("until", Instant.class);
        if (!from.isBefore(until)) {
            throw Refusal.invalid("until", until.toString(), "a moment after from, which is " + from);
        }
        List<SubjectId> deals = decisions.lastDecidedWithin(caller.tenant(), from, until);
        loops.decideAnew(caller.tenant(), deals);
        audit.note(
                caller.tenant(),
                caller.name(),
                "decide-anew",
                "loops",
                Map.of("from", from.toString(), "until", until.toString(), "deals", deals.size()));
        return new DecidedAnew(deals.size());
    }

    @PostMapping("/api/v1/reconcile")
    @Requires(Act.CONTROL_LOOPS)
    @Operation(
            operationId = "reconcile",
            summary = "Make the workflow server agree with the database",
            description =
                    "After either was lost or restored. Missing loops and digests are started where they stood; loops of subjects that"
                            + " nothing is known of are ended. With rebuild all loops are ended and started anew: for a database that was"
                            + " restored from an older backup. Answers when it is done, about 50 loops a second.")
    Reconciled reconcile(@Reads("Reconcile") Body body, Caller caller) {
        boolean rebuild = body.flag("rebuild");
        Reconciled done = loops.reconcile(caller.tenant(), rebuild);
        audit.note(
                caller.tenant(),
                caller.name(),
                rebuild ? "rebuild-loops" : "reconcile-loops",
                "loops",
                Map.of(
                        "started",
                        done.started(),
                        "ended",
                        done.ended(),
                        "held",
                        done.heldForToday().size()));
        return done;
    }
}
