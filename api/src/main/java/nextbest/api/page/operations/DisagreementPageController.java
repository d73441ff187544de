package nextbest.api.page.operations;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import nextbest.api.page.Frame;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.store.Store;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.vendor.Disagreements;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page of what two systems say differently of one deal, with the rule of what counts. */
@Controller
final class DisagreementPageController {
    private static final int MOST = 200;

    private final Store store;
    private final Subjects subjects;
    private final Frame frame;
    private final PageTexts words;

    DisagreementPageController(Store store, Subjects subjects, Frame frame, PageTexts words) {
        this.store = store;
        this.subjects = subjects;
        this.frame = frame;
        this.words = words;
    }

    /** A field of a deal with both sides in words. */
    record Row(String id, String deal, String field, String counts, List<String> others) {}

    @GetMapping("/operations/disagreements")
    @Requires(Act.CONNECT)
    String disagreements(Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.OPERATIONS);
        List<Disagreements.Disagreement> found = store.vendors().disagreements().all(caller.tenant(), MOST + 1);
        PageDates dates = words.dates(
                ZoneId.of(store.tenants().get(caller.tenant()).zone()),
                store.time().now());
        model.addAttribute("more", found.size() > MOST);
        model.addAttribute("most", MOST);
        model.addAttribute(
                "rows",
                found.stream()
                        .limit(MOST)
                        .flatMap(one -> row(caller, one, dates).stream())
                        .toList());
        return "disagreements";
    }

    private Optional<Row> row(Caller caller, Disagreements.Disagreement one, PageDates dates) {
        return subjects.find(caller, one.deal())
                .map((SubjectEntry deal) -> new Row(
                        deal.id().toString(),
                        deal.name().orElseGet(() -> deal.id().toString()),
                        plain(one.field()),
                        said(one.said().getFirst(), dates),
                        one.said().stream()
                                .skip(1)
                                .map(said -> said(said, dates))
                                .toList()));
    }

    /** {@code closeDate}: close date. */
    private static String plain(String field) {
        return field.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
    }

    private String said(Disagreements.Said said, PageDates dates) {
        return words.say(
                "differ.said",
                said.source(),
                said.value().isEmpty() ? words.say("differ.nothing") : said.value(),
                dates.moment(said.at()));
    }
}
