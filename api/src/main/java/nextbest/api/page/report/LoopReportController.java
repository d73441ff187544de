package nextbest.api.page.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nextbest.api.Texts;
import nextbest.api.page.Frame;
import nextbest.api.page.PageAmounts;
import nextbest.api.page.PageTexts;
import nextbest.api.problem.Refusal;
import nextbest.api.product.TopicNames;
import nextbest.api.report.Reports;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.deal.StageKind;
import nextbest.money.Money;
import nextbest.store.Store;
import nextbest.store.report.Breakdown;
import nextbest.store.report.LoopReport;
import nextbest.store.report.ReportAnswers;
import nextbest.store.report.Slice;
import nextbest.store.report.Trend;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The loop report for people: read, narrow down, copy, print, answer. */
@Controller
final class LoopReportController {
    private static final Duration USUAL = Duration.ofDays(90);
    private static final int MOST_ANSWERS = 20;
    private static final int MOST_WORDS = 1_000;
    private static final int MOST_ABOUT = 200;
    /** What can have become of a report that the reader asked for. */
    private static final Set<String> MAILED =
            Set.of("delivered", "on-its-way", "refused", "shadow", "no-address", "recipient-domain");

    private final Reports reports;
    private final Trend trend;
    private final ReportAnswers answers;
    private final Access access;
    private final Frame frame;
    private final Texts texts;
    private final PageTexts words;
    private final TopicNames topics;
    private final AlertPanel alerts;
    private final Store store;
    private final ReportMailPage mail;

    LoopReportController(
            Store store,
            Reports reports,
            Access access,
            Frame frame,
            Texts texts,
            PageTexts words,
            TopicNames topics,
            AlertPanel alerts,
            ReportMailPage mail) {
        this.reports = reports;
        this.trend = new Trend(store.database());
        this.answers = new ReportAnswers(store.database(), store.ids());
        this.access = access;
        this.frame = frame;
        this.texts = texts;
        this.words = words;
        this.topics = topics;
        this.alerts = alerts;
        this.store = store;
        this.mail = mail;
    }

    /** What somebody asked for in the address; each may be missing. */
    record Asked(
            String from,
            String to,
            String by,
            String segment,
            String stage,
            String product,
            String desk,
            String topic) {}

    /** What that means. */
    private record Question(Instant since, Instant until, Breakdown.By by, Slice slice) {}

    private Question question(Asked asked, Caller caller) {
        ZoneId zone = reports.zone(caller);
        Instant now = reports.now();
        Instant until = blank(asked.to()) ? now.plusSeconds(1) : Reports.moment("to", asked.to(), zone, 1);
        Instant since = blank(asked.from()) ? until.minus(USUAL) : Reports.moment("from", asked.from(), zone, 0);
        if (!since.isBefore(until)) {
            throw Refusal.invalid(
                    "from", asked.from() == null ? "" : asked.from(), "a day before the end of the period");
        }
        return new Question(
                since,
                until,
                blank(asked.by()) ? Breakdown.By.ACTION : Reports.by(asked.by()),
                new Slice(
                        Optional.ofNullable(asked.segment()).filter(s -> !s.isBlank()),
                        Optional.ofNullable(asked.stage()).filter(s -> !s.isBlank()),
                        Trend.id(asked.product()),
                        Trend.id(asked.desk()),
                        Optional.ofNullable(asked.topic()).filter(s -> !s.isBlank())));
    }

