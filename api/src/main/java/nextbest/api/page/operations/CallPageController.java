package nextbest.api.page.operations;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nextbest.api.connection.CallDesk;
import nextbest.api.page.Frame;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.store.Store;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.vendor.Talk;
import nextbest.store.vendor.VendorConnection;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of calls that nobody is sure enough of: a person says which deal each belongs to. */
@Controller
final class CallPageController {
    private static final int MOST = 100;
    private static final int HUNDRED = 100;

    private final Store store;
    private final CallDesk desk;
    private final Subjects subjects;
    private final Frame frame;
    private final PageTexts words;

    CallPageController(Store store, CallDesk desk, Subjects subjects, Frame frame, PageTexts words) {
        this.store = store;
        this.desk = desk;
        this.subjects = subjects;
        this.frame = frame;
        this.words = words;
    }

    /** A call in words. */
    record Call(String source, String id, String began, Optional<String> page, List<Choice> choices) {}

    /** A deal that it could belong to. */
    record Choice(String deal, String name) {}

    private record Waiting(String source, Talk talk) {
        Instant began() {
            return talk.began();
        }
    }

    @GetMapping("/operations/calls")
    @Requires(Act.CONNECT)
    String calls(@RequestParam(required = false) String linked, Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.OPERATIONS);
        List<Waiting> waiting = new ArrayList<>();
        for (VendorConnection connection : store.vendors().connections().all(caller.tenant())) {
            store.vendors()
                    .talks()
                    .list(caller.tenant(), connection.source(), Talk.State.UNLINKED, MOST + 1)
                    .forEach(talk -> waiting.add(new Waiting(connection.source(), talk)));
        }
        waiting.sort(Comparator.comparing(Waiting::began).reversed());
        model.addAttribute("more", waiting.size() > MOST);
        model.addAttribute("most", MOST);
        model.addAttribute(
                "calls",
                waiting.stream()
                        .limit(MOST)
                        .map(one -> call(caller, one, dates(caller)))
                        .toList());
        model.addAttribute(
                "linked",
                Optional.ofNullable(linked)
                        .flatMap(id -> named(caller, id))
                        .map(CallPageController::name)
                        .orElse(""));
        return "calls";
    }

    private Optional<SubjectEntry> named(Caller caller, String id) {
        try {
            return subjects.find(caller, nextbest.identity.SubjectId.parse(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private PageDates dates(Caller caller) {
        return words.dates(
                ZoneId.of(store.tenants().get(caller.tenant()).zone()),
                store.time().now());
    }

    private static String name(SubjectEntry deal) {
        return deal.name().orElseGet(() -> deal.id().toString());
    }

    private Call call(Caller caller, Waiting one, PageDates dates) {
        List<Choice> choices = new ArrayList<>();
        for (Talk.Candidate candidate : one.talk().candidates()) {
            subjects.find(caller, candidate.deal())
                    .ifPresent(deal -> choices.add(new Choice(
                            deal.id().toString(),
                            words.say(
                                    "calls.sure",
                                    name(deal),
                                    percent(candidate.confidence()),
                                    basis(candidate.basis())))));
        }
        return new Call(
                one.source(),
                one.talk().call(),
                dates.moment(one.began()),
                one.talk().page(),
                choices);
    }

    private static String percent(double confidence) {
        return BigDecimal.valueOf(confidence * HUNDRED).setScale(0, RoundingMode.HALF_UP) + " %";
    }

    /** {@code client+owner}: what speaks for it, and whether its rep took part. */
    private String basis(String basis) {
        String[] parts = basis.split("\\+", 2);
        String first = switch (parts[0]) {
            case "tie", "stakeholder", "client", "domain" -> words.say("calls.basis." + parts[0]);
            default -> words.say("calls.basis.other", parts[0]);
        };
        return parts.length > 1 ? words.say("calls.basis.owner", first) : first;
    }

    /**
     * @param deal one of the candidates; empty where another one is named
     * @param named name or id of another deal
     */
    @PostMapping("/operations/calls")
    @Requires(Act.CONNECT)
    String link(
            @RequestParam String source,
            @RequestParam String call,
            @RequestParam(required = false) String deal,
            @RequestParam(required = false) String named,
            Caller caller) {
        String reference = named != null && !named.isBlank() ? named.strip() : deal == null ? "" : deal.strip();
        if (reference.isEmpty()) {
            throw Refusal.invalid("deal", "nothing", "one of the deals, or the name or id of another one");
        }
        return "redirect:/operations/calls?linked="
                + desk.link(caller, source, call, reference).id();
    }
}
