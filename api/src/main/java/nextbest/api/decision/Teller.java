package nextbest.api.decision;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nextbest.api.Texts;
import nextbest.api.decision.CardSheet.AlternativeView;
import nextbest.api.decision.CardSheet.FactorView;
import nextbest.api.decision.CardSheet.PositionView;
import nextbest.api.decision.CardSheet.ReasonView;
import nextbest.api.decision.DecisionView.CandidateView;
import nextbest.api.decision.DecisionView.EvidenceView;
import nextbest.api.decision.DecisionView.GapView;
import nextbest.api.decision.DecisionView.LineView;
import nextbest.api.decision.DecisionView.MoveView;
import nextbest.api.decision.DecisionView.RateView;
import nextbest.api.decision.DecisionView.WindowView;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.TerminalCard;
import nextbest.fact.Provenance;
import nextbest.identity.CardId;
import nextbest.recommendation.Argument;
import nextbest.recommendation.BestWindow;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Conflict;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.Move;
import nextbest.recommendation.ScoreLine;
import nextbest.recommendation.SuccessRate;
import nextbest.recommendation.Text;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.drafting.DraftText;
import org.springframework.stereotype.Component;

/** Puts decisions and cards into words for a reader in a zone. */
@Component
public final class Teller {
    private static final String FIELDS = "fields";

    private final Texts texts;

    Teller(Texts texts) {
        this.texts = texts;
    }

    /**
     * A decision in words.
     *
     * @param kept what the loop made of it since; empty for a dry run
     */
    public DecisionView decision(
            Decision decision, Catalogue catalogue, Optional<DecisionEntry> kept, Optional<CardId> card, ZoneId zone) {
        Texts.Voice voice = texts.in(zone);
        Map<String, Evidence> evidence = new LinkedHashMap<>();
        Map<String, DecisionEntry.Considered> later = new LinkedHashMap<>();
        kept.ifPresent(entry -> entry.candidates().forEach(c -> later.put(c.key(), c)));
        List<CandidateView> candidates = decision.candidates().stream()
                .map(c -> candidate(c, decision, catalogue, Optional.ofNullable(later.get(c.key())), evidence, voice))
                .toList();
        return new DecisionView(
                decision.id().value(),
                decision.subject().value(),
                decision.at(),
                kept.map(entry -> entry.mode().name()).orElse("DRY_RUN"),
                kept.map(DecisionEntry::reason).orElse("dry-run"),
                decision.arm().name(),
                decision.engineVersion(),
                decision.catalogueVersion(),
                decision.evidenceVersion(),
                decision.slate().isEmpty() ? 1 : decision.slate().probability(),
                decision.slate().fallback(),
                card.map(CardId::value),
                candidates,
                evidence.values().stream().map(e -> evidence(e, voice)).toList(),
                decision.conflicts().stream().map(c -> voice.say(c.text())).toList(),
                decision.contentGaps().stream()
                        .map(gap -> new GapView(gap.candidate(), gap.assetKind(), gap.madeFor()))
                        .toList(),
                decision.missing().stream()
                        .map(key -> voice.say("missing." + key))
                        .toList());
    }

    private static CandidateView candidate(
            Candidate c,
            Decision decision,
            Catalogue catalogue,
            Optional<DecisionEntry.Considered> later,
            Map<String, Evidence> evidence,
            Texts.Voice voice) {
        int place = decision.slate().candidates().indexOf(c.key());
        c.verdict().evidence().forEach(e -> evidence.putIfAbsent(e.id(), e));
        c.window().reasons().forEach(e -> evidence.putIfAbsent(e.id(), e));
        List<LineView> lines = new ArrayList<>();
        for (ScoreLine line : c.score().lines()) {
            line.moves().forEach(move -> evidence.putIfAbsent(move.evidence().id(), move.evidence()));
            lines.add(line(line, voice));
        }
        return new CandidateView(
                c.key(),
                c.action(),
                title(c, catalogue, voice),
                c.category().key(),
                c.exclusiveGroup(),
                c.impact().key(),
                place < 0 ? Optional.empty() : Optional.of(place + 1),
                c.score().isNone() ? 0 : c.score().hundredths(),
                c.score().baseline(),
                lines,
                later.map(l -> l.disposition().name()).orElse(c.disposition().name()),
                c.verdict().tier().key(),
                later.map(DecisionEntry.Considered::rule)
                        .orElse(c.verdict().rule().key()),
                voice.say(named(c.verdict().text(), voice)),
                c.verdict().evidence().stream().map(Evidence::id).toList(),
                c.propensity().onSlate(),
                c.propensity().atPosition(),
                c.urgency().name(),
                window(c.window()),
                rate(c.successRate(), voice));
    }

