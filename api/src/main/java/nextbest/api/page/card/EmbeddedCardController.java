package nextbest.api.page.card;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.api.security.Open;
import nextbest.api.subject.Subjects;
import nextbest.outcome.RepDisposition;
import nextbest.store.Store;
import nextbest.store.day.CardNotes.Amount;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.security.CardSession;
import nextbest.store.security.CardSessions;
import nextbest.store.security.Role;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * The card in the sidebar of a CRM. Its address is a session of its own, good for one deal of one rep and for a short time;
 * there is no cookie, so it works where those of other sites are blocked, and no other page can make a rep's browser send a
 * form here without knowing the address.
 */
@Controller
final class EmbeddedCardController {
    private static final String KEY = "the address is a signed session of one deal of one rep, and short-lived";

    private final CardSessions sessions;
    private final CardDesk desk;
    private final RecordDesk records;
    private final Subjects subjects;
    private final Store store;

    EmbeddedCardController(CardSessions sessions, CardDesk desk, RecordDesk records, Subjects subjects, Store store) {
        this.sessions = sessions;
        this.desk = desk;
        this.records = records;
        this.subjects = subjects;
        this.store = store;
    }

    private CardSession session(String token) {
        return sessions.read(token, store.time().realNow())
                .orElseThrow(() -> Refusal.of(
                        ProblemKind.FORBIDDEN, "the address of this card has run out; reload the page that shows it"));
    }

    private static Caller caller(CardSession session) {
        return new Caller(session.tenant(), Role.REP, Optional.of(session.rep()), "embedded card", "embedded-card");
    }

    private Visit visit(String token) {
        return visit(token, session(token));
    }

    private Visit visit(String token, CardSession session) {
        Caller caller = caller(session);
        // the deal may have moved to a colleague since
        SubjectEntry subject = subjects.find(caller, session.subject())
                .orElseThrow(() -> Refusal.notFound("subject", session.subject().toString()));
        return new Visit(caller, subject, "/e/" + token, true);
    }

    @GetMapping("/e/{token}")
    @Open(why = KEY)
    String card(@PathVariable String token, @ModelAttribute CardDesk.Told told, Model model) {
        CardSession session = session(token);
        return desk.look(caller(session), () -> desk.show(visit(token, session), told, model));
    }

    @PostMapping("/e/{token}/answer")
    @Open(why = KEY)
    String answer(
            @PathVariable String token,
            @RequestParam String decision,
            @RequestParam int position,
            @RequestParam String answer,
            @RequestParam RepDisposition disposition,
            @RequestParam(required = false) String reason,
            @RequestParam(required = false) String instead,
            @RequestParam(required = false) Integer days) {
        return desk.answer(
                visit(token), new CardDesk.Form(decision, position, answer, disposition, reason, instead, days));
    }

    @PostMapping("/e/{token}/steps")
    @Open(why = KEY)
    String tick(
            @PathVariable String token, @RequestParam String card, @RequestParam(required = false) List<Integer> step) {
        return desk.tick(visit(token), card, step == null ? List.of() : step);
    }

    @PostMapping("/e/{token}/show")
    @Open(why = KEY)
    String show(@PathVariable String token, @RequestParam Amount amount) {
        return desk.show(visit(token), amount);
    }

    @GetMapping("/e/{token}/why")
    @Open(why = KEY)
    String why(
            @PathVariable String token,
            @RequestParam(required = false) String q,
            @RequestParam(required = false) String part,
            Model model) {
        return desk.why(visit(token), q, part, model);
    }

    @GetMapping("/e/{token}/record")
    @Open(why = KEY)
    String record(
            @PathVariable String token,
            @RequestParam(defaultValue = "1") int position,
            @RequestParam(required = false) String now,
            Model model) {
        return records.ask(visit(token), position, now, model);
    }

    @PostMapping("/e/{token}/record")
    @Open(why = KEY)
    String change(
            @PathVariable String token,
            @RequestParam String decision,
            @RequestParam int position,
            @RequestParam String key,
            @RequestParam String from,
            @RequestParam(required = false) List<String> to) {
        return records.make(
                visit(token), new RecordDesk.Form(decision, position, key, from, to == null ? List.of() : to));
    }

    @PostMapping("/e/{token}/record/undo")
    @Open(why = KEY)
    String undo(@PathVariable String token, @RequestParam UUID change) {
        return records.undo(visit(token), change);
    }

    @GetMapping(path = "/e/{token}/version", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    @Open(why = KEY)
    String version(@PathVariable String token) {
        CardSession session = session(token);
        return desk.look(caller(session), () -> desk.version(visit(token, session)));
    }
}
