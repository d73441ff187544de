package nextbest.api.page.report;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import nextbest.api.problem.Refusal;
import nextbest.api.report.ReportMails;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Open;
import nextbest.api.security.Requires;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.letter.ReportReaders;
import nextbest.store.security.ReportLinks;
import nextbest.store.tenant.ReportSchedule;
import nextbest.workflows.report.SentReport;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Having more or none of the report mails: on the report's page, and from a mail itself. */
@Controller
final class ReportMailPage {
    private final Store store;
    private final ReportMails mails;
    private final ReportLinks links;

    ReportMailPage(Store store, ReportMails mails, ReportLinks links) {
        this.store = store;
        this.mails = mails;
        this.links = links;
    }

    /** The reader that somebody who has logged in is. */
    Optional<ReportReaders.Reader> reader(Caller caller) {
        return mails.readers().all(caller.tenant()).stream()
                .filter(reader -> reader.login().equals(caller.name()) && reader.role() == caller.role())
                .findFirst();
    }

    /** The next report that goes out regularly. */
    Optional<ReportSchedule.Issue> next(TenantId tenant) {
        return mails.next(tenant);
    }

    private ReportReaders.Reader own(Caller caller) {
        return reader(caller)
                .orElseThrow(() -> Refusal.invalid(
                        "log-in", caller.name(), "somebody who gets the report by mail, for himself or herself"));
    }

    @PostMapping("/reports/loop/mail")
    @Requires(Act.READ_REPORTS)
    String want(@RequestParam boolean wanted, Caller caller) {
        mails.want(caller.tenant(), own(caller).id(), wanted, caller.name());
        return "redirect:/reports/loop#mail";
    }

    @PostMapping("/reports/loop/mail/now")
    @Requires(Act.READ_REPORTS)
    String now(Caller caller) {
        String outcome =
                mails.sendNow(caller, own(caller)).map(SentReport::outcome).orElse("on-its-way");
        return "redirect:/reports/loop?mailed=" + outcome + "#mail";
    }

    @GetMapping("/a/reports/{token}")
    @Open(why = "the link is the key, and looking changes nothing")
    String look(@PathVariable String token, Model model, HttpServletResponse response) {
        return page(links.read(token).flatMap(this::known), "ask", model, response);
    }

    /** Also what a mail program posts without opening a page (RFC 8058). */
    @PostMapping("/a/reports/{token}")
    @Open(why = "the link is the key, and all that it does is to end mails to its holder")
    String end(@PathVariable String token, Model model, HttpServletResponse response) {
        Optional<ReportLinks.Reader> reader = links.read(token).flatMap(this::known);
        reader.ifPresent(known -> mails.want(known.tenant(), known.id(), false, "mail link"));
        return page(reader, "done", model, response);
    }

    private Optional<ReportLinks.Reader> known(ReportLinks.Reader reader) {
        return mails.readers().find(reader.tenant(), reader.id()).map(_ -> reader);
    }

    private String page(Optional<ReportLinks.Reader> reader, String what, Model model, HttpServletResponse response) {
        if (reader.isEmpty()) {
            response.setStatus(404);
        }
        model.addAttribute("what", reader.isEmpty() ? "unknown" : what);
        reader.ifPresent(known -> model.addAttribute(
                "organisation", store.tenants().get(known.tenant()).name()));
        return "mail-end";
    }
}
