package nextbest.api.approval;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refuses;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.approval.Approvals;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What managers approve before it decides anything. */
@RestController
@Tag(name = "Approvals")
final class ApprovalController {
    private final Approving approving;

    ApprovalController(Approving approving) {
        this.approving = approving;
    }

    @Schema(name = "Approvals", description = "What waits for a manager's word, and what was answered last.")
    record ApprovalList(
            @Schema(description = "Whether nothing of the kind decides here before a manager approved it.")
            boolean managersApprove,

            @Schema(description = "What waits first.") List<ApprovalView> approvals) {}

    @Schema(name = "Approval", description = "Something that waits or waited for a manager's word.")
    record ApprovalView(
            UUID id,

            @Schema(description = "A release of the catalogue, or a version of the model that is to decide.")
            Approvals.Kind kind,

            @Schema(description = "The version of the catalogue, or the number of the model's version.")
            String item,

            @Schema(description = "Why it is wanted; may be empty.")
            String note,

            @Schema(description = "Who asked; 'nextbest' for what a training made.")
            String askedBy,

            @Schema(description = "When, in business time.") Instant askedAt,

            @Schema(description = "Left out while it waits.")
            Optional<Approvals.Answer> answer,

            @Schema(description = "Why it was answered so.") Optional<String> reason,

            @Schema(description = "Who answered.") Optional<String> answeredBy,

            @Schema(description = "When, in business time.") Optional<Instant> answeredAt) {
        static ApprovalView of(Approvals.Entry entry) {
            return new ApprovalView(
                    entry.id(),
                    entry.kind(),
                    entry.item(),
                    entry.note(),
                    entry.askedBy(),
                    entry.askedAt(),
                    entry.given().map(Approvals.Given::answer),
                    entry.given().map(Approvals.Given::reason),
                    entry.given().map(Approvals.Given::by),
                    entry.given().map(Approvals.Given::at));
        }
    }

    @Schema(name = "ApprovalRuleNow", description = "Whether managers must approve.")
    record RuleView(boolean managersApprove) {}

    @GetMapping("/api/v1/approvals")
    @Requires(Act.READ_APPROVALS)
    @Operation(
            operationId = "readApprovals",
            summary = "List what waits for approval",
            description = "Releases of the catalogue and versions of the model, with the answers of the last ones.")
    ApprovalList all(Caller caller) {
        return new ApprovalList(
                approving.isNeeded(caller),
                approving.latest(caller).stream().map(ApprovalView::of).toList());
    }

    @PostMapping("/api/v1/approvals")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Act.RELEASE_CATALOGUE)
    @Refuses(ProblemKind.CONFLICT)
    @Operation(
            operationId = "askForApproval",
            summary = "Ask managers to approve a release of the catalogue",
            description =
                    "Once approved, it is in force. What waits already is not asked for twice. Versions of the model ask"
                            + " by themselves.")
    ApprovalView ask(@Reads("ApprovalRequest") Body body, Caller caller) {
        return ApprovalView.of(approving.ask(
                caller, body.text("catalogue").orElseThrow(), body.text("note").orElse("")));
    }

    @PostMapping("/api/v1/approvals/{id}/answer")
    @Requires(Act.APPROVE)
    @Refuses(ProblemKind.CONFLICT)
    @Operation(
            operationId = "answerApproval",
            summary = "Approve or refuse",
            description =
                    "What is approved decides from now on; what is refused does not. The first answer holds; it is kept"
                            + " with its reason, and in the audit trail.")
    ApprovalView answer(
            @Parameter(description = "Its id, as the list gives it.") @PathVariable String id,
            @Reads("ApprovalAnswer") Body body,
            Caller caller) {
        return ApprovalView.of(approving.answer(
                caller, id, body.flag("approve"), body.text("reason").orElseThrow()));
    }

    @PutMapping("/api/v1/approvals/rule")
    @Requires(Act.SET_APPROVAL_RULE)
    @Operation(
            operationId = "setApprovalRule",
            summary = "Say whether managers must approve",
            description =
                    "If so, releases of the catalogue and versions of the model wait for a manager. Going back to the"
                            + " catalogue before, and turning the model off, need no approval.")
    RuleView rule(@Reads("ApprovalRule") Body body, Caller caller) {
        approving.need(caller, body.flag("managersApprove"));
        return new RuleView(approving.isNeeded(caller));
    }
}
