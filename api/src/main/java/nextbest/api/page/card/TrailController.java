package nextbest.api.page.card;

import java.time.ZoneId;
import java.util.List;
import nextbest.api.Texts;
import nextbest.api.page.Frame;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.api.subject.Subjects;
import nextbest.store.Store;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.operations.Trail;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Who saw and did what about a deal. */
@Controller
final class TrailController {
    private static final int MOST = 200;

    private final Store store;
    private final Trail trail;
    private final Subjects subjects;
    private final Frame frame;
    private final Texts texts;
    private final PageTexts words;

    TrailController(Store store, Subjects subjects, Frame frame, Texts texts, PageTexts words) {
        this.store = store;
        this.trail = new Trail(store.database());
        this.subjects = subjects;
        this.frame = frame;
        this.texts = texts;
        this.words = words;
    }

    /** A line in words. */
    record Row(String at, String who, String deed, String what, String channel) {}

    @GetMapping("/deals/{id}/trail")
    @Requires(Act.READ_TRAIL)
    String trail(@PathVariable String id, Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.DAY);
        SubjectEntry subject = subjects.named(caller, id);
        ZoneId zone = subjects.zoneOf(caller, subject);
        PageDates dates = words.dates(zone, store.time().now());
        Texts.Voice voice = texts.in(zone);
        List<Row> rows = trail.of(caller.tenant(), subject.id(), MOST).stream()
                .map(line -> new Row(
                        dates.moment(line.at()),
                        line.who(),
                        words.knows("trail." + line.verb()) ? words.say("trail." + line.verb()) : line.verb(),
                        what(line, voice),
                        words.knows("channel." + line.channel())
                                ? words.say("channel." + line.channel())
                                : line.channel()))
                .toList();
        model.addAttribute("subject", subject);
        model.addAttribute("rows", rows);
        return "trail";
    }

    /** What begins with an action of the catalogue says its name. */
    private static String what(Trail.Line line, Texts.Voice voice) {
        int end = line.what().indexOf(':');
        String action = end < 0 ? line.what() : line.what().substring(0, end);
        String name = "action." + action + ".name";
        if (voice.messages().knows(name)) {
            return voice.say(name) + (end < 0 ? "" : line.what().substring(end));
        }
        return line.what();
    }
}
