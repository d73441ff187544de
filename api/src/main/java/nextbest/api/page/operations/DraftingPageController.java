package nextbest.api.page.operations;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nextbest.api.page.Frame;
import nextbest.api.page.PageTexts;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.identity.SubjectId;
import nextbest.store.Store;
import nextbest.store.drafting.DraftPolicy;
import nextbest.store.drafting.DraftReport;
import nextbest.store.drafting.Drafts;
import nextbest.store.drafting.EndpointHealth;
import nextbest.store.drafting.EndpointHealths;
import nextbest.store.security.AuditTrail;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The operator's page about drafting: what was let through, what was not and why, what it costs, and what to do next. */
@Controller
final class DraftingPageController {
    private static final int DAYS = 30;
    private static final int MOST_REFUSED = 20;
    private static final int MOST_DAYS = 14;
    /** Fewer drafts say little about a model. */
    private static final long ENOUGH = 20;

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /** Above it a budget is a slip of the pen. */
    private static final BigDecimal MOST_BUDGET = BigDecimal.valueOf(1_000_000);

    private final Store store;
    private final Drafts drafts;
    private final EndpointHealths health;
    private final AuditTrail audit;
    private final Frame frame;
    private final PageTexts words;

    DraftingPageController(Store store, AuditTrail audit, Frame frame, PageTexts words) {
        this.store = store;
        this.drafts = new Drafts(store.database());
        this.health = new EndpointHealths(store.database());
        this.audit = audit;
        this.frame = frame;
        this.words = words;
    }

    /** A number with what it counts. */
    record Figure(String name, String value, String remark) {}

    /** Drafts that ended alike. */
    record Fate(String state, String reason, long drafts) {}

    /** A version of a prompt with a model. */
    record Version(DraftReport.Version counts, String accepted, String cost) {}

    /** A day's cost. */
    record Day(String day, long calls, long inputTokens, long outputTokens, String cost) {}

    /** A draft that is not shown. */
    record Refused(String at, SubjectId subject, String deal, String reason, String where, String offence) {}

    /** An endpoint in words. */
    record Endpoint(String model, boolean leftAlone, String answered, String failed) {}

