package nextbest.api.report;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.money.Money;
import nextbest.store.report.Breakdown;
import nextbest.store.report.LoopReport;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The loop report. */
@RestController
@Tag(name = "Reports")
final class ReportController {
    private final Reports reports;

    ReportController(Reports reports) {
        this.reports = reports;
    }

    @Schema(
            description =
                    "What the loop did in a period. The counts of each level add up to one line of the level above:"
                            + " candidates by engine disposition; delivered ones by rep disposition; presented ones by client disposition.")
    record LoopReportView(
            @Schema(description = "Decisions from here on, in business time.")
            Instant from,

            @Schema(description = "And before here.") Instant to,
            @Schema(description = "How many decisions.") long decisions,

            @Schema(description = "How many candidates they considered.")
            long candidates,

            @Schema(description = "Candidates by engine disposition.")
            SortedMap<String, Long> engine,

            @Schema(description = "Delivered recommendations by what the rep did.")
            SortedMap<String, Long> rep,

            @Schema(description = "Presented recommendations by what the client said.")
            SortedMap<String, Long> client,

            @Schema(description = "Delivered recommendations by what was observed, for example advanced.yes.")
            SortedMap<String, Long> observed,

            @Schema(description = "Deals with a delivered recommendation, by how they stand.")
            SortedMap<String, Long> deals,

            @Schema(description = "Of the won ones, by currency; each deal once. Not what the loop caused.")
            SortedMap<String, BigDecimal> revenue,

            @Schema(description = "Why recommendations were dismissed or kept back.")
            SortedMap<String, Long> reasons,

            @Schema(description = "Whether every level adds up.")
            boolean addsUp,

            @Schema(description = "What the lines are grouped by.")
            String by,

            @Schema(description = "Delivered recommendations by group.")
            List<LineView> lines) {}

    @Schema(name = "ReportLine", description = "One group of delivered recommendations.")
    record LineView(
            @Schema(description = "The action, stage, segment, month or rep.")
            String key,

            @Schema(description = "How often delivered.") long delivered,
            @Schema(description = "Accepted or executed.") long accepted,
            @Schema(description = "Dismissed.") long dismissed,

            @Schema(description = "Kept back from the client.")
            long keptBack,

            @Schema(description = "Something else was done.")
            long overridden,

            @Schema(description = "Of how many it is known whether the deal moved on.")
            long advanceObserved,

            @Schema(description = "Of those, how many did.") long advanced,

            @Schema(description = "How many of the deals were won within the window.")
            long won) {}

    private static SortedMap<String, BigDecimal> amounts(SortedMap<String, Long> minorByCurrency) {
        SortedMap<String, BigDecimal> amounts = new TreeMap<>();
        minorByCurrency.forEach((currency, minor) -> amounts.put(currency, new Money(minor, currency).amount()));
        return amounts;
    }

    @GetMapping("/api/v1/reports/loop")
    @Requires(Act.READ_REPORTS)
    @Operation(
            operationId = "readLoopReport",
            summary = "Read what the loop did",
            description = "For decisions of a period, by default the last 90 days. Lines of single reps are given to"
                    + " managers, operators and integrations only, from " + Breakdown.LEAST_PER_REP
                    + " recommendations on.")
    LoopReportView loop(
            @Parameter(description = "A day or a moment; 90 days ago if it is not said.", example = "2026-01-01")
                    @RequestParam(required = false)
                    String from,
            @Parameter(description = "A day (included) or a moment (excluded); now if it is not said.")
                    @RequestParam(required = false)
                    String to,
            @Parameter(description = "Group the lines by action, stage, segment, month or rep; action if not said.")
                    @RequestParam(required = false)
                    String by,
            Caller caller) {
        Reports.Period period = reports.period(caller, from, to, Duration.ofDays(90));
        Breakdown.By grouping = by == null ? Breakdown.By.ACTION : Reports.by(by);
        LoopReport r = reports.report(caller, period.since(), period.until());
        return new LoopReportView(
                r.from(),
                r.until(),
                r.decisions(),
                r.candidates(),
                r.engine(),
                r.rep(),
                r.client(),
                r.observed(),
                r.deals(),
                amounts(r.revenue()),
                r.reasons(),
                r.addsUp(),
                grouping.name().toLowerCase(Locale.ROOT),
                reports.lines(caller, grouping, period.since(), period.until()).stream()
                        .map(l -> new LineView(
                                l.key(),
                                l.delivered(),
                                l.accepted(),
                                l.dismissed(),
                                l.keptBack(),
                                l.overridden(),
                                l.advanceObserved(),
                                l.advanced(),
                                l.won()))
                        .toList());
    }
}
