package nextbest.api.model;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.identity.RepId;
import nextbest.model.TrainingReport;
import nextbest.store.Store;
import nextbest.store.directory.RepEntry;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.model.ModelSwitch;
import nextbest.store.model.ModelVersion;
import nextbest.store.model.Models;
import nextbest.store.security.AuditTrail;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The model's versions, their reports, training, and the switch. */
@RestController
@Tag(name = "Models")
final class ModelController {
    private final Store store;
    private final Loops loops;
    private final AuditTrail audit;
    private final SubjectDirectory directory;

    ModelController(Store store, Loops loops, AuditTrail audit) {
        this.directory = new SubjectDirectory(store.database());
        this.store = store;
        this.loops = loops;
        this.audit = audit;
    }

    @Schema(description = "What the platform has learned and what decides now.")
    record ModelsView(
            @Schema(description = "Whether the model is switched off: then rule scores alone decide.")
            boolean off,

            @Schema(description = "Why it was switched as it is; empty if nobody ever did.")
            String offReason,

            @Schema(description = "The version that decides; 0 is the untrained model, which learns all the same.")
            int champion,

            @Schema(description = "The latest first.") List<VersionView> versions) {}

    @Schema(name = "ModelVersion", description = "A version of the model.")
    record VersionView(
            @Schema(description = "From 1, in the order in which they were made.")
            int version,

            @Schema(description = "CHALLENGER decides in the shadow, CHAMPION decides, REFUSED and DEMOTED do not.")
            ModelVersion.State state,

            @Schema(description = "Why it is in its state.") String reason,

            @Schema(description = "Since when, in business time.")
            Instant since,

            @Schema(description = "Decisions that it made in the shadow.")
            long shadowDecisions,

            @Schema(description = "In how many of them it would have put the same first.")
            long shadowSame) {}

    @Schema(name = "ExplorationSetting", description = "Whether chance may decide what a rep is shown.")
    record ExplorationView(UUID rep, boolean allowed) {}

    @Schema(name = "TrainingReport", description = "What a retraining found.")
    record ReportView(
            int version,

            @Schema(description = "Whether the version became champion.")
            boolean promoted,

            @Schema(description = "Why not; empty if it did.")
            List<String> reasons,

            @Schema(description = "Decisions of the past that were looked at.")
            int decisions,

            @Schema(description = "How many of their recommendations have a result.")
            int recommendations,

            @Schema(description = "What each policy would have earned per recommendation, 1 being a won deal.")
            List<PolicyView> policies,

            @Schema(description = "The whole report, a sentence a line.")
            List<String> text) {}

    @Schema(name = "PolicyValue", description = "What a policy would have earned per recommendation.")
    record PolicyView(
            @Schema(description = "challenger, champion, untrained or rules.")
            String policy,

            @Schema(description = "From 0 to 1; 0 if refused.")
            double value,

            @Schema(description = "Lower end of the 95 % interval.")
            double low,

            @Schema(description = "Upper end of the 95 % interval.")
            double high,

            @Schema(description = "Why no number is given; empty if one is.")
            String refused) {}

    @Schema(name = "Training", description = "A training was started.")
    record TrainingView(
            @Schema(description = "The latest version before it; the training makes the next one.")
            int before) {}

    @Schema(name = "ModelSwitchPosition", description = "How the switch stands.")
    record SwitchView(
            boolean off,
            @Schema(description = "Why.") String reason,
            @Schema(description = "When, in business time.") Instant at) {}

    @GetMapping("/api/v1/models")
    @Requires(Act.READ_MODELS)
    @Operation(
            operationId = "readModels",
            summary = "List the versions of the model",
            description = "With the one that decides now, and why each was promoted or not.")
    ModelsView models(Caller caller) {
        List<ModelVersion> all = store.models().all(caller.tenant());
        ModelSwitch position =
                store.models().position(caller.tenant()).orElse(new ModelSwitch(false, "", "", Instant.EPOCH));
        return new ModelsView(
                position.off(),
                position.reason(),
                all.stream()
                        .filter(version -> version.state() == ModelVersion.State.CHAMPION)
                        .findFirst()
                        .map(ModelVersion::number)
                        .orElse(0),
                all.stream().map(version -> view(caller, version)).toList());
    }

