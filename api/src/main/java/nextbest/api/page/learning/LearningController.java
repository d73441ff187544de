package nextbest.api.page.learning;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.Texts;
import nextbest.api.page.Frame;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.page.approval.ApprovalPanel;
import nextbest.api.page.fairness.FairnessPanel;
import nextbest.api.problem.Refusal;
import nextbest.api.report.OverrideTeller;
import nextbest.api.report.Reports;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.trial.TrialTeller;
import nextbest.learning.fairness.FairnessAudit;
import nextbest.model.TrainingReport;
import nextbest.store.Store;
import nextbest.store.model.ModelSwitch;
import nextbest.store.model.ModelVersion;
import nextbest.store.report.FairnessReport;
import nextbest.store.report.Overrides;
import nextbest.store.report.Trend;
import nextbest.store.security.AuditTrail;
import nextbest.store.trial.TrialResults;
import nextbest.store.trial.Trials;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page on what is learned. */
@Controller
final class LearningController {
    private static final Duration OVERRIDE_PERIOD = Duration.ofDays(365);
    private static final int MOST_WORDS = 300;

    private final Store store;
    private final FairnessPanel findings;
    private final Overrides overrides;
    private final Trials trials;
    private final TrialResults results;
    private final Reports reports;
    private final Access access;
    private final AuditTrail audit;
    private final ApprovalPanel approvals;
    private final Frame frame;
    private final Texts texts;
    private final PageTexts words;

    LearningController(
            Store store,
            Reports reports,
            FairnessPanel findings,
            Access access,
            AuditTrail audit,
            ApprovalPanel approvals,
            Frame frame,
            Texts texts,
            PageTexts words) {
        this.store = store;
        this.findings = findings;
        this.overrides = new Overrides(store.database());
        this.trials = new Trials(store.database());
        this.results = new TrialResults(store.database());
        this.reports = reports;
        this.access = access;
        this.audit = audit;
        this.approvals = approvals;
        this.frame = frame;
        this.texts = texts;
        this.words = words;
    }

    /** A version of the model; {@code read} whether its report is on the page. */
    record VersionRow(int number, ModelVersion.State state, String since, String reason, boolean read) {}

    /** A quantity with its interval, in hundredths of a won deal; {@code refused} says why there is none. */
    record ValueRow(String name, String value, String low, String high, String refused) {}

    /** What is claimed of an action or a group. */
    record EffectRow(String name, Measure measure, long n, boolean worse) {}

    /** In hundredths of a won deal, or times as often. */
    record Measure(String value, String low, String high) {
        static Measure points(double value, double low, double high) {
            return new Measure(signed(value), signed(low), signed(high));
        }

        private static String signed(double share) {
            return String.format(Locale.ROOT, "%+.1f", 100 * share);
        }
    }

    /** One bin of the forecast. */
    record BinRow(int cases, String foreseen, String seen) {}

    /** A group against all others. */
    record FairnessRow(
            String kind,
            String group,
            String rate,
            long successes,
            long cases,
            Optional<Measure> ratio,
            FairnessAudit.Answer answer) {}

    /** A sentence about something that has a name. */
    record Sentence(String name, String says) {}

    /** Product news. */
    record NewsRow(UUID id, String what, String about, String on) {}