    /** The engine names fields by their keys; people have names for them. */
    private static Text named(Text text, Texts.Voice voice) {
        if (!(text.arguments().get(FIELDS) instanceof Argument.Words(String keys))) {
            return text;
        }
        Map<String, Argument> named = new TreeMap<>(text.arguments());
        named.put(
                FIELDS,
                Argument.words(Arrays.stream(keys.split(", ", -1))
                        .map(key -> voice.messages().knows("field." + key) ? voice.say("field." + key) : key)
                        .collect(Collectors.joining(", "))));
        return Text.of(text.key(), named);
    }

    /** The title in as much detail as can be filled, as the card would have it. */
    private static String title(Candidate c, Catalogue catalogue, Texts.Voice voice) {
        Map<String, Argument> arguments = new TreeMap<>();
        c.parameters().forEach((kind, value) -> arguments.put(kind.argument(), value));
        return catalogue
                .action(c.action())
                .flatMap(action -> action.titles().stream()
                        .filter(title -> c.parameters().keySet().containsAll(title.parameters()))
                        .findFirst())
                .map(title -> voice.say(Text.of(title.text(), arguments)))
                .orElseGet(() -> voice.say("action." + c.action() + ".name"));
    }

    private static LineView line(ScoreLine line, Texts.Voice voice) {
        return new LineView(
                line.subFactor().key(),
                line.subFactor().factor().key(),
                voice.say("sub-factor." + line.subFactor().key()),
                line.hundredths(),
                line.maxHundredths(),
                line.neutralHundredths(),
                line.moves().stream()
                        .map((Move move) ->
                                new MoveView(move.permille(), move.evidence().id()))
                        .toList());
    }