    private VersionView view(Caller caller, ModelVersion version) {
        Models.Shadow shadow = store.models().shadow(caller.tenant(), version.id());
        return new VersionView(
                version.number(),
                version.state(),
                version.reason(),
                version.decidedAt(),
                shadow.decisions(),
                shadow.sameMain());
    }

    @PutMapping("/api/v1/exploration")
    @Requires(Act.SWITCH_MODEL)
    @Operation(
            operationId = "setExploration",
            summary = "Let chance decide what a rep is shown, or not",
            description =
                    "Without exploration the rep is always shown the highest scores. Each decision says whether it explored.")
    ExplorationView explore(@Reads("Exploration") Body body, Caller caller) {
        String reference = body.text("rep").orElseThrow();
        RepId rep = directory
                .rep(caller.tenant(), reference)
                .map(RepEntry::id)
                .orElseThrow(() -> Refusal.invalid("rep", reference, "our id, SOURCE:ID or mail address of a rep"));
        boolean allowed = body.flag("allowed");
        store.models().mayExplore(caller.tenant(), rep, allowed);
        audit.note(
                caller.tenant(),
                caller.name(),
                allowed ? "exploration-on" : "exploration-off",
                rep.toString(),
                Map.of());
        return new ExplorationView(rep.value(), allowed);
    }

    @GetMapping("/api/v1/models/{version}/report")
    @Requires(Act.READ_MODELS)
    @Operation(
            operationId = "readModelReport",
            summary = "Say what a retraining found",
            description =
                    "What was trained, what it would have earned, who would be better or worse off, and why it was promoted or not.")
    ReportView report(@Parameter(description = "The version's number.") @PathVariable int version, Caller caller) {
        TrainingReport report = store.models()
                .report(caller.tenant(), version)
                .orElseThrow(() -> Refusal.of(ProblemKind.NOT_FOUND, "there is no version " + version));
        return new ReportView(
                version,
                report.promoted(),
                report.reasons(),
                report.decisions(),
                report.recommendations(),
                report.policies().stream()
                        .map(p -> new PolicyView(p.policy(), p.value(), p.low(), p.high(), p.refused()))
                        .toList(),
                report.inWords());
    }

    @PostMapping("/api/v1/models")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(Act.TRAIN_MODELS)
    @Operation(
            operationId = "trainModel",
            summary = "Train the model now",
            description =
                    "Answers at once; minutes later there is a new version with its report. It also runs by itself once a month.")
    TrainingView train(@Reads("TrainingRequest") Body body, Caller caller) {
        int before = store.models().all(caller.tenant()).stream()
                .mapToInt(ModelVersion::number)
                .max()
                .orElse(0);
        loops.train(caller.tenant(), body.text("reason").orElse("asked"));
        audit.note(caller.tenant(), caller.name(), "train-model", "model", Map.of());
        return new TrainingView(before);
    }

    @PutMapping("/api/v1/models/switch")
    @Requires(Act.SWITCH_MODEL)
    @Operation(
            operationId = "switchModel",
            summary = "Turn the model off or on",
            description =
                    "Off: within a second, rule scores alone decide what is recommended. What comes of it is learned all the same.")
    SwitchView turn(@Reads("ModelSwitch") Body body, Caller caller) {
        boolean off = body.flag("off");
        ModelSwitch position = store.models()
                .set(
                        caller.tenant(),
                        off,
                        body.text("reason").orElseThrow(),
                        caller.name(),
                        store.time().now());
        audit.note(
                caller.tenant(),
                caller.name(),
                off ? "model-off" : "model-on",
                "model",
                Map.of("reason", position.reason()));
        return new SwitchView(position.off(), position.reason(), position.at());
    }
}