    @GetMapping("/learning")
    @Requires(Act.READ_MODELS)
    String learning(
            @RequestParam(required = false) Integer version,
            @RequestParam(required = false) String done,
            Caller caller,
            Model model) {
        frame.around(caller, model, Frame.Room.LEARNING);
        Instant now = store.time().now();
        ZoneId zone = reports.zone(caller);
        PageDates dates = words.dates(zone, now);
        Texts.Voice voice = texts.in(zone);
        versions(caller, version, dates, voice, model);
        fairness(caller, now, model);
        Overrides.Report overridden =
                overrides.of(caller.tenant(), now.minus(OVERRIDE_PERIOD), now.plusSeconds(1), now);
        model.addAttribute("overridden", OverrideTeller.says(overridden.all()));
        model.addAttribute(
                "overrides",
                overridden.byAction().stream()
                        .map(line -> new Sentence(name(voice, line.key()), OverrideTeller.says(line)))
                        .toList());
        model.addAttribute(
                "trials",
                trials.all(caller.tenant()).stream()
                        .map(trial -> new Sentence(
                                trial.name(), TrialTeller.says(trial, results.of(caller.tenant(), trial, now))))
                        .toList());
        model.addAttribute(
                "news",
                store.productNews().standing(caller.tenant()).stream()
                        .map(entry -> new NewsRow(
                                entry.id(),
                                entry.what(),
                                entry.action().map(key -> name(voice, key)).orElse(""),
                                dates.day(entry.at())))
                        .toList());
        model.addAttribute(
                "actions",
                store.maker().catalogue(caller.tenant()).actions().keySet().stream()
                        .map(key -> new Sentence(key, name(voice, key)))
                        .sorted(Comparator.comparing(Sentence::says))
                        .toList());
        approvals.into(model, caller, dates, "learning");
        model.addAttribute("maySwitch", access.may(caller, Act.SWITCH_MODEL));
        model.addAttribute("mayTell", access.may(caller, Act.TELL_PRODUCT_NEWS));
        model.addAttribute("done", done != null && words.knows("learn.done." + done) ? done : "");
        return "learning";
    }

    private void versions(Caller caller, Integer asked, PageDates dates, Texts.Voice voice, Model model) {
        List<ModelVersion> all = store.models().all(caller.tenant());
        if (asked != null && all.stream().noneMatch(version -> version.number() == asked)) {
            throw Refusal.notFound("version", asked.toString());
        }
        Optional<Integer> read =
                Optional.ofNullable(asked).or(() -> all.stream().findFirst().map(ModelVersion::number));
        Optional<ModelSwitch> position = store.models().position(caller.tenant());
        model.addAttribute("off", position.filter(ModelSwitch::off).isPresent());
        model.addAttribute("why", position.map(ModelSwitch::reason).orElse(""));
        model.addAttribute(
                "champion",
                all.stream()
                        .filter(version -> version.state() == ModelVersion.State.CHAMPION)
                        .map(ModelVersion::number)
                        .findFirst()
                        .orElse(0));
        model.addAttribute(
                "versions",
                all.stream()
                        .map(version -> new VersionRow(
                                version.number(),
                                version.state(),
                                dates.day(version.decidedAt()),
                                version.reason(),
                                read.filter(number -> number == version.number())
                                        .isPresent()))
                        .toList());
        // what the report found good may still wait for a manager, or have been refused by one
        model.addAttribute(
                "decided",
                read.flatMap(number -> all.stream()
                                .filter(version -> version.number() == number)
                                .findFirst())
                        .map(version -> version.state().name())
                        .orElse(""));
        model.addAttribute("number", read.orElse(0));
        model.addAttribute("report", null);
        read.flatMap(number -> store.models().report(caller.tenant(), number))
                .ifPresent(report -> report(report, dates, voice, model));
    }

    private void report(TrainingReport report, PageDates dates, Texts.Voice voice, Model model) {
        model.addAttribute("report", report);
        model.addAttribute("from", dates.day(report.from()));
        model.addAttribute("until", dates.day(report.until()));
        model.addAttribute("judgedFrom", dates.day(report.judgedFrom()));
        model.addAttribute(
                "policies",
                report.policies().stream()
                        .map(policy -> new ValueRow(
                                "learn.policy." + policy.policy(),
                                percent(policy.value()),
                                percent(policy.low()),
                                percent(policy.high()),
                                policy.refused()))
                        .toList());
        model.addAttribute(
                "effects",
                report.actions().stream()
                        .filter(TrainingReport.ActionFinding::certain)
                        .map(action -> new EffectRow(
                                name(voice, action.action()),
                                Measure.points(action.gain(), action.low(), action.high()),
                                action.n(),
                                action.gain() < 0))
                        .toList());
        model.addAttribute(
                "groups",
                report.groups().stream()
                        .map(group -> new EffectRow(
                                words.say("learn.kind." + group.kind()) + ": " + group.group(),
                                Measure.points(group.difference(), group.low(), group.high()),
                                group.cases(),
                                group.worse()))
                        .toList());
        model.addAttribute(
                "bins",
                report.calibration().stream()
                        .map(bin -> new BinRow(bin.cases(), percent(bin.foreseen()), percent(bin.seen())))
                        .toList());
        model.addAttribute(
                "cost",
                report.fairnessCost()
                        // the sum makes of a negative zero a zero
                        .map(cost -> String.format(Locale.ROOT, "%.1f", Math.round(1000 * cost) / 10.0 + 0.0))
                        .orElse(""));
    }