    @GetMapping("/operations/drafting")
    @Requires(Act.READ_OPERATIONS)
    String drafting(@RequestParam(required = false) String asked, Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.OPERATIONS);
        Instant now = store.time().now();
        Instant real = store.time().realNow();
        Instant from = now.minus(Duration.ofDays(DAYS));
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        var dates = words.dates(ZoneId.of(store.tenants().get(caller.tenant()).zone()), now);
        DraftPolicy policy = drafts.policy(caller.tenant());
        DraftReport report =
                drafts.report(caller.tenant(), from, from.atZone(ZoneOffset.UTC).toLocalDate());
        List<EndpointHealth> endpoints = health.all();
        long spent = drafts.spent(caller.tenant(), today);
        model.addAttribute("next", next(policy, report, endpoints, spent, real));
        model.addAttribute("figures", figures(policy, report, spent));
        model.addAttribute("fates", fates(report));
        model.addAttribute(
                "versions",
                report.versions().stream()
                        .map(v -> new Version(v, percent(v.accepted(), v.drafts()), money(v.costMicros())))
                        .toList());
        model.addAttribute(
                "days",
                report.days().reversed().stream()
                        .limit(MOST_DAYS)
                        .map(d -> new Day(
                                dates.day(d.day()),
                                d.calls(),
                                d.inputTokens(),
                                d.outputTokens(),
                                money(d.costMicros())))
                        .toList());
        model.addAttribute(
                "refused",
                drafts.refused(caller.tenant(), MOST_REFUSED).stream()
                        .map(r -> new Refused(
                                dates.moment(r.at()),
                                r.subject(),
                                r.deal().orElse(r.subject().toString()),
                                reason(r.reason()),
                                r.where(),
                                r.offence()))
                        .toList());
        model.addAttribute(
                "endpoints", endpoints.stream().map(e -> endpoint(e, real)).toList());
        model.addAttribute("policy", policy);
        model.addAttribute("budget", money(policy.dailyBudgetMicros()));
        model.addAttribute("asked", asked != null && words.knows("drafting.asked." + asked) ? asked : "");
        return "drafting";
    }

    /** What an operator should do, the gravest first. */
    private List<OperationsController.Next> next(
            DraftPolicy policy, DraftReport report, List<EndpointHealth> endpoints, long spent, Instant real) {
        List<OperationsController.Next> next = new ArrayList<>();
        if (!policy.switchedOn()) {
            next.add(new OperationsController.Next(false, words.say("drafting.next.off")));
        }
        if (endpoints.isEmpty()) {
            next.add(new OperationsController.Next(false, words.say("drafting.next.none")));
        }
        endpoints.stream().limit(1).filter(e -> e.failures() > 0).forEach(e -> {
            String cause = e.failedBy().orElse("");
            next.add(new OperationsController.Next(
                    true,
                    words.say(
                            words.knows("drafting.next.failing." + cause)
                                    ? "drafting.next.failing." + cause
                                    : "drafting.next.failing",
                            e.model(),
                            e.failures(),
                            reason(cause))));
            if (e.isLeftAlone(real)) {
                next.add(new OperationsController.Next(
                        true,
                        words.say(
                                "drafting.next.leftalone",
                                Duration.between(real, e.leftAloneUntil().orElseThrow())
                                                .toSeconds()
                                        + 1)));
            }
        });
        long budget = policy.dailyBudgetMicros();
        if (spent >= budget && spent > 0) {
            next.add(new OperationsController.Next(true, words.say("drafting.next.spent", money(budget))));
        } else if (spent * 5 >= budget * 4 && spent > 0) {
            next.add(new OperationsController.Next(
                    false, words.say("drafting.next.nearly", money(spent), money(budget))));
        }
        report.versions().stream()
                .filter(v -> v.accepted() + v.rejected() >= ENOUGH && v.accepted() < v.rejected())
                .forEach(v -> next.add(new OperationsController.Next(
                        false,
                        words.say(
                                "drafting.next.refused",
                                v.model(),
                                v.prompt(),
                                v.accepted(),
                                v.accepted() + v.rejected()))));
        return next;
    }

    private List<Figure> figures(DraftPolicy policy, DraftReport report, long spent) {
        long accepted = sum(report, "ACCEPTED");
        long all = report.counts().stream().mapToLong(DraftReport.Count::drafts).sum();
        long cached =
                report.counts().stream().mapToLong(DraftReport.Count::cached).sum();
        long slowest = report.versions().stream()
                .mapToLong(DraftReport.Version::ninetiethMillis)
                .max()
                .orElse(0);
        return List.of(
                new Figure(words.say("drafting.accepted"), whole(accepted), percent(accepted, all)),
                new Figure(words.say("drafting.rejected"), whole(sum(report, "REJECTED")), ""),
                new Figure(words.say("drafting.failed"), whole(sum(report, "FAILED")), ""),
                new Figure(words.say("drafting.cached"), whole(cached), percent(cached, all)),
                new Figure(words.say("drafting.latency"), whole(slowest), words.say("drafting.millis")),
                new Figure(
                        words.say("drafting.spent"),
                        money(spent),
                        words.say("drafting.of", money(policy.dailyBudgetMicros()))));
    }

    private List<Fate> fates(DraftReport report) {
        List<Fate> fates = new ArrayList<>();
        for (DraftReport.Count count : report.counts()) {
            if (!count.state().equals("ACCEPTED")) {
                fates.add(new Fate(count.state(), reason(count.reason()), count.drafts()));
            }
        }
        return fates;
    }

    private static long sum(DraftReport report, String state) {
        return report.counts().stream()
                .filter(count -> count.state().equals(state))
                .mapToLong(DraftReport.Count::drafts)
                .sum();
    }

    private Endpoint endpoint(EndpointHealth e, Instant real) {
        return new Endpoint(
                e.model(),
                e.isLeftAlone(real),
                e.answeredAt().map(at -> ago(at, real)).orElseGet(() -> words.say("drafting.never")),
                e.failedAt()
                        .map(at -> words.say(
                                "drafting.failedago",
                                ago(at, real),
                                reason(e.failedBy().orElse(""))))
                        .orElseGet(() -> words.say("drafting.never")));
    }

    private String ago(Instant at, Instant real) {
        Duration since = Duration.between(at, real);
        if (since.toHours() >= 48) {
            return words.say("drafting.ago.days", since.toDays());
        }
        return since.toMinutes() < 2
                ? words.say("drafting.ago.seconds", Math.max(0, since.toSeconds()))
                : words.say("drafting.ago.minutes", since.toMinutes());
    }

    /** A reason in words; one that has none yet stands as it is counted. */
    private String reason(String key) {
        return words.knows("drafting.reason." + key) ? words.say("drafting.reason." + key) : key;
    }

    private static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "" : Math.round(100.0 * part / whole) + "%";
    }

    /** In the currency in which the endpoint is paid, which nobody but the operator knows. */
    private static String money(long micros) {
        BigDecimal exact = BigDecimal.valueOf(micros).divide(MILLION, 6, RoundingMode.HALF_UP);
        return exact.setScale(exact.abs().compareTo(BigDecimal.ONE) < 0 && micros != 0 ? 4 : 2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    @PostMapping("/operations/drafting")
    @Requires(Act.CHANGE_MODE)
    String set(
            @RequestParam(required = false) boolean switchedOn,
            @RequestParam(required = false) boolean withNames,
            @RequestParam(required = false) boolean readNotes,
            @RequestParam Optional<BigDecimal> budget,
            Caller caller) {
        DraftPolicy before = drafts.policy(caller.tenant());
        BigDecimal daily = budget.orElseGet(() -> BigDecimal.valueOf(before.dailyBudgetMicros(), 6));
        if (daily.signum() < 0 || daily.compareTo(MOST_BUDGET) > 0) {
            throw Refusal.invalid("budget", daily.toPlainString(), "0 to " + MOST_BUDGET.toPlainString());
        }
        drafts.setPolicy(
                caller.tenant(),
                new DraftPolicy(
                        switchedOn,
                        withNames,
                        readNotes,
                        daily.multiply(MILLION).longValue()));
        audit.note(
                caller.tenant(),
                caller.name(),
                "set-drafting",
                "drafting",
                Map.of(
                        "switchedOn", Boolean.toString(switchedOn),
                        "withNames", Boolean.toString(withNames),
                        "readNotes", Boolean.toString(readNotes),
                        "budget", daily.toPlainString()));
        return "redirect:/operations/drafting?asked=" + (switchedOn ? "on" : "off");
    }
}
