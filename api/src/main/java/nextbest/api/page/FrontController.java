package nextbest.api.page;

import java.util.Optional;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.event.SubjectRef;
import nextbest.store.Store;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.security.Role;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The front page: where to go, and what to do first while there is nothing. */
@Controller
final class FrontController {
    private final Store store;
    private final Subjects subjects;
    private final Access access;
    private final Frame frame;

    FrontController(Store store, Subjects subjects, Access access, Frame frame) {
        this.store = store;
        this.subjects = subjects;
        this.access = access;
        this.frame = frame;
    }

    @GetMapping("/")
    @Requires(Act.BE_HERE)
    String front(Caller caller, Model model) {
        if (caller.role() == Role.REP) {
            // the only room of a rep
            return "redirect:/my-day";
        }
        frame.around(caller, model, Frame.Room.ELSEWHERE);
        model.addAttribute("programs", caller.role() == Role.OPERATOR || caller.role() == Role.INTEGRATION);
        model.addAttribute("tenant", store.tenants().get(caller.tenant()));
        boolean seesDeals = access.may(caller, Act.READ_SUBJECTS);
        boolean some = seesDeals && hasOpenDeals(caller);
        model.addAttribute("firstUse", seesDeals && !some && access.may(caller, Act.IMPORT));
        model.addAttribute("nothingYet", seesDeals && !some && !access.may(caller, Act.IMPORT));
        return "front";
    }

    private boolean hasOpenDeals(Caller caller) {
        return !subjects.list(
                        caller,
                        new SubjectDirectory.Filter(
                                Optional.of(SubjectRef.Kind.DEAL),
                                Optional.of(SubjectEntry.Status.OPEN),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                1))
                .entries()
                .isEmpty();
    }
}
