package nextbest.api.trial;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.problem.Refuses;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.recommendation.Arm;
import nextbest.store.Store;
import nextbest.store.security.AuditTrail;
import nextbest.store.trial.Trial;
import nextbest.store.trial.TrialPlan;
import nextbest.store.trial.TrialPlanner;
import nextbest.store.trial.TrialResults;
import nextbest.store.trial.Trials;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Plans, starts, tells of and stops trials. */
@RestController
@Tag(name = "Trials")
final class TrialController {
    private static final int DEFAULT_WINDOW = 30;
    private static final double DEFAULT_ALPHA = 0.05;
    private static final double DEFAULT_POWER = 0.8;

    private final Store store;
    private final Trials trials;
    private final TrialPlanner planner;
    private final TrialResults results;
    private final AuditTrail audit;

    TrialController(Store store, AuditTrail audit) {
        this.store = store;
        this.trials = new Trials(store.database());
        this.planner = new TrialPlanner(store.database());
        this.results = new TrialResults(store.database());
        this.audit = audit;
    }

    @Schema(name = "Trials", description = "The trials of the organisation.")
    record TrialList(
            @Schema(description = "The latest first.") List<TrialView> trials) {}

    @PostMapping("/api/v1/trials")
    @Requires(Act.RUN_TRIALS)
    @Refuses(ProblemKind.CONFLICT)
    @Operation(
            operationId = "startTrial",
            summary = "Plan or start a trial",
            description =
                    "Says from the organisation's own numbers how many clients or reps and how many weeks it takes;"
                            + " with dryRun nothing else happens. Otherwise decisions from now on are made in its arms, assigned"
                            + " by a hash of the client or rep. Refused while another one runs, and where it could not find what it"
                            + " is after, unless evenIfTooSmall.")
    TrialView start(@Reads("TrialRequest") Body body, Caller caller) {
        Trial trial = trial(body, caller);
        if (body.flag("dryRun")) {
            return TrialTeller.plan(trial);
        }
        if (!trial.plan().design().enough() && !body.flag("evenIfTooSmall")) {
            throw Refusal.of(
                    ProblemKind.CONFLICT,
                    TrialTeller.size(trial) + " Ask for a larger difference, divide fewer arms, or start it with"
                            + " evenIfTooSmall.");
        }
        try {
            trials.start(caller.tenant(), trial);
        } catch (Trials.AlreadyRunning e) {
            throw Refusal.of(ProblemKind.CONFLICT, e.getMessage());
        }
        audit.note(
                caller.tenant(),
                caller.name(),
                "start-trial",
                trial.id().toString(),
                Map.of("name", trial.name(), "arms", trial.arms().toString()));
        return tell(caller, trial);
    }

    private Trial trial(Body body, Caller caller) {
        Instant now = store.time().now();
        List<Trial.Share> arms = body.objects("arms").stream()
                .map(arm -> new Trial.Share(
                        arm.choice("arm", Arm.class).orElseThrow(),
                        number(arm, "share").orElse(1.0)))
                .toList();
        if (arms.stream().map(Trial.Share::arm).distinct().count() < arms.size()) {
            throw Refusal.invalid("arms", arms.toString(), "each arm once");
        }
        Trial.Cluster cluster = body.choice("cluster", Trial.Cluster.class).orElse(Trial.Cluster.CLIENT);
        Trial.Measure measure = body.choice("measure", Trial.Measure.class).orElseThrow();
        int window = body.whole("windowDays").orElse(DEFAULT_WINDOW);
        try {
            TrialPlan plan = planner.plan(
                    caller.tenant(),
                    new TrialPlanner.Wish(
                            cluster,
                            measure,
                            Duration.ofDays(window),
                            arms,
                            number(body, "difference").orElseThrow(),
                            number(body, "baseRate"),
                            number(body, "alpha").orElse(DEFAULT_ALPHA),
                            number(body, "power").orElse(DEFAULT_POWER)),
                    now);
            return new Trial(
                    store.ids().next(),
                    body.get("name", String.class),
                    body.get("hypothesis", String.class),
                    cluster,
                    arms,
                    measure,
                    window,
                    plan,
                    now,
                    caller.name(),
                    Optional.empty(),
                    Optional.empty());
        } catch (TrialPlanner.NoRate e) {
            throw Refusal.invalid(
                    "baseRate", "nothing", "the rate that is expected without what is tried: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("trial", "numbers that do not fit together", String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Double> number(Body body, String name) {
        return body.find(name, BigDecimal.class).map(BigDecimal::doubleValue);
    }

    @GetMapping("/api/v1/trials")
    @Requires(Act.READ_TRIALS)
    @Operation(operationId = "readTrials", summary = "List trials", description = "With what each shows today.")
    TrialList all(Caller caller) {
        return new TrialList(trials.all(caller.tenant()).stream()
                .map(trial -> tell(caller, trial))
                .toList());
    }

    @GetMapping("/api/v1/trials/{id}")
    @Requires(Act.READ_TRIALS)
    @Operation(
            operationId = "readTrial",
            summary = "Read what a trial shows",
            description = "May be read every day: its intervals hold over all looks together, and respect that deals of"
                    + " one client or rep are alike. Where nothing is shown, it says so.")
    TrialView one(@Parameter(description = "Our id.") @PathVariable String id, Caller caller) {
        return tell(caller, find(caller, id));
    }

    @PostMapping("/api/v1/trials/{id}/stop")
    @Requires(Act.RUN_TRIALS)
    @Operation(
            operationId = "stopTrial",
            summary = "Stop a trial",
            description =
                    "Decisions from now on are made as without it. Deals that came in are watched to the end of their"
                            + " window, so the result still grows. One that was stopped stays as it is.")
    TrialView stop(@Parameter(description = "Our id.") @PathVariable String id, Caller caller) {
        Trial trial = find(caller, id);
        if (trial.endedAt().isEmpty()) {
            trials.stop(caller.tenant(), trial.id(), caller.name(), store.time().now());
            audit.note(
                    caller.tenant(), caller.name(), "stop-trial", trial.id().toString(), Map.of("name", trial.name()));
        }
        return tell(caller, find(caller, id));
    }

    private Trial find(Caller caller, String id) {
        try {
            return trials.find(caller.tenant(), UUID.fromString(id)).orElseThrow(() -> Refusal.notFound("trial", id));
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound("trial", id);
        }
    }

    private TrialView tell(Caller caller, Trial trial) {
        return TrialTeller.tell(
                trial, results.of(caller.tenant(), trial, store.time().now()));
    }
}
