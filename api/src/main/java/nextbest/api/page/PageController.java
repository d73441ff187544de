package nextbest.api.page;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.api.Texts;
import nextbest.api.answer.Answering;
import nextbest.api.decision.Cards;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.report.Reports;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.event.SubjectRef;
import nextbest.identity.SubjectId;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Urgency;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.decision.CurrentCards;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.report.Breakdown;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages. */
@Controller
final class PageController {
    private static final int MOST_DEALS = 200;

    private final Store store;
    private final Subjects subjects;
    private final Cards cards;
    private final DealCards dealCards;
    private final Answering answering;
    private final Reports reports;
    private final Access access;
    private final Texts texts;
    private final CurrentCards currentCards;

    PageController(
            Store store,
            Subjects subjects,
            Cards cards,
            DealCards dealCards,
            Answering answering,
            Reports reports,
            Access access,
            Texts texts) {
        this.store = store;
        this.subjects = subjects;
        this.cards = cards;
        this.dealCards = dealCards;
        this.answering = answering;
        this.reports = reports;
        this.access = access;
        this.texts = texts;
        this.currentCards = new CurrentCards(store.database());
    }

    /** A deal in the list of the day. */
    record DayEntry(
            SubjectId id,
            String name,
            String stage,
            String amount,
            String closeDate,
            String rep,
            String state,
            String title,
            Integer points,
            String urgency) {}

    @GetMapping("/")
    @Requires(Act.BE_HERE)
    String front(Caller caller, Model model) {
        frame(caller, model);
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

    @GetMapping("/my-day")
    @Requires(Act.READ_SUBJECTS)
    String day(Caller caller, Model model) {
        frame(caller, model);
        List<SubjectEntry> open = openDeals(caller, MOST_DEALS);
        Map<SubjectId, CurrentCards.Entry> current = currentCards.of(
                caller.tenant(), open.stream().map(SubjectEntry::id).toList());
        boolean shadow = store.tenants().get(caller.tenant()).mode() == nextbest.store.tenant.Tenants.Mode.SHADOW;
        ZoneId zone = reports.zone(caller);
        List<DayEntry> entries = open.stream()
                .sorted(Comparator.comparing((SubjectEntry deal) -> Optional.ofNullable(current.get(deal.id()))
                                .map(card -> -rank(card.content().urgency()))
                                .orElse(1))
                        .thenComparing(deal -> Optional.ofNullable(current.get(deal.id()))
                                .map(card -> -card.content().points())
                                .orElse(1)))
                .map(deal -> dayEntry(deal, Optional.ofNullable(current.get(deal.id())), shadow, zone))
                .toList();
        model.addAttribute("entries", entries);
        model.addAttribute("cut", open.size() == MOST_DEALS);
        model.addAttribute("team", caller.role() != nextbest.store.security.Role.REP);
        return "my-day";
    }

    private static int rank(Urgency urgency) {
        return switch (urgency) {
            case LOW -> 1;
            case MEDIUM -> 2;
            case HIGH -> 3;
        };
    }

    /** What was not delivered yet is not named: naming it would be presenting it. */
    private DayEntry dayEntry(SubjectEntry deal, Optional<CurrentCards.Entry> card, boolean shadow, ZoneId zone) {
        SubjectEntry.DealEntry facts = deal.deal().orElseThrow();
        boolean named = card.filter(c -> c.state() != CardView.State.DRAFTED).isPresent();
        String state = card.map(c -> c.state() == CardView.State.DRAFTED && shadow
                        ? "day.state.shadow"
                        : "day.state." + c.state().name())
                .orElse("day.state.none");
        return new DayEntry(
                deal.id(),
                deal.name().orElse(deal.id().toString()),
                facts.stageLabel(),
                facts.amount().map(a -> PageAmounts.say(a)).orElse(""),
                facts.closeDate()
                        .map(day -> new PageDates(zone, store.time().now()).day(day))
                        .orElse(""),
                deal.repName().orElse(""),
                state,
                named ? texts.in(zone).say(card.get().content().title()) : "",
                named ? card.get().content().points() : null,
                card.map(c -> c.content().urgency().name()).orElse(""));
    }

    @GetMapping("/deals/{id}")
    @Requires(Act.READ_SUBJECTS)
    String deal(
            @PathVariable String id,
            @RequestParam(required = false) String said,
            Caller caller,
            Model model,
            HttpServletResponse response) {
        frame(caller, model);
        SubjectEntry subject = subjects.named(caller, id);
        ZoneId zone = subjects.zoneOf(caller, subject);
        model.addAttribute("subject", subject);
        model.addAttribute("dates", new PageDates(zone, store.time().now()));
        model.addAttribute(
                "amount",
                subject.deal()
                        .flatMap(SubjectEntry.DealEntry::amount)
                        .map(PageAmounts::say)
                        .orElse(""));
        model.addAttribute("said", said != null);
        try {
            CardView view = cards.current(caller, subject, "page");
            model.addAttribute("card", dealCards.of(caller, subject, view, zone));
            model.addAttribute("formId", store.ids().next());
            model.addAttribute("dismissReasons", names(DismissReason.values()));
            model.addAttribute("keepBackReasons", names(KeepBackReason.values()));
        } catch (Refusal refusal) {
            if (!isExplained(refusal.kind())) {
                throw refusal;
            }
            // the page is there; it is the card that is not
            model.addAttribute("noCard", refusal.kind().key());
            model.addAttribute("noCardDetail", refusal.getMessage());
        }
        return "deal";
    }

    private static boolean isExplained(ProblemKind kind) {
        return kind == ProblemKind.DEAL_CLOSED || kind == ProblemKind.NO_CARD || kind == ProblemKind.NOT_LIVE;
    }

    @PostMapping("/deals/{id}/answer")
    @Requires(Act.ANSWER)
    String answer(
            @PathVariable String id,
            @RequestParam String decision,
            @RequestParam int position,
            @RequestParam String answer,
            @RequestParam RepDisposition disposition,
            @RequestParam(required = false) String reason,
            @RequestParam(required = false) String instead,
            @RequestParam(required = false) Integer days,
            Caller caller) {
        SubjectEntry subject = subjects.named(caller, id);
        Instant now = store.time().now();
        var said = new Answering.Said(
                // the form's own id: sent twice, it counts once
                "page-" + answer + "-" + disposition,
                position,
                disposition,
                Optional.ofNullable(reason).filter(r -> !r.isBlank()),
                Optional.ofNullable(instead).map(String::strip).filter(i -> !i.isEmpty()),
                Optional.ofNullable(days).map(d -> now.plus(Duration.ofDays(d))),
                Optional.empty());
        answering.take(caller, cards.decision(caller, decision), said, "page");
        return "redirect:/deals/" + subject.id() + "?said";
    }

    @GetMapping("/reports/loop")
    @Requires(Act.READ_REPORTS)
    String loop(
            @RequestParam(required = false) String from,
            @RequestParam(required = false) String to,
            @RequestParam(required = false) String by,
            Caller caller,
            Model model) {
        frame(caller, model);
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

    /** What every page's head needs. */
    private void frame(Caller caller, Model model) {
        model.addAttribute("caller", caller);
        model.addAttribute("mayReadReports", access.may(caller, Act.READ_REPORTS));
        model.addAttribute("mayReadDeals", access.may(caller, Act.READ_SUBJECTS));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
