package nextbest.api.organisation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.deal.Stage;
import nextbest.deal.StageKind;
import nextbest.identity.RepId;
import nextbest.store.Store;
import nextbest.store.clock.BusinessTime;
import nextbest.store.event.StageNames;
import nextbest.store.security.AuditTrail;
import nextbest.store.security.Role;
import nextbest.store.tenant.RollOut;
import nextbest.store.tenant.Tenants;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The organisation and the one who asks. */
@RestController
@Tag(name = "Organisation")
final class OrganisationController {
    private final Tenants tenants;
    private final BusinessTime time;
    private final AuditTrail audit;
    private final Loops loops;

    OrganisationController(Store store, BusinessTime time, AuditTrail audit, Loops loops) {
        this.tenants = store.tenants();
        this.time = time;
        this.audit = audit;
        this.loops = loops;
    }

    /** Who is asking. */
    @Schema(description = "Who is asking, for which organisation, and what time it is there.")
    record Me(
            @Schema(description = "The token's label or the login.")
            String name,

            @Schema(description = "What the caller may do.") Role role,

            @Schema(description = "The rep, for REP and MANAGER.")
            Optional<UUID> rep,

            @Schema(description = "The organisation's key.") String tenant,

            @Schema(description = "The organisation's name.")
            String organisation,

            @Schema(description = "SHADOW: nothing leaves the house.")
            Tenants.Mode mode,

            @Schema(description = "ISO 4217, for amounts that name none.")
            String currency,

            @Schema(description = "For reps that name none.")
            String zone,

            @Schema(description = "Business time.") Instant now) {}

    @Schema(description = "The stages of the sales process by position.")
    record StageList(List<StageEntry> stages) {}

    @Schema(description = "One stage of the sales process.")
    record StageEntry(
            @Schema(description = "How deals name it, folded to lower case.")
            String key,

            @Schema(description = "What people call it.") String label,

            @Schema(description = "What it means to the engine.")
            StageKind kind,

            @Schema(description = "Its place; a deal that advances moves to a higher one.")
            int position) {}

    @Schema(description = "Whether anything may leave the house.")
    record ModeAnswer(
            Tenants.Mode mode,
            @Schema(description = "What it was before.") Tenants.Mode before,

            @Schema(description = "Domains that mail may go to; to others nothing is sent.")
            List<String> recipientDomains,

            @Schema(description = "To whom cards are shown already; for all others decisions are made and stored only.")
            RollOut rollOut) {}

    @GetMapping("/api/v1/me")
    @Requires(Act.BE_HERE)
    @Operation(
            operationId = "readMe",
            summary = "Say who is asking",
            description = "Role and rep of the token, the organisation it belongs to, and business time.")
    Me me(Caller caller) {
        Tenants.Tenant tenant = tenants.get(caller.tenant());
        return new Me(
                caller.name(),
                caller.role(),
                caller.rep().map(RepId::value),
                tenant.key(),
                tenant.name(),
                tenant.mode(),
                tenant.currency(),
                tenant.zone(),
                time.now());
    }

    @GetMapping("/api/v1/stages")
    @Requires(Act.READ_STAGES)
    @Operation(
            operationId = "readStages",
            summary = "List the stages of the sales process",
            description = "In the order of the process. Deals name a stage by its key or label, in any case.")
    StageList stages(Caller caller) {
        return list(tenants.stages(caller.tenant()));
    }

    @PutMapping("/api/v1/stages")
    @Requires(Act.CHANGE_STAGES)
    @Operation(
            operationId = "changeStages",
            summary = "Add or change stages",
            description =
                    "A stage with a known key is changed, others are added; what is not named stays, because deals"
                            + " may be in it.")
    StageList changeStages(@Reads("Stages") Body body, Caller caller) {
        List<Stage> stages = body.objects("stages").stream()
                .map(stage -> new Stage(
                        StageNames.fold(stage.text("key").orElseGet(() -> stage.get("label", String.class))),
                        stage.get("label", String.class),
                        stage.choice("kind", StageKind.class).orElseThrow(),
                        stage.whole("position").orElseThrow()))
                .toList();
        tenants.setStages(caller.tenant(), stages);
        audit.note(
                caller.tenant(),
                caller.name(),
                "change-stages",
                "stages",
                Map.of("keys", stages.stream().map(Stage::key).toList()));
        return list(tenants.stages(caller.tenant()));
    }

    @PostMapping("/api/v1/tenant/mode")
    @Requires(Act.CHANGE_MODE)
    @Operation(
            operationId = "changeMode",
            summary = "Go live, or back to shadow mode",
            description = "In shadow mode decisions are made and stored, and nothing leaves the house. A live"
                    + " organisation can begin with some desks, segments, or a share of deals. From the next message on the"
                    + " change holds; it is written to the audit trail.")
    ModeAnswer changeMode(@Reads("ModeChange") Body body, Caller caller) {
        Tenants.Mode mode = body.choice("mode", Tenants.Mode.class).orElseThrow();
        Tenants.Mode before = tenants.get(caller.tenant()).mode();
        List<String> domains = body.list("recipientDomains", String.class);
        if (!domains.isEmpty()) {
            tenants.setSettings(
                    caller.tenant(), tenants.settings(caller.tenant()).withRecipientDomains(domains));
        }
        RollOut rolledOut = tenants.settings(caller.tenant()).rollOut();
        RollOut rollOut = new RollOut(
                said(body, "desks", rolledOut.desks()),
                said(body, "segments", rolledOut.segments()),
                body.find("share", BigDecimal.class)
                        .map(BigDecimal::doubleValue)
                        .orElse(rolledOut.share()));
        if (!rollOut.equals(rolledOut)) {
            tenants.setSettings(
                    caller.tenant(), tenants.settings(caller.tenant()).withRollOut(rollOut));
        }
        tenants.setMode(caller.tenant(), mode);
        if (mode != before || !rollOut.equals(rolledOut)) {
            // cards that were kept in the house are decided anew
            loops.decideAll(caller.tenant());
        }
        audit.note(
                caller.tenant(),
                caller.name(),
                mode == Tenants.Mode.LIVE ? "go-live" : "go-to-shadow",
                "tenant",
                Map.of("before", before.name(), "after", mode.name(), "recipientDomains", domains, "rollOut", rollOut));
        return new ModeAnswer(
                mode, before, List.copyOf(tenants.settings(caller.tenant()).recipientDomains()), rollOut);
    }

    private static Set<String> said(Body body, String member, Set<String> before) {
        return body.find(member, List.class).isPresent() ? new TreeSet<>(body.list(member, String.class)) : before;
    }

    private static StageList list(List<Stage> stages) {
        return new StageList(stages.stream()
                .map(s -> new StageEntry(s.key(), s.label(), s.kind(), s.position()))
                .toList());
    }
}
