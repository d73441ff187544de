package nextbest.api.page.team;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import nextbest.api.Texts;
import nextbest.api.conflict.Sides;
import nextbest.api.page.Frame;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.page.Share;
import nextbest.api.page.approval.ApprovalPanel;
import nextbest.api.page.fairness.FairnessPanel;
import nextbest.api.problem.Refusal;
import nextbest.api.report.Reports;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.catalogue.ActionType;
import nextbest.deal.StageKind;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Conflict;
import nextbest.store.Store;
import nextbest.store.day.DayBook;
import nextbest.store.directory.Scope;
import nextbest.store.report.Breakdown;
import nextbest.store.security.AuditTrail;
import nextbest.store.team.Guidances;
import nextbest.store.team.SkillGaps;
import nextbest.store.team.TeamBook;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The manager's page. */
@Controller
final class TeamController {
    private static final Duration PERIOD = Duration.ofDays(90);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int MOST = 30;
    private static final Pattern PARAMETERS = Pattern.compile("[^a-z0-9-].*", Pattern.DOTALL);
    private static final int MOST_NOTE = 500;
    private static final int MOST_MONTHS = 12;

    private final TeamBook book;
    private final DayBook days;
    private final Guidances guidances;
    private final SkillGaps gaps;
    private final Store store;
    private final Reports reports;
    private final Sides sides;
    private final Access access;
    private final AuditTrail audit;
    private final ApprovalPanel approvals;
    private final FairnessPanel fairness;
    private final Frame frame;
    private final Texts texts;
    private final PageTexts words;

    TeamController(
            Store store,
            Reports reports,
            Sides sides,
            Access access,
            AuditTrail audit,
            ApprovalPanel approvals,
            FairnessPanel fairness,
            Frame frame,
            Texts texts,
            PageTexts words) {
        this.store = store;
        this.book = new TeamBook(store.database());
        this.days = new DayBook(store.database());
        this.guidances = new Guidances(store.database(), store.ids());
        this.gaps = new SkillGaps(store.database());
        this.reports = reports;
        this.sides = sides;
        this.access = access;
        this.audit = audit;
        this.approvals = approvals;
        this.fairness = fairness;
        this.frame = frame;
        this.texts = texts;
        this.words = words;
    }

    /** @param share empty where there are too few to say anything about a person */
    record RepRow(String name, TeamBook.RepLine line, Optional<Share> share) {}

    /** One contradiction: two sides, and whether somebody has taken one. */
    record ConflictRow(
            String decision,
            SubjectId subject,
            String deal,
            String rep,
            String text,
            String shown,
            String kept,
            String shownName,
            String keptName,
            boolean decided) {}

    /** A recommendation that a rep did not follow but did something else. */
    record OverrideRow(SubjectId subject, String deal, String action, String instead, String key, String on) {}

    /** What a rep could be trained in: a sentence with its numbers. */
    record GapRow(String name, String text) {}

    /** Guidance in words. */
    record GuidanceRow(UUID id, String text, String note, String until) {}

    /** An action to choose. */
    record Choice(String key, String name) {}

    private Set<RepId> team(Caller caller) {
        return switch (access.scope(caller)) {
            case Scope.OfReps(Set<RepId> reps) -> reps;
            case Scope.Everything everything -> Set.of();
        };
    }