    private void fairness(Caller caller, Instant now, Model model) {
        FairnessReport report = findings.into(model, caller, words.dates(reports.zone(caller), now));
        model.addAttribute(
                "fairness", report.lines().stream().map(LearningController::row).toList());
    }

    private static FairnessRow row(FairnessReport.Line line) {
        FairnessAudit.Finding finding = line.finding();
        boolean known = finding.answer() != FairnessAudit.Answer.TOO_LITTLE_DATA;
        return new FairnessRow(
                line.kind(),
                finding.group(),
                line.rate(),
                finding.cases().successes(),
                finding.cases().trials(),
                known
                        ? Optional.of(new Measure(
                                String.format(Locale.ROOT, "%.2f", finding.ratio()),
                                String.format(Locale.ROOT, "%.2f", finding.lower()),
                                String.format(Locale.ROOT, "%.2f", finding.upper())))
                        : Optional.empty(),
                finding.answer());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String name(Texts.Voice voice, String action) {
        return voice.say("action." + action + ".name");
    }

    @PostMapping("/learning/switch")
    @Requires(Act.SWITCH_MODEL)
    String turn(@RequestParam boolean off, @RequestParam String reason, Caller caller) {
        if (reason.isBlank() || reason.length() > MOST_WORDS) {
            throw Refusal.invalid("reason", reason.length() + " characters", "1 to " + MOST_WORDS + " characters");
        }
        store.models()
                .set(
                        caller.tenant(),
                        off,
                        reason.strip(),
                        caller.name(),
                        store.time().now());
        audit.note(
                caller.tenant(),
                caller.name(),
                off ? "model-off" : "model-on",
                "model",
                Map.of("reason", reason.strip()));
        return "redirect:/learning?done=" + (off ? "off" : "on");
    }

    @PostMapping("/learning/news")
    @Requires(Act.TELL_PRODUCT_NEWS)
    String tell(@RequestParam String what, @RequestParam(defaultValue = "") String action, Caller caller) {
        if (what.isBlank() || what.length() > MOST_WORDS) {
            throw Refusal.invalid("what", what.length() + " characters", "1 to " + MOST_WORDS + " characters");
        }
        if (!action.isEmpty()
                && store.maker().catalogue(caller.tenant()).action(action).isEmpty()) {
            throw Refusal.invalid("action", action, "the key of an action of the catalogue, or nothing for all");
        }
        var entry = store.productNews()
                .tell(
                        caller.tenant(),
                        Optional.of(action).filter(key -> !key.isEmpty()),
                        what.strip(),
                        caller.name(),
                        store.time().now());
        audit.note(
                caller.tenant(),
                caller.name(),
                "product-news",
                entry.action().orElse("all actions"),
                Map.of("what", entry.what()));
        return "redirect:/learning?done=news#news";
    }

    @PostMapping("/learning/news/{id}/withdrawal")
    @Requires(Act.TELL_PRODUCT_NEWS)
    String takeBack(@PathVariable String id, Caller caller) {
        boolean done = Trend.id(id)
                .map(uuid -> store.productNews()
                        .takeBack(caller.tenant(), uuid, store.time().now()))
                .orElse(false);
        if (!done) {
            throw Refusal.notFound("product news", id);
        }
        audit.note(caller.tenant(), caller.name(), "take-product-news-back", id, Map.of());
        return "redirect:/learning?done=withdrawn#news";
    }
}
