package nextbest.api.drafting;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.Store;
import nextbest.store.drafting.DraftPolicy;
import nextbest.store.drafting.DraftReport;
import nextbest.store.drafting.Drafts;
import nextbest.store.security.AuditTrail;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Drafts, what they cost, and the switch. */
@RestController
@Tag(name = "Organisation")
final class DraftingController {
    private final Store store;
    private final Drafts drafts;
    private final AuditTrail audit;

    DraftingController(Store store, AuditTrail audit) {
        this.store = store;
        this.drafts = new Drafts(store.database());
        this.audit = audit;
    }

    @Schema(name = "DraftingReport", description = "What a language model wrote for cards, and what it cost.")
    record DraftingView(
            @Schema(description = "Whether anything is sent to a model.")
            boolean switchedOn,

            @Schema(description = "Whether names are sent as they are; otherwise placeholders.")
            boolean withNames,

            @Schema(description = "Whether notes, mails and summaries of calls are read for signals.")
            boolean readNotes,

            @Schema(description = "What may be spent per business day, in millionths of the endpoint's currency.")
            long dailyBudgetMicros,

            @Schema(description = "Drafts from here on, in business time.")
            Instant from,

            @Schema(description = "Drafts by what became of them, the most frequent first.")
            List<DraftCountView> drafts,

            @Schema(description = "What each business day cost, also of answers that were rejected.")
            List<DraftingDayView> days) {}

    @Schema(name = "DraftCount", description = "Drafts with the same fate.")
    record DraftCountView(
            @Schema(
                    description =
                            "ACCEPTED, REJECTED or FAILED. Cards without an accepted draft keep the template text.")
            String state,

            @Schema(description = "Of a rejection the first objection, of a failure its cause, else empty.")
            String reason,

            @Schema(description = "The prompt and its version.")
            String prompt,

            @Schema(description = "Who wrote.") String model,
            @Schema(description = "How many.") long drafts,

            @Schema(description = "How many of them came from the cache.")
            long cached,

            @Schema(description = "Mean milliseconds to answer, of those that did not.")
            long meanLatencyMillis) {}

    @Schema(name = "DraftingDay", description = "A business day.")
    record DraftingDayView(
            @Schema(description = "The day, in UTC.") LocalDate day,
            @Schema(description = "Answers that were paid.") long calls,
            @Schema(description = "Tokens sent.") long inputTokens,
            @Schema(description = "Tokens received.") long outputTokens,

            @Schema(description = "Millionths of the endpoint's currency.")
            long costMicros) {}

    @GetMapping("/api/v1/drafting")
    @Requires(Act.READ_OPERATIONS)
    @Operation(
            operationId = "readDrafting",
            summary = "Read what was drafted",
            description = "Accepted and rejected drafts by reason, their cost by day, and what is set.")
    DraftingView read(
            @Parameter(description = "How many days back, 1 to 366; 30 if it is not said.")
                    @RequestParam(required = false)
                    Integer days,
            Caller caller) {
        int back = days == null ? 30 : days;
        if (back < 1 || back > 366) {
            throw Refusal.invalid("days", Integer.toString(back), "1 to 366");
        }
        DraftPolicy policy = drafts.policy(caller.tenant());
        Instant from = store.time().now().minus(Duration.ofDays(back));
        DraftReport report =
                drafts.report(caller.tenant(), from, from.atZone(ZoneOffset.UTC).toLocalDate());
        return new DraftingView(
                policy.switchedOn(),
                policy.withNames(),
                policy.readNotes(),
                policy.dailyBudgetMicros(),
                from,
                report.counts().stream()
                        .map(c -> new DraftCountView(
                                c.state(),
                                c.reason(),
                                c.prompt(),
                                c.model(),
                                c.drafts(),
                                c.cached(),
                                c.meanLatencyMillis()))
                        .toList(),
                report.days().stream()
                        .map(d -> new DraftingDayView(
                                d.day(), d.calls(), d.inputTokens(), d.outputTokens(), d.costMicros()))
                        .toList());
    }

    @PutMapping("/api/v1/drafting")
    @Requires(Act.CHANGE_MODE)
    @Operation(
            operationId = "setDrafting",
            summary = "Switch drafting on or off",
            description =
                    "What is not said becomes what an organisation starts with: no names, notes are read, the standard budget. Takes"
                            + " effect with the next card.")
    DraftingView set(@Reads("DraftingSetting") Body body, Caller caller) {
        DraftPolicy standard = DraftPolicy.standard();
        DraftPolicy policy = new DraftPolicy(
                body.flag("switchedOn"),
                body.flag("withNames"),
                body.find("readNotes", Boolean.class).orElse(true),
                body.whole("dailyBudgetMicros").map(Integer::longValue).orElse(standard.dailyBudgetMicros()));
        drafts.setPolicy(caller.tenant(), policy);
        audit.note(
                caller.tenant(),
                caller.name(),
                "set-drafting",
                "drafting",
                Map.of(
                        "switchedOn", Boolean.toString(policy.switchedOn()),
                        "withNames", Boolean.toString(policy.withNames()),
                        "readNotes", Boolean.toString(policy.readNotes())));
        return read(null, caller);
    }
}