    @GetMapping("/team")
    @Requires(Act.READ_TEAM)
    String team(@RequestParam(required = false) String done, Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.TEAM);
        Instant now = store.time().now();
        ZoneId zone = reports.zone(caller);
        PageDates dates = words.dates(zone, now);
        Texts.Voice voice = texts.in(zone);
        Set<RepId> team = team(caller);
        List<TeamBook.RepLine> lines = book.reps(caller.tenant(), team, now.minus(PERIOD));
        model.addAttribute(
                "reps",
                lines.stream()
                        .filter(l -> l.delivered() > 0 || !caller.rep().equals(Optional.of(l.rep())))
                        .map(l -> new RepRow(
                                l.name(),
                                l,
                                l.delivered() >= Breakdown.LEAST_PER_REP
                                        ? Optional.of(new Share(l.accepted(), l.delivered()))
                                        : Optional.empty()))
                        .toList());
        long delivered = lines.stream().mapToLong(TeamBook.RepLine::delivered).sum();
        long accepted = lines.stream().mapToLong(TeamBook.RepLine::accepted).sum();
        model.addAttribute("least", Breakdown.LEAST_PER_REP);
        model.addAttribute("whole", delivered == 0 ? null : new Share(accepted, delivered));
        model.addAttribute(
                "gaps",
                gaps.of(caller.tenant(), team, now.minus(YEAR)).stream()
                        .map(gap -> new GapRow(gap.name(), says(gap, voice)))
                        .toList());
        List<ConflictRow> conflicts = conflicts(caller, team, voice);
        model.addAttribute("conflicts", conflicts);
        model.addAttribute(
                "undecided", conflicts.stream().filter(c -> !c.decided()).count());
        List<OverrideRow> overrides = overrides(caller, team, voice, dates, now);
        model.addAttribute("overrides", overrides);
        model.addAttribute(
                "right",
                overrides.stream().filter(o -> !o.key().endsWith("stayed")).count());
        model.addAttribute(
                "guidance",
                guidances.of(caller.tenant(), caller.rep().orElseThrow(), dates.today()).stream()
                        .map(g -> new GuidanceRow(
                                g.id(),
                                words.say(
                                        "team.guidance." + g.leaning() + (g.newRepsOnly() ? ".new" : ".all"),
                                        voice.say("action." + g.action() + ".name"),
                                        g.stage()
                                                .map(stage ->
                                                        words.say("team.guidance.at", words.say("stage." + stage)))
                                                .orElse("")),
                                g.note(),
                                dates.day(g.validUntil())))
                        .toList());
        model.addAttribute(
                "actions",
                store.maker().catalogue(caller.tenant()).actions().values().stream()
                        .map((ActionType a) -> new Choice(a.key(), voice.say("action." + a.key() + ".name")))
                        .sorted(Comparator.comparing(Choice::name))
                        .toList());
        model.addAttribute(
                "stages",
                java.util.Arrays.stream(StageKind.values())
                        .filter(StageKind::isOpen)
                        .map(Enum::name)
                        .toList());
        approvals.into(model, caller, dates, "team");
        var _ = fairness.into(model, caller, dates);
        model.addAttribute("done", done != null && words.knows("team.done." + done) ? done : "");
        return "team";
    }

    private String says(SkillGaps.Gap gap, Texts.Voice voice) {
        return words.say(
                "team.gap." + gap.rate(),
                voice.say("action." + gap.action() + ".name"),
                gap.own().successes(),
                gap.own().trials(),
                gap.others().successes(),
                gap.others().trials(),
                Math.round(-100 * gap.difference().value()),
                Math.round(-100 * gap.difference().upper()),
                Math.round(-100 * gap.difference().lower()));
    }

    private List<ConflictRow> conflicts(Caller caller, Set<RepId> team, Texts.Voice voice) {
        List<ConflictRow> rows = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (TeamBook.Contradiction c : book.contradictions(caller.tenant(), team, MOST)) {
            for (Conflict conflict : c.content().conflicts()) {
                // a deal that was decided anew contradicts itself in the same way again: its newest decision stands for
                // all
                if (!seen.add(List.of(c.subject(), conflict.shown(), conflict.kept()))) {
                    continue;
                }
                rows.add(new ConflictRow(
                        c.decision().toString(),
                        c.subject(),
                        c.deal().orElse(c.subject().toString()),
                        c.rep().orElse(""),
                        voice.say(conflict.text()),
                        conflict.shown(),
                        conflict.kept(),
                        name(conflict.shown(), voice),
                        name(conflict.kept(), voice),
                        c.decided().contains(conflict.shown() + ">" + conflict.kept())));
            }
        }
        return rows;
    }

    /** Of a candidate: its key begins with that of its action. */
    private static String name(String candidate, Texts.Voice voice) {
        return voice.nameOf(PARAMETERS.matcher(candidate).replaceFirst(""));
    }

    private List<OverrideRow> overrides(
            Caller caller, Set<RepId> team, Texts.Voice voice, PageDates dates, Instant now) {
        return days.results(caller.tenant(), team, now.minus(YEAR), 500).stream()
                .filter(r -> r.said() == RepDisposition.OVERRIDDEN)
                .limit(MOST)
                .map(r -> new OverrideRow(
                        r.subject(),
                        r.name().orElse(r.subject().toString()),
                        voice.say("action." + r.action() + ".name"),
                        r.instead().map(voice::nameOf).orElse(""),
                        "team.came."
                                + (r.won().equals("YES") ? "won" : r.advanced().equals("YES") ? "moved" : "stayed"),
                        dates.near(r.saidAt())))
                .toList();
    }

    @PostMapping("/team/conflicts")
    @Requires(Act.GUIDE_TEAM)
    String choose(
            @RequestParam String decision,
            @RequestParam String shown,
            @RequestParam String kept,
            @RequestParam TeamBook.Side side,
            Caller caller) {
        var _ = sides.take(caller, decision, shown, kept, side);
        return "redirect:/team?done=conflict#conflicts";
    }

    @PostMapping("/team/fairness")
    @Requires(Act.GUIDE_TEAM)
    String conclude(@RequestParam String about, @RequestParam(name = "words") String said, Caller caller) {
        fairness.conclude(
                caller,
                about,
                said,
                words.dates(reports.zone(caller), store.time().now()));
        return "redirect:/team?done=fairness#fairness";
    }

    @PostMapping("/team/guidance")
    @Requires(Act.GUIDE_TEAM)
    String guide(
            @RequestParam String action,
            @RequestParam(defaultValue = "") String stage,
            @RequestParam Guidances.Leaning leaning,
            @RequestParam(defaultValue = "false") boolean newRepsOnly,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(defaultValue = "3") int months,
            Caller caller) {
        if (store.maker().catalogue(caller.tenant()).action(action).isEmpty()) {
            throw Refusal.invalid("action", action, "the key of an action of the catalogue");
        }
        if (note.length() > MOST_NOTE || months < 1 || months > MOST_MONTHS) {
            throw Refusal.invalid(
                    "note",
                    note.length() + " characters",
                    "at most " + MOST_NOTE + ", for 1 to " + MOST_MONTHS + " months");
        }
        Optional<StageKind> at = java.util.Arrays.stream(StageKind.values())
                .filter(kind -> kind.isOpen() && kind.name().equals(stage))
                .findFirst();
        Instant now = store.time().now();
        LocalDate today = now.atZone(reports.zone(caller)).toLocalDate();
        guidances.add(
                caller.tenant(),
                caller.rep().orElseThrow(),
                action,
                at,
                leaning,
                newRepsOnly,
                note.strip(),
                now,
                today.plusMonths(months));
        audit.note(
                caller.tenant(),
                caller.name(),
                "guide",
                action,
                Map.of("leaning", leaning.name(), "stage", stage, "newRepsOnly", newRepsOnly));
        return "redirect:/team?done=guidance#guidance";
    }

    @PostMapping("/team/guidance/{id}/withdrawal")
    @Requires(Act.GUIDE_TEAM)
    String withdraw(@PathVariable String id, Caller caller) {
        boolean done = nextbest.store.report.Trend.id(id)
                .map(uuid -> guidances.withdraw(
                        caller.tenant(),
                        caller.rep().orElseThrow(),
                        uuid,
                        store.time().now()))
                .orElse(false);
        if (!done) {
            throw Refusal.notFound("guidance", id);
        }
        audit.note(caller.tenant(), caller.name(), "withdraw-guidance", id, Map.of());
        return "redirect:/team?done=withdrawn#guidance";
    }
}
