package nextbest.api.page.card;

import java.util.List;
import java.util.UUID;
import nextbest.api.ApiSettings;
import nextbest.api.page.Frame;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.outcome.RepDisposition;
import nextbest.store.Store;
import nextbest.store.day.CardNotes.Amount;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.product.ClientOutlooks;
import nextbest.workflows.subjectloop.SubjectLoops;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The card of a deal for somebody with a log-in. */
@Controller
final class CardController {
    private final CardDesk desk;
    private final RecordDesk records;
    private final Subjects subjects;
    private final Frame frame;
    private final Access access;
    private final ApiSettings settings;
    private final ClientOutlooks outlooks;

    CardController(
            CardDesk desk,
            RecordDesk records,
            Subjects subjects,
            Frame frame,
            Access access,
            ApiSettings settings,
            Store store) {
        this.outlooks = new ClientOutlooks(store.database());
        this.desk = desk;
        this.records = records;
        this.subjects = subjects;
        this.frame = frame;
        this.access = access;
        this.settings = settings;
    }

    private Visit visit(Caller caller, String id) {
        SubjectEntry subject = subjects.named(caller, id);
        return new Visit(caller, subject, "/deals/" + subject.id(), false);
    }

    @GetMapping("/deals/{id}")
    @Requires(Act.READ_SUBJECTS)
    String card(@PathVariable String id, @ModelAttribute CardDesk.Told told, Caller caller, Model model) {
        return desk.look(caller, () -> looked(id, told, caller, model));
    }

    private String looked(String id, CardDesk.Told told, Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.DAY);
        model.addAttribute("mayTrail", access.may(caller, Act.READ_TRAIL));
        Visit visit = visit(caller, id);
        model.addAttribute(
                "outlook",
                visit.subject()
                        .client()
                        .flatMap(client -> outlooks.of(caller.tenant(), client.value()))
                        .map(OutlookPanel::of)
                        .orElse(null));
        model.addAttribute(
                "watch",
                access.may(caller, Act.READ_OPERATIONS)
                                && !settings.temporalUi().isEmpty()
                        ? settings.temporalUi() + "/workflows/"
                                + SubjectLoops.workflowId(
                                        caller.tenant(), visit.subject().id())
                        : "");
        return desk.show(visit, told, model);
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
        return desk.answer(
                visit(caller, id), new CardDesk.Form(decision, position, answer, disposition, reason, instead, days));
    }

    @PostMapping("/deals/{id}/steps")
    @Requires(Act.ANSWER)
    String tick(
            @PathVariable String id,
            @RequestParam String card,
            @RequestParam(required = false) List<Integer> step,
            Caller caller) {
        return desk.tick(visit(caller, id), card, step == null ? List.of() : step);
    }

    @PostMapping("/deals/{id}/show")
    @Requires(Act.ANSWER)
    String show(@PathVariable String id, @RequestParam Amount amount, Caller caller) {
        return desk.show(visit(caller, id), amount);
    }

    @GetMapping("/deals/{id}/why")
    @Requires(Act.READ_SUBJECTS)
    String why(
            @PathVariable String id,
            @RequestParam(required = false) String q,
            @RequestParam(required = false) String part,
            Caller caller,
            Model model) {
        frame.around(caller, model, Frame.Room.DAY);
        return desk.why(visit(caller, id), q, part, model);
    }

    @GetMapping("/deals/{id}/record")
    @Requires(Act.CHANGE_RECORDS)
    String record(
            @PathVariable String id,
            @RequestParam(defaultValue = "1") int position,
            @RequestParam(required = false) String now,
            Caller caller,
            Model model) {
        frame.around(caller, model, Frame.Room.DAY);
        return records.ask(visit(caller, id), position, now, model);
    }

    @PostMapping("/deals/{id}/record")
    @Requires(Act.CHANGE_RECORDS)
    String change(
            @PathVariable String id,
            @RequestParam String decision,
            @RequestParam int position,
            @RequestParam String key,
            @RequestParam String from,
            @RequestParam(required = false) List<String> to,
            Caller caller) {
        return records.make(
                visit(caller, id), new RecordDesk.Form(decision, position, key, from, to == null ? List.of() : to));
    }

    @PostMapping("/deals/{id}/record/undo")
    @Requires(Act.CHANGE_RECORDS)
    String undo(@PathVariable String id, @RequestParam UUID change, Caller caller) {
        return records.undo(visit(caller, id), change);
    }

    @GetMapping(path = "/deals/{id}/version", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    @Requires(Act.READ_SUBJECTS)
    String version(@PathVariable String id, Caller caller) {
        return desk.look(caller, () -> desk.version(visit(caller, id)));
    }
}
