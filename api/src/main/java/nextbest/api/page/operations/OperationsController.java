package nextbest.api.page.operations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import nextbest.api.ApiSettings;
import nextbest.api.Loops;
import nextbest.api.page.Frame;
import nextbest.api.page.PageTexts;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.identity.SubjectId;
import nextbest.store.Store;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.operations.Operations;
import nextbest.store.security.AuditTrail;
import nextbest.store.tenant.Tenants;
import nextbest.workflows.subjectloop.SubjectLoops;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The operator's page. */
@Controller
final class OperationsController {
    private static final int MOST_LINES = 20;
    private static final int MOST_FOUND = 20;
    /** Loops are told of news within seconds; this long means that nobody does. */
    private static final Duration NEWS_LATE = Duration.ofMinutes(5);

    private final Store store;
    private final Operations operations;
    private final Subjects subjects;
    private final Loops loops;
    private final AuditTrail audit;
    private final Frame frame;
    private final PageTexts words;
    private final ApiSettings settings;

    OperationsController(
            Store store,
            Subjects subjects,
            Loops loops,
            AuditTrail audit,
            Frame frame,
            PageTexts words,
            ApiSettings settings) {
        this.store = store;
        this.operations = new Operations(store.database(), store.time());
        this.subjects = subjects;
        this.loops = loops;
        this.audit = audit;
        this.frame = frame;
        this.words = words;
        this.settings = settings;
    }

    /** A UUID or the hash of a token, with or without a word before it. */
    private static final Pattern IDS = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{16}");

    /**
     * What to do next.
     *
     * @param grave whether something is broken rather than undone
     */
    record Next(boolean grave, String text) {}

    /** A deal with where its loop can be watched; the address is empty where that is not known. */
    record LoopLink(SubjectId subject, String name, String stage, String address) {}

    /** A line of the ledger in words. */
    record Line(
            String at,
            String channel,
            String state,
            String what,
            Optional<SubjectId> subject,
            String rep,
            String error) {}

    @GetMapping("/operations")
    @Requires(Act.READ_OPERATIONS)
    String operations(
            @RequestParam(required = false) String q,
            @RequestParam(required = false) String only,
            @RequestParam(required = false) String asked,
            Caller caller,
            Model model) {
        frame.around(caller, model, Frame.Room.OPERATIONS);
        Tenants.Tenant tenant = store.tenants().get(caller.tenant());
        Operations.State state = operations.state(caller.tenant());
        var dates = words.dates(java.time.ZoneId.of(tenant.zone()), store.time().now());
        boolean trouble = "trouble".equals(only);
        model.addAttribute("tenant", tenant);
        model.addAttribute("domains", store.tenants().settings(caller.tenant()).recipientDomains());
        model.addAttribute("state", state);
        model.addAttribute("next", next(tenant, state));
        model.addAttribute("clock", store.time().clock());
        model.addAttribute("now", dates.moment(store.time().now()));
        model.addAttribute(
                "halted",
                operations.halted(caller.tenant(), MOST_LINES).stream()
                        .map(h -> link(caller, h.subject(), h.name(), h.stage()))
                        .toList());
        model.addAttribute("found", q == null || q.isBlank() ? List.of() : found(caller, q.strip()));
        model.addAttribute("q", q == null ? "" : q.strip());
        model.addAttribute("trouble", trouble);
        model.addAttribute(
                "ledger",
                operations.ledger(caller.tenant(), trouble, MOST_LINES).stream()
                        .map(l -> new Line(
                                dates.moment(l.at()),
                                // a vendor's line is called what its connection is called
                                words.knows("channel." + l.channel())
                                        ? words.say("channel." + l.channel())
                                        : l.channel(),
                                l.state(),
                                l.deal()
                                        .orElseGet(() -> l.cards() == 0
                                                ? words.say("ops.ledger.report")
                                                : words.say("ops.ledger.cards", l.cards())),
                                l.subject(),
                                l.rep().orElse(""),
                                l.error().orElse("")))
                        .toList());
        model.addAttribute(
                "deeds",
                operations.deeds(caller.tenant(), 12).stream()
                        .map(d -> List.of(
                                dates.moment(d.at()),
                                d.actor(),
                                words.knows("deed." + d.verb()) ? words.say("deed." + d.verb()) : d.verb(),
                                object(d.object())))
                        .toList());
        model.addAttribute("temporal", settings.temporalUi());
        model.addAttribute("asked", asked != null && words.knows("ops.asked." + asked) ? asked : "");
        return "operations";
    }

