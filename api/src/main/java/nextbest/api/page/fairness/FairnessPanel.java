package nextbest.api.page.fairness;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.learning.fairness.FairnessAudit;
import nextbest.store.Store;
import nextbest.store.report.FairnessReport;
import nextbest.store.report.FairnessReports;
import nextbest.store.report.ReportAnswers;
import nextbest.store.security.AuditTrail;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * The review queue of the fairness audit. A group is in it when its whole interval lies outside the band; what a person
 * concludes is kept with the answers to the loop report, so that product management reads it where it reads the rest.
 */
@Component
public final class FairnessPanel {
    private static final Duration PERIOD = Duration.ofDays(90);
    private static final int MOST_ANSWERS = 500;
    private static final int MOST_WORDS = 1_000;

    private final FairnessReports audits;
    private final ReportAnswers answers;
    private final AuditTrail audit;
    private final PageTexts words;

    FairnessPanel(Store store, AuditTrail audit, PageTexts words) {
        this.audits = new FairnessReports(store.database());
        this.answers = new ReportAnswers(store.database(), store.ids());
        this.audit = audit;
        this.words = words;
    }

    /**
     * A group that is treated differently for certain.
     *
     * @param about what names it in answers
     * @param says the finding as a sentence, with ratio, interval and n
     * @param decide what there is to decide about it
     * @param answer what was concluded in the period; empty if nothing yet
     */
    public record Finding(String about, String says, String decide, Optional<Answer> answer) {}

    /** What a person concluded. */
    public record Answer(String words, String by, String on) {}

    /** Puts the findings of the last 90 days into a page's model, the open ones first. */
    public FairnessReport into(Model model, Caller caller, PageDates dates) {
        Instant since = dates.now().minus(PERIOD);
        FairnessReport report = audits.of(caller.tenant(), since, dates.now().plusSeconds(1));
        Map<String, ReportAnswers.Entry> given = answers.latest(caller.tenant(), MOST_ANSWERS).stream()
                .filter(entry -> entry.at().isAfter(since))
                .collect(Collectors.toMap(ReportAnswers.Entry::about, Function.identity(), (later, earlier) -> later));
        List<Finding> findings = report.lines().stream()
                .filter(FairnessPanel::isForReview)
                .map(line -> finding(line, given, dates))
                .sorted(Comparator.comparing(finding -> finding.answer().isPresent()))
                .toList();
        model.addAttribute("findings", findings);
        model.addAttribute(
                "findingsOpen",
                findings.stream().filter(f -> f.answer().isEmpty()).count());
        return report;
    }

    private static boolean isForReview(FairnessReport.Line line) {
        return line.finding().answer() == FairnessAudit.Answer.LOWER
                || line.finding().answer() == FairnessAudit.Answer.HIGHER;
    }

    private Finding finding(FairnessReport.Line line, Map<String, ReportAnswers.Entry> given, PageDates dates) {
        FairnessAudit.Finding found = line.finding();
        String about = words.say("fair.about", group(line), words.say("learn.rate." + line.rate()));
        return new Finding(
                about,
                words.say(
                        "fair.says." + line.rate(),
                        group(line),
                        number(found.ratio()),
                        number(found.lower()),
                        number(found.upper()),
                        found.cases().trials()),
                words.say("fair.decide." + line.rate() + "." + found.answer()),
                Optional.ofNullable(given.get(about))
                        .map(entry -> new Answer(entry.words(), entry.actor(), dates.day(entry.at()))));
    }

    private String group(FairnessReport.Line line) {
        String group = line.finding().group();
        String own = "fair.group." + line.kind() + "." + group;
        return words.knows(own) ? words.say(own) : words.say("fair.group." + line.kind(), group);
    }

    private static String number(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    /**
     * Keeps what was concluded about a finding.
     *
     * @throws Refusal if there is no such finding now, or nothing was said
     */
    public void conclude(Caller caller, String about, String said, PageDates dates) {
        String kept = said.strip();
        if (kept.isEmpty() || kept.length() > MOST_WORDS) {
            throw Refusal.invalid("words", kept.length() + " characters", "1 to " + MOST_WORDS + " characters");
        }
        boolean there =
                audits
                        .of(
                                caller.tenant(),
                                dates.now().minus(PERIOD),
                                dates.now().plusSeconds(1))
                        .lines()
                        .stream()
                        .filter(FairnessPanel::isForReview)
                        .anyMatch(line -> finding(line, Map.of(), dates).about().equals(about));
        if (!there) {
            throw Refusal.invalid("about", about, "a finding of the last 90 days");
        }
        answers.add(caller.tenant(), caller.name(), about, kept, dates.now());
        audit.note(caller.tenant(), caller.name(), "conclude-fairness", about, Map.of("words", kept));
    }
}