    @GetMapping("/reports/loop")
    @Requires(Act.READ_REPORTS)
    String loop(
            @ModelAttribute Asked asked, @RequestParam(required = false) String mailed, Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.REPORT);
        Question question = question(asked, caller);
        ZoneId zone = reports.zone(caller);
        LoopReport report;
        // the sums, the table and the weeks each go through all decisions of the period: at the same time
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<LoopReport> sums =
                    readers.submit(() -> reports.report(caller, question.since(), question.until(), question.slice()));
            Future<List<Trend.Week>> weeks = readers.submit(
                    () -> trend.weeks(caller.tenant(), question.since(), question.until(), question.slice()));
            model.addAttribute("lines", lines(caller, question));
            model.addAttribute("segments", trend.segments(caller.tenant()));
            model.addAttribute("products", trend.products(caller.tenant()));
            model.addAttribute("chart", WeekChart.of(taken(weeks)));
            report = taken(sums);
        }
        model.addAttribute("report", report);
        model.addAttribute("asked", asked);
        model.addAttribute("from", question.since().atZone(zone).toLocalDate());
        model.addAttribute("to", question.until().minusSeconds(1).atZone(zone).toLocalDate());
        model.addAttribute("by", question.by().name().toLowerCase(Locale.ROOT));
        model.addAttribute("groupings", groupings(caller));
        model.addAttribute("desks", trend.desks(caller.tenant()));
        model.addAttribute("topics", topics.choices(caller.tenant()));
        model.addAttribute("tenant", store.tenants().get(caller.tenant()));
        model.addAttribute(
                "stages",
                java.util.Arrays.stream(StageKind.values())
                        .filter(StageKind::isOpen)
                        .map(Enum::name)
                        .toList());
        model.addAttribute("engineBars", Bars.of("engine.", report.engine()));
        model.addAttribute("repBars", Bars.of("rep.", report.rep()));
        model.addAttribute("reasonBars", Bars.of("reason.", report.reasons()));
        model.addAttribute("observed", observed(report.observed()));
        model.addAttribute(
                "revenue",
                report.revenue().entrySet().stream()
                        .map(e -> PageAmounts.say(new Money(e.getValue(), e.getKey())))
                        .toList());
        model.addAttribute("answers", answers.latest(caller.tenant(), MOST_ANSWERS));
        model.addAttribute("dates", words.dates(zone, reports.now()));
        alerts.into(model, caller, zone);
        model.addAttribute("mayAnswer", access.may(caller, Act.ANSWER_REPORTS));
        model.addAttribute("mailReader", mail.reader(caller).orElse(null));
        model.addAttribute(
                "mailNext",
                mail.next(caller.tenant())
                        .map(issue -> words.dates(zone, reports.now()).moment(issue.at()))
                        .orElse(null));
        model.addAttribute("mailed", mailed != null && MAILED.contains(mailed) ? mailed : null);
        return "loop";
    }

    /** What another thread read, or the reason for which it could not. */
    private static <T> T taken(Future<T> reading) {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the report was interrupted", e);
        }
    }

    private List<String> groupings(Caller caller) {
        List<String> groupings = new ArrayList<>(List.of("action", "stage", "segment", "month"));
        if (access.seesFiguresOfReps(caller)) {
            groupings.add("rep");
        }
        return groupings;
    }

    /** How many recommendations were followed by this, how many were not, and of how many it is still open. */
    private static Map<String, long[]> observed(Map<String, Long> counts) {
        Map<String, long[]> shares = new LinkedHashMap<>();
        for (String what : List.of("answered", "executed", "advanced", "won")) {
            long yes = counts.getOrDefault(what + ".yes", 0L);
            long no = counts.getOrDefault(what + ".no", 0L);
            shares.put(what, new long[] {yes, no, counts.getOrDefault(what + ".pending", 0L)});
        }
        return shares;
    }

    private List<Breakdown.Line> lines(Caller caller, Question question) {
        List<Breakdown.Line> lines =
                reports.lines(caller, question.by(), question.since(), question.until(), question.slice());
        Texts.Voice voice = texts.in(reports.zone(caller));
        return lines.stream()
                .map(l -> new Breakdown.Line(
                        name(question.by(), l.key(), voice),
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

    private String name(Breakdown.By by, String key, Texts.Voice voice) {
        return switch (by) {
            case ACTION -> voice.say("action." + key + ".name");
            case STAGE -> words.say("stage." + key.toUpperCase(Locale.ROOT));
            case MONTH -> key.length() >= 7 ? key.substring(0, 7) : key;
            case SEGMENT, REP -> key;
        };
    }

    /** The tables that can be had as a file. */
    enum Chart {
        LINES,
        WEEKS,
        REPS,
        REASONS,
        ENGINE
    }

    /** The lines of the report, or the numbers of one of its charts, for a spreadsheet. */
    @GetMapping("/reports/loop.csv")
    @Requires(Act.READ_REPORTS)
    ResponseEntity<byte[]> csv(
            @ModelAttribute Asked asked, @RequestParam(defaultValue = "LINES") Chart chart, Caller caller) {
        Question question = question(asked, caller);
        CsvTable csv = new CsvTable();
        switch (chart) {
            case LINES -> lines(csv, caller, question);
            case WEEKS -> weeks(csv, caller, question);
            case REPS -> bars(csv, Bars.of("rep.", counts(caller, question).rep()));
            case REASONS ->
                bars(csv, Bars.of("reason.", counts(caller, question).reasons()));
            case ENGINE -> bars(csv, Bars.of("engine.", counts(caller, question).engine()));
        }
        return csv.asFile(
                chart == Chart.LINES
                        ? "loop-report.csv"
                        : "loop-report-" + chart.name().toLowerCase(Locale.ROOT) + ".csv");
    }

    private LoopReport counts(Caller caller, Question question) {
        return reports.report(caller, question.since(), question.until(), question.slice());
    }

    private void lines(CsvTable csv, Caller caller, Question question) {
        csv.row(
                words.say("loop.by." + question.by().name().toLowerCase(Locale.ROOT)),
                words.say("loop.delivered"),
                words.say("loop.accepted"),
                words.say("loop.dismissed"),
                words.say("loop.keptback"),
                words.say("loop.overridden"),
                words.say("loop.csv.observed"),
                words.say("loop.advanced"),
                words.say("loop.won"));
        for (Breakdown.Line l : lines(caller, question)) {
            csv.row(
                    l.key(),
                    Long.toString(l.delivered()),
                    Long.toString(l.accepted()),
                    Long.toString(l.dismissed()),
                    Long.toString(l.keptBack()),
                    Long.toString(l.overridden()),
                    Long.toString(l.advanceObserved()),
                    Long.toString(l.advanced()),
                    Long.toString(l.won()));
        }
    }

    private void weeks(CsvTable csv, Caller caller, Question question) {
        csv.row(
                words.say("loop.week"),
                words.say("loop.delivered"),
                words.say("loop.accepted"),
                words.say("loop.share"),
                words.say("loop.csv.low"),
                words.say("loop.csv.high"));
        WeekChart.of(trend.weeks(caller.tenant(), question.since(), question.until(), question.slice()))
                .marks()
                .forEach(m -> csv.row(
                        m.day(),
                        Long.toString(m.delivered()),
                        Long.toString(m.accepted()),
                        Integer.toString(m.share()),
                        Integer.toString(m.low()),
                        Integer.toString(m.high())));
    }

    private void bars(CsvTable csv, Bars bars) {
        csv.row(words.say("loop.csv.what"), words.say("loop.csv.count"));
        bars.bars().forEach(bar -> csv.row(words.say(bar.key()), Long.toString(bar.count())));
    }

    @PostMapping("/reports/loop/answers")
    @Requires(Act.ANSWER_REPORTS)
    String answer(
            @RequestParam(name = "words") String said, @RequestParam(defaultValue = "") String about, Caller caller) {
        String kept = said.strip();
        if (kept.isEmpty() || kept.length() > MOST_WORDS) {
            throw Refusal.invalid("words", kept.length() + " characters", "1 to " + MOST_WORDS + " characters");
        }
        String subject = about.strip();
        answers.add(
                caller.tenant(),
                caller.name(),
                subject.substring(0, Math.min(MOST_ABOUT, subject.length())),
                kept,
                reports.now());
        return "redirect:/reports/loop#answers";
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