    /** Ids lead nowhere for a reader; the trail in the API has them. */
    private static String object(String object) {
        return IDS.matcher(object).find() ? "" : object;
    }

    private List<LoopLink> found(Caller caller, String q) {
        return subjects
                .list(
                        caller,
                        new SubjectDirectory.Filter(
                                Optional.of(nextbest.event.SubjectRef.Kind.DEAL),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(q),
                                Optional.empty(),
                                MOST_FOUND))
                .entries()
                .stream()
                .map((SubjectEntry e) -> link(caller, e.id(), e.name(), e.loopStage()))
                .toList();
    }

    private LoopLink link(Caller caller, SubjectId subject, Optional<String> name, String stage) {
        return new LoopLink(
                subject,
                name.orElse(subject.toString()),
                stage,
                settings.temporalUi().isEmpty()
                        ? ""
                        : settings.temporalUi() + "/workflows/" + SubjectLoops.workflowId(caller.tenant(), subject));
    }

    /** What an operator should do, the gravest first. */
    private List<Next> next(Tenants.Tenant tenant, Operations.State state) {
        List<Next> next = new ArrayList<>();
        state.oldestNews()
                .filter(age -> age.compareTo(NEWS_LATE) > 0)
                .ifPresent(age ->
                        next.add(new Next(true, words.say("ops.next.news", state.newsWaiting(), age.toMinutes()))));
        count(state.outbox(), "DEAD").ifPresent(n -> next.add(new Next(true, words.say("ops.next.dead", n))));
        count(state.outbox(), "UNCERTAIN").ifPresent(n -> next.add(new Next(true, words.say("ops.next.uncertain", n))));
        long deals = state.loops().values().stream().mapToLong(Long::longValue).sum();
        if (deals == 0) {
            next.add(new Next(false, words.say("ops.next.empty")));
        } else if (tenant.mode() == Tenants.Mode.SHADOW) {
            next.add(new Next(false, words.say("ops.next.shadow")));
        }
        count(state.loops(), "PAUSED").ifPresent(n -> next.add(new Next(false, words.say("ops.next.paused", n))));
        count(state.loops(), "STOPPED").ifPresent(n -> next.add(new Next(false, words.say("ops.next.stopped", n))));
        if (state.repsWithoutAddress() > 0) {
            next.add(new Next(false, words.say("ops.next.address", state.repsWithoutAddress())));
        }
        return next;
    }

    private static Optional<Long> count(Map<String, Long> counts, String key) {
        return Optional.ofNullable(counts.get(key)).filter(n -> n > 0);
    }

    /** The kill switch: from now on nothing more is presented. */
    @PostMapping("/operations/mode")
    @Requires(Act.CHANGE_MODE)
    String mode(@RequestParam Tenants.Mode mode, Caller caller) {
        Tenants.Mode before = store.tenants().get(caller.tenant()).mode();
        store.tenants().setMode(caller.tenant(), mode);
        if (mode != before) {
            // cards that were kept in the house are decided anew
            loops.decideAll(caller.tenant());
        }
        audit.note(
                caller.tenant(),
                caller.name(),
                mode == Tenants.Mode.LIVE ? "go-live" : "go-to-shadow",
                "tenant",
                Map.of("before", before.name(), "after", mode.name()));
        return "redirect:/operations?asked=" + mode.name().toLowerCase(Locale.ROOT);
    }

    @PostMapping("/operations/loops")
    @Requires(Act.CONTROL_LOOPS)
    String all(@RequestParam Loops.Command command, Caller caller) {
        loops.controlAll(caller.tenant(), command);
        audit.note(caller.tenant(), caller.name(), "all-loops-" + command.name(), "loops", Map.of());
        return "redirect:/operations?asked=all." + command.name().toLowerCase(Locale.ROOT);
    }

    @PostMapping("/operations/loops/{id}")
    @Requires(Act.CONTROL_LOOPS)
    String one(@PathVariable String id, @RequestParam Loops.Command command, Caller caller) {
        SubjectEntry subject = subjects.named(caller, id);
        loops.control(caller.tenant(), subject.id(), command);
        audit.note(
                caller.tenant(),
                caller.name(),
                "loop-" + command.name(),
                subject.id().toString(),
                Map.of());
        return "redirect:/operations?asked=one." + command.name().toLowerCase(Locale.ROOT);
    }
}
