package nextbest.api.page.approval;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import nextbest.api.Texts;
import nextbest.api.approval.Approving;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.catalogue.CatalogueDiff;
import nextbest.model.TrainingReport;
import nextbest.store.Store;
import nextbest.store.approval.Approvals;
import nextbest.store.catalogue.CatalogueReleases;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts what waits for approval into a page's model, for {@code approvals.html}. */
@Component
public final class ApprovalPanel {
    private static final int MOST_ANSWERED = 6;
    private static final int MOST_CHANGES = 12;

    private final Approving approving;
    private final Store store;
    private final Access access;
    private final Texts texts;
    private final PageTexts words;

    ApprovalPanel(Approving approving, Store store, Access access, Texts texts, PageTexts words) {
        this.approving = approving;
        this.store = store;
        this.access = access;
        this.texts = texts;
        this.words = words;
    }

    /**
     * Something that waits.
     *
     * @param changes what it would change, a sentence each
     * @param more how many further changes are not listed
     * @param report address of the whole report; empty if there is none
     */
    record Waiting(UUID id, String title, String asked, String note, List<String> changes, int more, String report) {}

    /** Something that was answered. */
    record Answered(String title, Approvals.Answer answer, String by, String reason) {}

    /** A draft that could be asked for. */
    record Draft(String version, String title) {}

    /**
     * @param back the page to come back to after an answer: {@code team} or {@code learning}
     */
    public void into(Model model, Caller caller, PageDates dates, String back) {
        boolean reads = access.may(caller, Act.READ_APPROVALS);
        List<Approvals.Entry> all = reads ? approving.latest(caller) : List.of();
        List<Approvals.Entry> waiting =
                all.stream().filter(entry -> entry.given().isEmpty()).toList();
        model.addAttribute("readsApprovals", reads);
        model.addAttribute("approves", access.may(caller, Act.APPROVE));
        model.addAttribute("asksApproval", access.may(caller, Act.RELEASE_CATALOGUE));
        model.addAttribute("setsApprovals", access.may(caller, Act.SET_APPROVAL_RULE));
        model.addAttribute("approvalsNeeded", reads && approving.isNeeded(caller));
        model.addAttribute("approvalBack", back);
        model.addAttribute(
                "waiting",
                waiting.stream().map(entry -> waiting(caller, entry, dates)).toList());
        model.addAttribute(
                "answered",
                all.stream()
                        .flatMap(entry -> entry
                                .given()
                                .map(given -> new Answered(title(entry), given.answer(), given.by(), given.reason()))
                                .stream())
                        .limit(MOST_ANSWERED)
                        .toList());
        model.addAttribute("drafts", drafts(caller, waiting));
    }

    private List<Draft> drafts(Caller caller, List<Approvals.Entry> waiting) {
        if (!access.may(caller, Act.RELEASE_CATALOGUE)) {
            return List.of();
        }
        return store.catalogues().all(caller.tenant()).stream()
                .filter(release -> release.state().equals("DRAFT"))
                .map(CatalogueReleases.Release::version)
                .filter(version -> waiting.stream()
                        .noneMatch(entry -> entry.kind() == Approvals.Kind.CATALOGUE
                                && entry.item().equals(version)))
                .map(version -> new Draft(version, words.say("approval.CATALOGUE", version)))
                .toList();
    }

    private String title(Approvals.Entry entry) {
        return words.say("approval." + entry.kind(), entry.item());
    }

    private Waiting waiting(Caller caller, Approvals.Entry entry, PageDates dates) {
        List<String> changes = switch (entry.kind()) {
            case CATALOGUE -> changes(caller, entry.item());
            case MODEL -> findings(caller, Integer.parseInt(entry.item()));
        };
        return new Waiting(
                entry.id(),
                title(entry),
                words.say(
                        entry.kind() == Approvals.Kind.MODEL ? "approval.trained" : "approval.asked",
                        entry.askedBy(),
                        dates.near(entry.askedAt())),
                entry.note(),
                changes.stream().limit(MOST_CHANGES).toList(),
                Math.max(0, changes.size() - MOST_CHANGES),
                entry.kind() == Approvals.Kind.MODEL ? "/learning?version=" + entry.item() : "");
    }

    private List<String> changes(Caller caller, String version) {
        return store.catalogues()
                .find(caller.tenant(), version)
                .map(fresh -> CatalogueDiff.of(store.catalogues().of(caller.tenant()), fresh))
                .map(diff -> diff.changes().stream().map(this::say).toList())
                .orElse(List.of());
    }

    private String say(CatalogueDiff.Change change) {
        String what = change.what().replace(" -> ", " → ");
        String[] row = change.key().split(" / ", 3);
        return change.part().equals("pattern") && row.length == 3
                ? words.say(
                        "approval.rule." + change.kind(),
                        words.say("stage." + row[0].toUpperCase(Locale.ROOT)),
                        spaced(row[1]),
                        nameOf(row[2]),
                        what)
                : words.say(
                        "approval.change." + change.kind(),
                        words.say("approval.part." + change.part()),
                        change.part().equals("action") ? nameOf(change.key()) : spaced(change.key()),
                        what);
    }

    /** A pattern row may say with what an action is combined, after its key. */
    private String nameOf(String action) {
        int end = action.indexOf(' ');
        String name = texts.in(ZoneOffset.UTC).nameOf(end < 0 ? action : action.substring(0, end));
        return end < 0 ? name : name + action.substring(end);
    }

    private static String spaced(String key) {
        return key.replace('-', ' ');
    }

    private List<String> findings(Caller caller, int number) {
        Optional<TrainingReport> report = store.models().report(caller.tenant(), number);
        return report.stream()
                .flatMap(found -> Stream.of("challenger", "champion", "untrained", "rules")
                        .flatMap(name -> found.policy(name).stream())
                        .filter(policy -> policy.refused().isEmpty())
                        .map(policy -> words.say(
                                "approval.finding",
                                words.say("learn.policy." + policy.policy()),
                                percent(policy.value()),
                                percent(policy.low()),
                                percent(policy.high()))))
                .toList();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
