package nextbest.activities.mail;

import java.time.Duration;
import java.time.Instant;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Argument;
import nextbest.recommendation.BestWindow;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.SuccessRate;
import nextbest.store.decision.CardView;
import nextbest.store.security.AnswerLink;
import nextbest.store.security.AnswerLinks;

/**
 * Says cards in words for one reader. What it says depends on the cards and not on the moment, so that a second attempt says
 * the same as the first.
 */
final class Wording {
    private static final int MOST_IN_SUBJECT = 80;
    private static final int MOST_SOURCES = 3;
    private static final Duration AT_ONCE = Duration.ofHours(1);

    /** In the order in which they stand: the one that is asked for, those that put it off, those that say no. */
    private static final List<AnswerLink.Kind> ANSWERS = List.of(
            AnswerLink.Kind.ACCEPT,
            AnswerLink.Kind.SNOOZE,
            AnswerLink.Kind.KEEP_BACK,
            AnswerLink.Kind.DISMISS,
            AnswerLink.Kind.OVERRIDE);

    private final Voice voice;
    private final AnswerLinks links;
    private final TenantId tenant;
    private final RepId rep;
    private final LetterFacts.Addressee reader;
    private final Map<SubjectId, LetterFacts.Label> labels;

    Wording(
            Voice voice,
            AnswerLinks links,
            TenantId tenant,
            RepId rep,
            LetterFacts.Addressee reader,
            Map<SubjectId, LetterFacts.Label> labels) {
        this.voice = voice;
        this.links = links;
        this.tenant = tenant;
        this.rep = rep;
        this.reader = reader;
        this.labels = Map.copyOf(labels);
    }

    /** One card with all it says. */
    Letter single(CardView view) {
        Letter.Card card = card(view);
        Map<String, Argument> about = about(view);
        about.put("points", Argument.count(card.points()));
        about.put("urgency", Argument.words(card.urgency()));
        about.put("best", Argument.words(card.best()));
        return new Letter(
                voice.own("subject.card", about),
                voice.own("preview.card", about),
                voice.own("heading.card"),
                List.of(card),
                closing(List.of(view)));
    }

    /** Several cards, shortly. */
    Letter digest(List<CardView> views) {
        Map<String, Argument> about = about(views.getFirst());
        about.put("count", Argument.count(views.size()));
        about.put("others", Argument.count(views.size() - 1L));
        about.put("rep", Argument.words(Words.fit(reader.name(), Voice.MOST)));
        return new Letter(
                voice.own("subject.digest", about),
                voice.own("preview.digest", about),
                voice.own("heading.digest", about),
                views.stream().map(this::card).toList(),
                closing(views));
    }

    private Map<String, Argument> about(CardView view) {
        Map<String, Argument> about = new TreeMap<>();
        about.put("action", Argument.words(Words.fit(voice.say(view.content().title()), MOST_IN_SUBJECT)));
        about.put("deal", Argument.words(Words.fit(deal(view), MOST_IN_SUBJECT)));
        return about;
    }

    private List<String> closing(List<CardView> views) {
        Instant first =
                views.stream().map(CardView::expiresAt).min(Instant::compareTo).orElseThrow();
        return List.of(
                voice.own("closing.links", Map.of("until", Argument.moment(first))),
                voice.own(
                        "closing.zone",
                        Map.of(
                                "zone",
                                Argument.words(reader.zone().getDisplayName(TextStyle.FULL, Locale.ENGLISH)),
                                "id",
                                Argument.words(reader.zone().getId()))),
                voice.own(
                        "closing.why",
                        Map.of("organisation", Argument.words(Words.fit(reader.organisation(), Voice.MOST)))));
    }

    private Letter.Card card(CardView view) {
        CardContent content = view.content();
        return new Letter.Card(
                deal(view),
                context(view),
                voice.sentence(content.title()),
                content.points(),
                voice.say("urgency." + content.urgency().key()),
                content.urgency().key(),
                voice.say("impact." + content.impact().key()),
                content.mandatory()
                        ? voice.say("card.mandatory")
                        : content.fallback() ? voice.say("card.fallback") : "",
                content.factors().stream()
                        .map(factor -> new Letter.Factor(
                                voice.say("factor." + factor.factor().key()), factor.points(), factor.max()))
                        .toList(),
                content.why().stream()
                        .map(reason -> new Letter.Reason(voice.say(reason.text()), sources(reason.evidence())))
                        .toList(),
                content.how().stream().map(voice::sentence).toList(),
                best(view),
                content.window().reasons().stream()
                        .map(Evidence::text)
                        .map(voice::say)
                        .distinct()
                        .toList(),
                success(content.successRate()),
                alternatives(view),
                content.conflicts().stream()
                        .map(conflict -> voice.say(conflict.text()))
                        .toList(),
                content.missing().stream().map(voice::say).toList(),
                answers(view),
                links.cardUrl(view.subject()));
    }

