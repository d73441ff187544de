package nextbest.api.page.overview;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.api.Texts;
import nextbest.api.page.Frame;
import nextbest.api.page.PageAmounts;
import nextbest.api.page.PageTexts;
import nextbest.api.page.Share;
import nextbest.api.report.Reports;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.catalogue.Catalogue;
import nextbest.money.Money;
import nextbest.recommendation.Arm;
import nextbest.store.Store;
import nextbest.store.report.Arms;
import nextbest.store.report.Breakdown;
import nextbest.store.report.LoopReport;
import nextbest.store.tenant.Tenants;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page of top management. */
@Controller
final class OverviewController {
    private static final Duration PERIOD = Duration.ofDays(365);
    /** Fewer deals in an arm say nothing that one should act on. */
    private static final int MOST_WAITING = 50;

    private static final int LEAST_PER_ARM = 30;

    private static final int LEAST_TO_JUDGE = 10;
    private static final double MANY_DISMISSALS = 0.3;

    private final Store store;
    private final Reports reports;
    private final Arms arms;
    private final CostController costs;
    private final Frame frame;
    private final Texts texts;
    private final PageTexts words;

    OverviewController(Store store, Reports reports, CostController costs, Frame frame, Texts texts, PageTexts words) {
        this.store = store;
        this.reports = reports;
        this.arms = new Arms(store.database());
        this.costs = costs;
        this.frame = frame;
        this.texts = texts;
        this.words = words;
    }

    /** @param share empty if there are no deals */
    record ArmRow(String key, Optional<Share> share) {}

    @GetMapping("/overview")
    @Requires(Act.READ_OVERVIEW)
    String overview(Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.OVERVIEW);
        Instant now = store.time().now();
        Instant since = now.minus(PERIOD);
        ZoneId zone = reports.zone(caller);
        LoopReport report = reports.report(caller, since, now.plusSeconds(1));
        List<Breakdown.Line> actions = reports.lines(caller, Breakdown.By.ACTION, since, now.plusSeconds(1));
        List<Arms.ArmLine> lines = arms.compared(caller.tenant(), since, now.plusSeconds(1), now);
        Tenants.Tenant tenant = store.tenants().get(caller.tenant());
        model.addAttribute("tenant", tenant);
        model.addAttribute("report", report);
        model.addAttribute("dates", words.dates(zone, now));
        model.addAttribute("since", since);
        long delivered = report.engine().getOrDefault("DELIVERED", 0L);
        long taken = report.rep().getOrDefault("ACCEPTED", 0L) + report.rep().getOrDefault("EXECUTED", 0L);
        model.addAttribute("taken", delivered == 0 ? null : new Share(taken, delivered));
        model.addAttribute(
                "revenue",
                report.revenue().entrySet().stream()
                        .map(e -> PageAmounts.say(new Money(e.getValue(), e.getKey())))
                        .toList());
        model.addAttribute(
                "arms",
                lines.stream()
                        .map(l -> new ArmRow(
                                "arm." + l.arm().name(),
                                l.deals() == 0 ? Optional.empty() : Optional.of(new Share(l.moved(), l.deals()))))
                        .toList());
        model.addAttribute("earned", earned(lines));
        model.addAttribute("hours", Math.round(minutes(actions, store.maker().catalogue(caller.tenant())) / 60.0));
        costs.show(caller, model, zone, since, now);
        model.addAttribute("decide", decide(tenant, report, actions, lines, texts.in(zone)));
        return "overview";
    }

    /** The engine against chance: the only comparison here in which nobody chose who got what. */
    private String earned(List<Arms.ArmLine> lines) {
        Optional<Share> engine = share(lines, Arm.ENGINE);
        Optional<Share> chance = share(lines, Arm.RANDOM_ELIGIBLE);
        long n = Math.min(engine.map(Share::n).orElse(0L), chance.map(Share::n).orElse(0L));
        if (n < LEAST_PER_ARM) {
            return words.say("over.earned.little", n, LEAST_PER_ARM);
        }
        Share.Difference difference = engine.orElseThrow().less(chance.orElseThrow());
        return words.say(
                "over.earned",
                points(difference.value()),
                points(difference.low()),
                points(difference.high()),
                engine.orElseThrow().n(),
                chance.orElseThrow().n());
    }

    private static String points(double share) {
        long points = Math.round(share * 100);
        return points > 0 ? "+" + points : points < 0 ? "−" + -points : "0";
    }

    private static Optional<Share> share(List<Arms.ArmLine> lines, Arm arm) {
        return lines.stream()
                .filter(l -> l.arm() == arm && l.deals() > 0)
                .findFirst()
                .map(l -> new Share(l.moved(), l.deals()));
    }

    /** What reps spent on what they accepted, by the catalogue's estimate. */
    private static long minutes(List<Breakdown.Line> actions, Catalogue catalogue) {
        return actions.stream()
                .mapToLong(l -> catalogue
                        .action(l.key())
                        .map(a -> l.accepted() * a.requirements().effortMinutes())
                        .orElse(0L))
                .sum();
    }

    private List<String> decide(
            Tenants.Tenant tenant,
            LoopReport report,
            List<Breakdown.Line> actions,
            List<Arms.ArmLine> lines,
            Texts.Voice voice) {
        List<String> decide = new ArrayList<>();
        if (tenant.mode() == Tenants.Mode.SHADOW) {
            decide.add(words.say("over.decide.live"));
        }
        long waiting = store.approvals().latest(tenant.id(), MOST_WAITING).stream()
                .filter(entry -> entry.given().isEmpty())
                .count();
        if (waiting > 0) {
            decide.add(words.say("over.decide.approve", waiting));
        }
        report.reasons().entrySet().stream()
                .filter(e -> e.getKey().startsWith("kept_back."))
                .max(Map.Entry.comparingByValue())
                .ifPresent(e -> decide.add(words.say(
                        "over.decide.kept",
                        report.rep().getOrDefault("KEPT_BACK", 0L),
                        words.say("reason." + e.getKey()))));
        actions.stream()
                .filter(l -> l.delivered() >= LEAST_TO_JUDGE
                        && l.dismissed() + l.keptBack() >= MANY_DISMISSALS * l.delivered())
                .max(Comparator.comparing(l -> l.dismissed() + l.keptBack()))
                .ifPresent(l -> decide.add(words.say(
                        "over.decide.action",
                        voice.say("action." + l.key() + ".name"),
                        l.dismissed() + l.keptBack(),
                        l.delivered())));
        if (share(lines, Arm.RANDOM_ELIGIBLE).map(Share::n).orElse(0L) < LEAST_PER_ARM) {
            decide.add(words.say("over.decide.random"));
        }
        return decide;
    }
}
