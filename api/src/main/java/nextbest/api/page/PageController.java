package nextbest.api.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nextbest.api.Texts;
import nextbest.api.problem.Refusal;
import nextbest.api.report.Reports;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.event.SubjectRef;
import nextbest.store.Store;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.report.Breakdown;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The front page and the loop report. */
@Controller
final class PageController {
    private final Store store;
    private final Subjects subjects;
    private final Reports reports;
    private final Access access;
    private final Texts texts;
    private final Frame frame;

    PageController(Store store, Subjects subjects, Reports reports, Access access, Texts texts, Frame frame) {
        this.store = store;
        this.subjects = subjects;
        this.reports = reports;
        this.access = access;
        this.texts = texts;
        this.frame = frame;
    }

    @GetMapping("/")
    @Requires(Act.BE_HERE)
    String front(Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.ELSEWHERE);
        model.addAttribute("tenant", store.tenants().get(caller.tenant()));
        boolean seesDeals = access.may(caller, Act.READ_SUBJECTS);
        model.addAttribute("seesDeals", seesDeals);
        model.addAttribute("someDeals", seesDeals && !openDeals(caller, 1).isEmpty());
        model.addAttribute(
                "anyDecision",
                reports.report(caller, Instant.EPOCH, store.time().now().plusSeconds(1))
                                .decisions()
                        > 0);
        return "front";
    }

    @GetMapping("/reports/loop")
    @Requires(Act.READ_REPORTS)
    String loop(
            @RequestParam(required = false) String from,
            @RequestParam(required = false) String to,
            @RequestParam(required = false) String by,
            Caller caller,
            Model model) {
        frame.around(caller, model, Frame.Room.REPORT);
        ZoneId zone = reports.zone(caller);
        Instant now = reports.now();
        Instant until = blank(to) ? now.plusSeconds(1) : Reports.moment("to", to, zone, 1);
        Instant since = blank(from) ? now.minus(Duration.ofDays(90)) : Reports.moment("from", from, zone, 0);
        if (!since.isBefore(until)) {
            throw Refusal.invalid("from", from == null ? "" : from, "a day before the end of the period");
        }
        Breakdown.By grouping = blank(by) ? Breakdown.By.ACTION : Reports.by(by);
        var report = reports.report(caller, since, until);
        model.addAttribute("report", report);
        model.addAttribute("from", since.atZone(zone).toLocalDate());
        model.addAttribute("to", until.minusSeconds(1).atZone(zone).toLocalDate());
        model.addAttribute("by", grouping.name().toLowerCase(java.util.Locale.ROOT));
        List<String> groupings = new ArrayList<>(List.of("action", "stage", "segment", "month"));
        if (access.seesFiguresOfReps(caller)) {
            groupings.add("rep");
        }
        model.addAttribute("groupings", groupings);
        model.addAttribute("lines", lines(caller, grouping, since, until));
        model.addAttribute("engineBars", Bars.of("engine.", report.engine()));
        model.addAttribute("repBars", Bars.of("rep.", report.rep()));
        model.addAttribute("reasonBars", Bars.of("reason.", report.reasons()));
        model.addAttribute(
                "revenue",
                report.revenue().entrySet().stream()
                        .map(e -> PageAmounts.say(new nextbest.money.Money(e.getValue(), e.getKey())))
                        .toList());
        return "loop";
    }

    private List<Breakdown.Line> lines(Caller caller, Breakdown.By by, Instant since, Instant until) {
        List<Breakdown.Line> lines = reports.lines(caller, by, since, until);
        if (by != Breakdown.By.ACTION) {
            return lines;
        }
        Texts.Voice voice = texts.in(reports.zone(caller));
        return lines.stream()
                .map(l -> new Breakdown.Line(
                        voice.say("action." + l.key() + ".name"),
                        l.delivered(),
                        l.accepted(),
                        l.dismissed(),
                        l.keptBack(),
                        l.overridden(),
                        l.advanceObserved(),
                        l.advanced(),
                        l.won()))
                .toList();
    }

    private List<SubjectEntry> openDeals(Caller caller, int most) {
        return subjects.list(
                        caller,
                        new SubjectDirectory.Filter(
                                Optional.of(SubjectRef.Kind.DEAL),
                                Optional.of(SubjectEntry.Status.OPEN),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                most))
                .entries();
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
