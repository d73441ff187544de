package nextbest.api.report;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.identity.RepId;
import nextbest.learning.statistics.Estimate;
import nextbest.store.Store;
import nextbest.store.report.Overrides;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who was right when a rep did something else than was recommended. */
@RestController
@Tag(name = "Reports")
final class OverrideController {
    private static final Duration YEAR = Duration.ofDays(365);

    private final Overrides overrides;
    private final Reports reports;
    private final Access access;

    OverrideController(Store store, Reports reports, Access access) {
        this.overrides = new Overrides(store.database());
        this.reports = reports;
        this.access = access;
    }

    @Schema(name = "OverrideReport", description = "What became of overrides.")
    record OverrideReportView(
            @Schema(description = "Delivered from here on, in business time.")
            Instant from,

            @Schema(description = "And before here.") Instant to,

            @Schema(description = "All recommendations together.")
            LineView all,

            @Schema(description = "By what was recommended, those with most overrides first.")
            List<LineView> actions,

            @Schema(description = "How many overrides there are; below are those of deals that the caller may see.")
            int overridden,

            @Schema(description = "Each override with what came of it, the latest first.")
            List<OverrideView> overrides) {}

    @Schema(name = "OverrideLine", description = "Deals that were overridden beside deals in which the rep followed.")
    record LineView(
            @Schema(description = "The action that was recommended, or all.")
            String key,

            @Schema(description = "Deals with an override whose window is over.")
            long overridden,

            @Schema(description = "How many of them moved on.")
            long overriddenAdvanced,

            @Schema(description = "Deals in which the rep followed, whose window is over.")
            long followed,

            @Schema(description = "How many of them moved on.")
            long followedAdvanced,

            @Schema(description = "REP_RIGHT, ENGINE_RIGHT or UNDECIDED.")
            String verdict,

            @Schema(
                    description =
                            "Overridden minus followed, within the same kind of stage; empty if too little is known.")
            Optional<Double> difference,

            @Schema(description = "Lower end of its 95 % interval.")
            Optional<Double> low,

            @Schema(description = "Upper end of its 95 % interval.")
            Optional<Double> high,

            @Schema(description = "As a sentence.") String says) {}

    @Schema(name = "Override", description = "One override with what came of it.")
    record OverrideView(
            @Schema(description = "The decision.") UUID decision,
            @Schema(description = "Its place on the card.") int position,
            @Schema(description = "The deal.") UUID subject,
            @Schema(description = "What was recommended.") String action,

            @Schema(description = "What the rep did instead.")
            String overriddenBy,

            @Schema(description = "When.") Instant at,

            @Schema(description = "Whether the deal moved on within the window: PENDING, YES, NO or NO_OBSERVATION.")
            String advanced,

            @Schema(description = "Whether it was won within the window.")
            String won) {}

    @GetMapping("/api/v1/reports/overrides")
    @Requires(Act.READ_REPORTS)
    @Operation(
            operationId = "readOverrides",
            summary = "Read who was right when reps did something else",
            description = "Deals in which the rep did something else beside deals in which the rep followed: rep right,"
                    + " engine right or undecided, with counts and intervals. Below " + Overrides.FEWEST
                    + " deals on a side nothing is claimed. By default for the last 365 days.")
    OverrideReportView overrides(
            @Parameter(description = "A day or a moment; 365 days ago if it is not said.", example = "2026-01-01")
                    @RequestParam(required = false)
                    String from,
            @Parameter(description = "A day (included) or a moment (excluded); now if it is not said.")
                    @RequestParam(required = false)
                    String to,
            Caller caller) {
        Reports.Period period = reports.period(caller, from, to, YEAR);
        Instant now = reports.now();
        Overrides.Report report = overrides.of(caller.tenant(), period.since(), period.until(), now);
        return new OverrideReportView(
                period.since(),
                period.until(),
                line(report.all()),
                report.byAction().stream().map(OverrideController::line).toList(),
                report.overrides().size(),
                report.overrides().stream()
                        .filter(override -> mayBeSeen(caller, override.rep()))
                        .map(override -> new OverrideView(
                                override.decision().value(),
                                override.position(),
                                override.subject().value(),
                                override.action(),
                                override.overriddenBy(),
                                override.at(),
                                override.advanced(),
                                override.won()))
                        .toList());
    }

    private boolean mayBeSeen(Caller caller, Optional<RepId> owner) {
        return access.may(caller, Act.READ_DECISIONS, owner);
    }

    private static LineView line(Overrides.Line line) {
        Optional<Estimate.Measured> measured =
                line.difference() instanceof Estimate.Measured m ? Optional.of(m) : Optional.empty();
        return new LineView(
                line.key(),
                line.overridden().trials(),
                line.overridden().successes(),
                line.followed().trials(),
                line.followed().successes(),
                line.verdict().name(),
                measured.map(Estimate.Measured::value),
                measured.map(Estimate.Measured::lower),
                measured.map(Estimate.Measured::upper),
                OverrideTeller.says(line));
    }
}
