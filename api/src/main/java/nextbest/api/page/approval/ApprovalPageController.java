package nextbest.api.page.approval;

import nextbest.api.approval.Approving;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Approving, asking for approval, and the rule, from pages. */
@Controller
final class ApprovalPageController {
    private final Approving approving;

    ApprovalPageController(Approving approving) {
        this.approving = approving;
    }

    @PostMapping("/approvals/{id}")
    @Requires(Act.APPROVE)
    String answer(
            @PathVariable String id,
            @RequestParam boolean approve,
            @RequestParam String reason,
            @RequestParam(defaultValue = "") String back,
            Caller caller) {
        var _ = approving.answer(caller, id, approve, reason);
        return "redirect:" + (back.equals("team") ? "/team" : "/learning") + "?done="
                + (approve ? "approved" : "notapproved") + "#approvals";
    }

    @PostMapping("/learning/approvals")
    @Requires(Act.RELEASE_CATALOGUE)
    String ask(@RequestParam String catalogue, @RequestParam(defaultValue = "") String note, Caller caller) {
        var _ = approving.ask(caller, catalogue, note);
        return "redirect:/learning?done=asked#approvals";
    }

    @PostMapping("/learning/approval-rule")
    @Requires(Act.SET_APPROVAL_RULE)
    String rule(@RequestParam boolean needed, Caller caller) {
        approving.need(caller, needed);
        return "redirect:/learning?done=" + (needed ? "needed" : "notneeded") + "#approvals";
    }
}
