package nextbest.api.page.entity;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import nextbest.api.entity.Entities;
import nextbest.api.page.Frame;
import nextbest.api.page.PageTexts;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.Store;
import nextbest.store.entity.EntityKind;
import nextbest.store.entity.EntityQueue;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The queue of names that may be one thing, and what was merged. */
@Controller
final class EntityPageController {
    private static final int MOST = 100;

    private final Entities entities;
    private final Store store;
    private final Frame frame;
    private final PageTexts words;

    EntityPageController(Entities entities, Store store, Frame frame, PageTexts words) {
        this.entities = entities;
        this.store = store;
        this.frame = frame;
        this.words = words;
    }

    /**
     * A pair as the page shows it.
     *
     * @param percent how sure it is
     * @param reason key of the reason in the texts
     */
    record PairRow(
            UUID id,
            String kind,
            String from,
            String into,
            long percent,
            String reason,
            String state,
            boolean automatic,
            int moved,
            boolean client,
            Instant at,
            String by) {}

    @GetMapping("/names")
    @Requires(Act.HARMONISE)
    String names(@RequestParam(required = false) String done, Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.NAMES);
        Instant now = store.time().now();
        model.addAttribute(
                "dates",
                words.dates(ZoneId.of(store.tenants().get(caller.tenant()).zone()), now));
        model.addAttribute("open", rows(caller, EntityQueue.State.OPEN));
        List<PairRow> one = new ArrayList<>(rows(caller, EntityQueue.State.MERGED));
        one.addAll(rows(caller, EntityQueue.State.SUBSIDIARY));
        model.addAttribute("merged", one);
        model.addAttribute("done", done != null && words.knows("names.done." + done) ? done : "");
        return "names";
    }

    private List<PairRow> rows(Caller caller, EntityQueue.State state) {
        return entities.in(caller, state, MOST).stream()
                .map(m -> new PairRow(
                        m.id(),
                        m.kind().name(),
                        m.from(),
                        m.into(),
                        Math.round(m.confidence() * 100),
                        words.knows("names.reason." + m.reason()) ? m.reason() : "TOLD",
                        m.state().name(),
                        m.automatic(),
                        m.moved(),
                        m.kind() == EntityKind.CLIENT,
                        m.decidedAt().orElse(m.foundAt()),
                        m.decidedBy().orElse("")))
                .toList();
    }

    @PostMapping("/names/look")
    @Requires(Act.HARMONISE)
    String look(Caller caller) {
        EntityQueue.Found found = entities.look(caller);
        return "redirect:/names?done=" + (found.merged() + found.waiting() == 0 ? "nothing" : "looked");
    }

    @PostMapping("/names/{id}")
    @Requires(Act.HARMONISE)
    String answer(@PathVariable String id, @RequestParam EntityQueue.Answer answer, Caller caller) {
        var _ = entities.answer(caller, id, answer).orElseThrow(() -> Refusal.notFound("pair of names", id));
        return "redirect:/names?done=" + answer.name();
    }
}
