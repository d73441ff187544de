package nextbest.api.whatif;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.catalogue.Catalogue;
import nextbest.engine.SelectionPolicy;
import nextbest.store.Store;
import nextbest.store.whatif.OtherRules;
import nextbest.store.whatif.WhatIf;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tries other rules on recent decisions. */
@RestController
@Tag(name = "Decisions")
final class WhatIfController {
    private static final int DEFAULT_DECISIONS = 1_000;

    private final Store store;

    WhatIfController(Store store) {
        this.store = store;
    }

    @Schema(name = "WhatIf", description = "Recent decisions made again under other rules.")
    record WhatIfView(
            @Schema(description = "How many were made again.")
            long decisions,

            @Schema(description = "How many could not be, because their catalogue is not kept.")
            long skipped,

            @Schema(description = "How many cards would be other ones.")
            long changed,

            @Schema(description = "How many would have another main recommendation.")
            long mainChanged,

            @Schema(description = "Recommendations on all cards.")
            ChangeView recommendations,

            @Schema(description = "Decisions with nothing on the card.")
            ChangeView empty,

            @Schema(description = "Places on cards by action, those that lose most first.")
            List<ActionChange> actions,

            @Schema(description = "Recommendations by group of deals: who is offered how much.")
            List<GroupChange> groups) {}

    @Schema(name = "WhatIfChange", description = "A number as it was and as it would be.")
    record ChangeView(
            @Schema(description = "As it was decided.") long before,
            @Schema(description = "As it would be.") long after) {
        static ChangeView of(WhatIf.Change change) {
            return new ChangeView(change.before(), change.after());
        }
    }

    @Schema(name = "WhatIfAction", description = "Places on cards of one action.")
    record ActionChange(
            @Schema(description = "The action's key.") String action,
            @Schema(description = "As it was decided.") long before,
            @Schema(description = "As it would be.") long after) {}

    @Schema(name = "WhatIfGroup", description = "What one group of deals is offered.")
    record GroupChange(
            @Schema(description = "industry, size, region or stage.")
            String kind,

            @Schema(description = "The group.") String name,

            @Schema(description = "Decisions about its deals.")
            long decisions,

            @Schema(description = "Recommendations per decision as it was.")
            double before,

            @Schema(description = "Recommendations per decision as it would be.")
            double after) {}

    @PostMapping("/api/v1/what-if")
    @Requires(Act.TRY_RULES)
    @Operation(
            operationId = "whatIf",
            summary = "Try other rules on recent decisions",
            description = "Makes the latest decisions again, from what each knew, under other weights, another cap,"
                    + " without some actions, or with another version of the catalogue: how much would be shown, who gains"
                    + " and who loses. Nothing is stored. It says what would be shown, not what would come of it.")
    WhatIfView whatIf(@Reads("WhatIfRequest") Body body, Caller caller) {
        Optional<Catalogue> catalogue = body.text("catalogue")
                .map(version -> store.catalogues()
                        .find(caller.tenant(), version)
                        .orElseThrow(() -> Refusal.invalid("catalogue", version, "a version that is kept here")));
        OtherRules rules = new OtherRules(
                weights(body), body.whole("cap"), new TreeSet<>(body.list("switchedOff", String.class)), catalogue);
        if (rules.weights().isEmpty()
                && rules.cap().isEmpty()
                && rules.switchedOff().isEmpty()
                && catalogue.isEmpty()) {
            throw Refusal.invalid("weights", "nothing", "at least one of weights, cap, switchedOff, catalogue");
        }
        WhatIf.Result result = new WhatIf(
                        store.database(), store.catalogues(), store.maker().engine())
                .of(caller.tenant(), rules, body.whole("decisions").orElse(DEFAULT_DECISIONS));
        return new WhatIfView(
                result.decisions(),
                result.skipped(),
                result.changed(),
                result.mainChanged(),
                ChangeView.of(result.recommendations()),
                ChangeView.of(result.empty()),
                result.actions().entrySet().stream()
                        .map(e -> new ActionChange(
                                e.getKey(), e.getValue().before(), e.getValue().after()))
                        .toList(),
                result.groups().stream()
                        .map(g -> new GroupChange(
                                g.kind(),
                                g.name(),
                                g.decisions(),
                                (double) g.recommendations().before() / g.decisions(),
                                (double) g.recommendations().after() / g.decisions()))
                        .toList());
    }

    private static Optional<SelectionPolicy.Weights> weights(Body body) {
        List<Long> weights = body.list("weights", Long.class);
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SelectionPolicy.Weights(
                    weights.get(0).intValue(),
                    weights.get(1).intValue(),
                    weights.get(2).intValue(),
                    weights.get(3).intValue()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw Refusal.invalid(
                    "weights",
                    weights.toString(),
                    "four numbers that add up to 100: relevance, impact, urgency, feasibility");
        }
    }
}