    private static EvidenceView evidence(Evidence evidence, Texts.Voice voice) {
        return switch (evidence) {
            case Evidence.Recorded(String id, Text text, Provenance from) ->
                new EvidenceView(
                        id,
                        "recorded",
                        voice.say(text),
                        Optional.of(from.source()),
                        Optional.of(from.recordId()).filter(record -> !record.isEmpty()),
                        Optional.of(from.at()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
            case Evidence.Learned(
                    String id,
                    Text text,
                    long n,
                    double estimate,
                    double low,
                    double high,
                    EvidenceDesign design,
                    String level) ->
                new EvidenceView(
                        id,
                        "learned",
                        voice.say(text),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(n),
                        Optional.of(estimate),
                        Optional.of(low),
                        Optional.of(high),
                        Optional.of(design.key()));
            case Evidence.Ruled(String id, Text text) ->
                new EvidenceView(
                        id,
                        "ruled",
                        voice.say(text),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        };
    }

    private static List<String> steps(List<String> template, Optional<DraftText> draft) {
        List<DraftText.Sentence> drafted = draft.map(DraftText::how).orElse(List.of());
        if (drafted.size() != template.size()) {
            return template;
        }
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < template.size(); i++) {
            steps.add(
                    template.get(i).contains("://")
                            ? template.get(i)
                            : drafted.get(i).text());
        }
        return steps;
    }

    private static WindowView window(BestWindow window) {
        return new WindowView(window.from(), window.until());
    }

    private static RateView rate(SuccessRate rate, Texts.Voice voice) {
        return switch (rate) {
            case SuccessRate.Measured(
                    long n,
                    long successes,
                    double share,
                    double low,
                    double high,
                    EvidenceDesign design) ->
                new RateView(
                        n,
                        Optional.empty(),
                        Optional.of(successes),
                        Optional.of(share),
                        Optional.of(low),
                        Optional.of(high),
                        Optional.of(design.key()),
                        voice.say(Text.of(
                                "card.success.measured",
                                Map.of(
                                        "share", Argument.Share.of(share),
                                        "low", Argument.Share.of(low),
                                        "high", Argument.Share.of(high),
                                        "n", Argument.count(n)))));
            case SuccessRate.TooLittleData(long n, long needed) ->
                new RateView(
                        n,
                        Optional.of(needed),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        voice.say(Text.of(
                                "card.success.too-little",
                                Map.of("n", Argument.count(n), "needed", Argument.count(needed)))));
        };
    }

    /** A card in words. */
    public CardSheet card(CardView view, SubjectEntry subject, ZoneId zone) {
        return card(view, subject, zone, Optional.empty());
    }

    /**
     * The card in the words that were drafted for it. A step with an address keeps the template's words, and so do all steps if
     * the draft has another number of them: what was ticked stays ticked.
     *
     * @param draft empty if the template's words stand
     */
    public CardSheet card(CardView view, SubjectEntry subject, ZoneId zone, Optional<DraftText> draft) {
        Texts.Voice voice = texts.in(zone);
        CardContent content = view.content();
        List<AlternativeView> alternatives = new ArrayList<>();
        for (CardContent.Alternative other : content.alternatives()) {
            if (isCapped(view, other.candidate())) {
                continue;
            }
            alternatives.add(new AlternativeView(
                    positionOf(view, other.candidate()).orElse(alternatives.size() + 2),
                    voice.say(other.title()),
                    other.points(),
                    other.urgency().name(),
                    voice.say("impact." + other.impact().key()),
                    voice.say(other.remark())));
        }
        List<String> template = content.how().stream().map(voice::say).toList();
        List<String> steps = steps(template, draft);
        return new CardSheet(
                view.id().value(),
                view.decision().value(),
                view.subject().value(),
                subject.name(),
                view.state().name(),
                view.createdAt(),
                view.expiresAt(),
                view.shadow(),
                voice.say(content.title()),
                content.points(),
                content.factors().stream()
                        .map(f -> new FactorView(
                                f.factor().key(),
                                voice.say("factor." + f.factor().key()),
                                f.points(),
                                f.max()))
                        .toList(),
                content.urgency().name(),
                voice.say("impact." + content.impact().key()),
                draft.filter(text -> !text.why().isEmpty())
                        .map(text -> text.why().stream()
                                .map(sentence -> new ReasonView(sentence.text(), sentence.evidence()))
                                .toList())
                        .orElseGet(() -> content.why().stream()
                                .map(reason -> new ReasonView(voice.say(reason.text()), reason.evidence()))
                                .toList()),
                steps,
                draft.filter(text -> !text.why().isEmpty()).isPresent() || !steps.equals(template),
                window(content.window()),
                rate(content.successRate(), voice),
                alternatives,
                content.missing().stream().map(voice::say).toList(),
                content.conflicts().stream()
                        .map((Conflict c) -> voice.say(c.text()))
                        .toList(),
                content.mandatory(),
                content.fallback(),
                view.positions().stream()
                        .map(p -> new PositionView(
                                p.position(),
                                p.candidate(),
                                p.action(),
                                p.engine(),
                                p.rep().map(Enum::name)))
                        .toList(),
                new TerminalCard(voice.messages()).print(content));
    }

    /** What the day's cap did not let through is on no channel. */
    private static boolean isCapped(CardView view, String candidate) {
        return view.positions().stream()
                .anyMatch(position -> position.candidate().equals(candidate)
                        && position.engine().equals(Disposition.CAPPED.name()));
    }

    private static Optional<Integer> positionOf(CardView view, String candidate) {
        return view.positions().stream()
                .filter(p -> p.candidate().equals(candidate))
                .map(CardView.Position::position)
                .findFirst();
    }
}