    private LetterFacts.Label label(CardView view) {
        return labels.getOrDefault(view.subject(), LetterFacts.Label.unknown());
    }

    private String deal(CardView view) {
        LetterFacts.Label label = label(view);
        return label.name()
                .or(label::client)
                .filter(name -> !name.isBlank())
                .map(name -> Words.fit(name, Voice.MOST))
                .orElseGet(() -> voice.own("deal.unnamed"));
    }

    private String context(CardView view) {
        LetterFacts.Label label = label(view);
        List<String> parts = new ArrayList<>();
        label.client()
                .filter(client -> label.name().isPresent()
                        && !client.isBlank()
                        && !client.equals(label.name().get()))
                .ifPresent(client -> parts.add(Words.fit(client, Voice.MOST)));
        label.stage().filter(stage -> !stage.isBlank()).ifPresent(stage -> parts.add(Words.fit(stage, Voice.MOST)));
        label.amount().ifPresent(amount -> parts.add(voice.own("amount", Map.of("amount", amount))));
        return String.join(" · ", parts);
    }

    /** What a reason rests on, by the kinds of evidence that the engine names. */
    private String sources(List<String> evidence) {
        Set<String> sources = new LinkedHashSet<>();
        for (String id : evidence) {
            int colon = id.indexOf(':');
            String kind = colon < 0 ? id : id.substring(0, colon);
            switch (kind) {
                case "signal" -> sources.add(voice.own("source.signal"));
                case "learned" -> sources.add(voice.own("source.learned"));
                case "rule" -> sources.add(voice.own("source.rule"));
                case "fact" -> {
                    String field = "field." + id.substring(colon + 1);
                    if (voice.knows(field)) {
                        sources.add(voice.own("source.fact", Map.of("field", Argument.words(voice.say(field)))));
                    }
                }
                default -> {
                    // a kind that a newer engine names has no word yet; the reason stands without it
                }
            }
        }
        return String.join(" · ", sources.stream().limit(MOST_SOURCES).toList());
    }

    /** In the reader's zone and never relative: a mail is read when it is read. */
    private String best(CardView view) {
        BestWindow window = view.content().window();
        Map<String, Argument> moments =
                Map.of("from", Argument.moment(window.from()), "until", Argument.moment(window.until()));
        return voice.own(window.from().isAfter(view.createdAt().plus(AT_ONCE)) ? "best.between" : "best.by", moments);
    }

    private String success(SuccessRate rate) {
        return switch (rate) {
            case SuccessRate.Measured measured ->
                voice.own(
                        "success." + (measured.design() == EvidenceDesign.RANDOMISED ? "trial" : "observed"),
                        Map.of(
                                "share",
                                Argument.Share.of(measured.share()),
                                "low",
                                Argument.Share.of(measured.low()),
                                "high",
                                Argument.Share.of(measured.high()),
                                "n",
                                Argument.count(measured.n())));
            case SuccessRate.TooLittleData little ->
                voice.own(
                        "success.too-little",
                        Map.of("n", Argument.count(little.n()), "needed", Argument.count(little.needed())));
        };
    }

    private List<Letter.Alternative> alternatives(CardView view) {
        List<Letter.Alternative> shown = new ArrayList<>();
        for (CardContent.Alternative other : view.content().alternatives()) {
            view.positions().stream()
                    .filter(position -> position.position() > 1
                            && position.candidate().equals(other.candidate())
                            && isShown(view, position))
                    .findFirst()
                    .ifPresent(position -> shown.add(new Letter.Alternative(
                            other.points(),
                            voice.say(other.title()),
                            voice.say(other.remark()),
                            link(view, position.position(), AnswerLink.Kind.ACCEPT))));
        }
        return shown;
    }

    /**
     * Not one that the cap kept back. A card that was superseded after the claim has all its places withheld, and is
     * delivered all the same: the letter says then what its first attempt said.
     */
    private static boolean isShown(CardView view, CardView.Position position) {
        return position.engine().equals(Disposition.SELECTED.name())
                || position.engine().equals(Disposition.DELIVERED.name())
                || (view.state() == CardView.State.SUPERSEDED
                        && position.engine().equals(Disposition.WITHHELD.name()));
    }

    private List<Letter.Answer> answers(CardView view) {
        List<Letter.Answer> answers = new ArrayList<>();
        for (AnswerLink.Kind answer : ANSWERS) {
            String key = "answer." + answer.name().toLowerCase(Locale.ROOT).replace('_', '-');
            answers.add(new Letter.Answer(voice.own(key), link(view, 1, answer), answer == AnswerLink.Kind.ACCEPT));
        }
        return answers;
    }

    private String link(CardView view, int position, AnswerLink.Kind kind) {
        return links.url(new AnswerLink(tenant, view.id(), view.decision(), position, kind, rep, view.expiresAt()));
    }
}
