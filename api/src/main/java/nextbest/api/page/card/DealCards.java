package nextbest.api.page.card;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nextbest.api.Texts;
import nextbest.api.decision.CardSheet;
import nextbest.api.decision.Cards;
import nextbest.api.decision.Teller;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.page.card.DealCard.Because;
import nextbest.api.page.card.DealCard.Other;
import nextbest.api.page.card.DealCard.Outranked;
import nextbest.api.page.card.DealCard.Source;
import nextbest.api.page.card.DealCard.Step;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.BestWindow;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.FlipPoint;
import nextbest.recommendation.SubFactor;
import nextbest.store.Store;
import nextbest.store.day.CardNotes;
import nextbest.store.day.CardNotes.Amount;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.drafting.DraftText;
import org.springframework.stereotype.Component;

/** Lays a card out for its page. */
@Component
final class DealCards {
    private static final Pattern ADDRESS = Pattern.compile("(.*?):? +(https?://[^\\s<>\"]+)", Pattern.DOTALL);
    private static final int MOST_OUTRANKED = 4;
    private static final Duration AT_ONCE = Duration.ofHours(1);

    private final Store store;
    private final Cards cards;
    private final Teller teller;
    private final Texts texts;
    private final PageTexts words;
    private final Access access;
    private final CardNotes notes;

    DealCards(Store store, Cards cards, Teller teller, Texts texts, PageTexts words, Access access, CardNotes notes) {
        this.store = store;
        this.cards = cards;
        this.teller = teller;
        this.texts = texts;
        this.words = words;
        this.access = access;
        this.notes = notes;
    }

    /** @param draft the words that were drafted; empty if the template's words stand */
    DealCard of(
            Caller caller, SubjectEntry subject, CardView view, Optional<DraftText> draft, ZoneId zone, Amount amount) {
        Texts.Voice voice = texts.in(zone);
        CardContent content = view.content();
        CardSheet sheet = teller.card(view, subject, zone, draft);
        Set<String> said = sheet.why().stream().map(CardSheet.ReasonView::text).collect(Collectors.toSet());
        return new DealCard(
                sheet,
                reasons(sheet, voice),
                content.window().reasons().stream()
                        .map(Evidence::text)
                        .map(voice::say)
                        .filter(signal -> !said.contains(signal))
                        .distinct()
                        .toList(),
                steps(sheet, notes.ticked(caller.tenant(), view.id())),
                amount == Amount.LESS ? List.of() : others(content, sheet, view, voice),
                amount == Amount.MORE ? outranked(caller, view, voice) : List.of(),
                access.may(caller, Act.ANSWER) ? answerable(view) : List.of(),
                isOver(view),
                answered(view),
                best(content.window(), view.createdAt(), zone));
    }

    private List<Because> reasons(CardSheet sheet, Texts.Voice voice) {
        // a sheet may tell the reasons in words of its own, which rest on the same evidence
        return sheet.why().stream()
                .map(reason -> new Because(
                        reason.text(),
                        reason.evidence().stream()
                                .map(id -> source(id, voice))
                                .filter(source -> !source.name().isEmpty())
                                .distinct()
                                .toList()))
                .toList();
    }

    /** By the kinds of evidence that the engine names. */
    private Source source(String id, Texts.Voice voice) {
        int colon = id.indexOf(':');
        String kind = colon < 0 ? id : id.substring(0, colon);
        String field = "field." + id.substring(colon + 1);
        return switch (kind) {
            case "signal", "learned", "rule" -> new Source(words.say("source." + kind), anchor(id));
            case "fact" ->
                new Source(
                        voice.messages().knows(field)
                                ? words.say("source.fact", voice.say(field))
                                : words.say("source.record"),
                        anchor(id));
            // a kind that a newer engine names has no word yet; the reason stands without it
            default -> new Source("", "");
        };
    }

    /** The place of a piece of evidence on its page. */
    static String anchor(String id) {
        return "ev-" + id.replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static List<Step> steps(CardSheet sheet, SortedSet<Integer> ticked) {
        return IntStream.range(0, sheet.how().size())
                .mapToObj(i -> step(i + 1, sheet.how().get(i), ticked.contains(i + 1)))
                .toList();
    }

    /** An address at the end of a step becomes a link; none but the web's are. */
    private static Step step(int number, String text, boolean done) {
        Matcher ends = ADDRESS.matcher(text);
        return ends.matches() ? new Step(number, ends.group(1), ends.group(2), done) : new Step(number, text, "", done);
    }

    private List<Other> others(CardContent content, CardSheet sheet, CardView view, Texts.Voice voice) {
        return sheet.alternatives().stream()
                .map(other -> new Other(
                        other,
                        view.positions().stream()
                                .filter(p -> p.position() == other.position())
                                .findFirst()
                                .flatMap(p -> content.flipPoints().stream()
                                        .filter(flip -> flip.candidate().equals(p.candidate()))
                                        .findFirst())
                                .map(flip -> flip(flip, voice))
                                .orElse("")))
                .toList();
    }

    private String flip(FlipPoint flip, Texts.Voice voice) {
        int points = points(flip.hundredths());
        String lines = String.join(
                ", ",
                flip.lines().stream()
                        .map((SubFactor line) -> voice.say("sub-factor." + line.key()))
                        .toList());
        String evidence = source(flip.evidence(), voice).name();
        return words.say("flip." + flip.kind().name(), lines, points, evidence);
    }

    /** Rounded up: what is promised must be enough. */
    private static int points(int hundredths) {
        return (hundredths + 99) / 100;
    }

    private List<Outranked> outranked(Caller caller, CardView view, Texts.Voice voice) {
        return cards.decision(caller, view.decision().toString()).candidates().stream()
                .filter(c -> c.disposition() == Disposition.OUTRANKED
                        && c.scoreHundredths().isPresent())
                .sorted(Comparator.comparing(c -> -c.scoreHundredths().orElseThrow()))
                .limit(MOST_OUTRANKED)
                .map((DecisionEntry.Considered c) -> new Outranked(
                        voice.say("action." + c.action() + ".name"),
                        (c.scoreHundredths().orElseThrow() + 50) / 100))
                .toList();
    }

    private List<Integer> answerable(CardView view) {
        if (isOver(view)) {
            return List.of();
        }
        return view.positions().stream()
                .filter(p -> p.rep().isPresent())
                .map(CardView.Position::position)
                .toList();
    }

    private boolean isOver(CardView view) {
        return !store.time().now().isBefore(view.expiresAt());
    }

    private static String answered(CardView view) {
        return said(view, 1);
    }

    /** What the rep said about a recommendation; empty if nothing that counts as an answer. */
    static String said(CardView view, int position) {
        return view.positions().stream()
                .filter(p -> p.position() == position)
                .findFirst()
                .flatMap(CardView.Position::rep)
                .filter(said -> said != RepDisposition.NO_ANSWER && said != RepDisposition.VIEWED)
                .map(said -> said.name())
                .orElse("");
    }

    private String best(BestWindow window, Instant madeAt, ZoneId zone) {
        Instant now = store.time().now();
        PageDates dates = words.dates(zone, now);
        if (!window.until().isAfter(now)) {
            return words.say("best.past", dates.near(window.until()));
        }
        return window.from().isAfter(madeAt.plus(AT_ONCE)) && window.from().isAfter(now)
                ? words.say("best.between", dates.near(window.from()), dates.near(window.until()))
                : words.say("best.by", dates.near(window.until()));
    }
}
