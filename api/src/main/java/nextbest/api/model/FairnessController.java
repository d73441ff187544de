package nextbest.api.model;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nextbest.api.report.Reports;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.learning.fairness.FairnessAudit;
import nextbest.model.LiveModel;
import nextbest.store.Store;
import nextbest.store.model.ModelVersion;
import nextbest.store.report.FairnessReport;
import nextbest.store.report.FairnessReports;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The fairness audit. */
@RestController
@Tag(name = "Models")
final class FairnessController {
    private final Store store;
    private final Reports reports;
    private final FairnessReports audit;

    FairnessController(Store store, Reports reports) {
        this.store = store;
        this.reports = reports;
        this.audit = new FairnessReports(store.database());
    }

    @Schema(name = "FairnessReport", description = "Whether groups of buyers and reps are treated alike.")
    record FairnessView(
            Instant from,
            Instant to,

            @Schema(
                    description =
                            "By how much a buyer's size and a rep's tenure may at most change what an action is worth, 1 being a won deal: the live constraint.")
            double band,

            @Schema(
                    description =
                            "What the constraint costs per recommendation, by the latest training that could tell; empty if none could.")
            List<Double> cost,

            List<GroupView> groups,

            @Schema(description = "What a person should look at.")
            List<String> review) {}

    @Schema(name = "FairnessGroup", description = "One group against all others.")
    record GroupView(
            @Schema(description = "industry, size, region, amount or tenure.")
            String kind,

            String group,

            @Schema(description = "offered, accepted or advanced.")
            String rate,

            @Schema(description = "In how many it happened.")
            long successes,

            @Schema(description = "Of how many.") long cases,

            @Schema(description = "The group's rate over that of the others; empty with too little data.")
            List<Double> ratio,

            @Schema(description = "Lower and upper end of its interval, 95 % for all groups of the kind together.")
            List<Double> interval,

            @Schema(description = "ALIKE, LOWER, HIGHER, UNCLEAR or TOO_LITTLE_DATA.")
            FairnessAudit.Answer answer) {}

    @GetMapping("/api/v1/reports/fairness")
    @Requires(Act.READ_MODELS)
    @Operation(
            operationId = "readFairnessReport",
            summary = "Audit whether groups are treated alike",
            description =
                    "Rates of being offered something, of acceptance and of advance, by industry, size, region, amount and rep tenure, for"
                            + " decisions of a period, by default the last 90 days. A group is called treated differently only if its whole interval lies"
                            + " outside 0.8 to 1.25.")
    FairnessView fairness(
            @Parameter(description = "A day or a moment; 90 days ago if it is not said.", example = "2026-01-01")
                    @RequestParam(required = false)
                    String from,
            @Parameter(description = "A day (included) or a moment (excluded); now if it is not said.")
                    @RequestParam(required = false)
                    String to,
            Caller caller) {
        Reports.Period period = reports.period(caller, from, to, Duration.ofDays(90));
        FairnessReport report = audit.of(caller.tenant(), period.since(), period.until());
        Optional<Double> cost = store.models().all(caller.tenant()).stream()
                .map(ModelVersion::number)
                .flatMap(number -> store.models().report(caller.tenant(), number).stream())
                .flatMap(training -> training.fairnessCost().stream())
                .findFirst();
        return new FairnessView(
                period.since(),
                period.until(),
                LiveModel.FAIR_BAND,
                cost.stream().toList(),
                report.lines().stream().map(FairnessController::view).toList(),
                report.review());
    }

    private static GroupView view(FairnessReport.Line line) {
        FairnessAudit.Finding finding = line.finding();
        boolean known = finding.answer() != FairnessAudit.Answer.TOO_LITTLE_DATA;
        return new GroupView(
                line.kind(),
                finding.group(),
                line.rate(),
                finding.cases().successes(),
                finding.cases().trials(),
                known ? List.of(finding.ratio()) : List.of(),
                known ? List.of(finding.lower(), finding.upper()) : List.of(),
                finding.answer());
    }
}
