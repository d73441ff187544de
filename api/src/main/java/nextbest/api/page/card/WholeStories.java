package nextbest.api.page.card;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.api.Texts;
import nextbest.api.decision.Cards;
import nextbest.api.decision.DecisionView;
import nextbest.api.decision.Teller;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.page.card.WholeStory.FactorLines;
import nextbest.api.page.card.WholeStory.Line;
import nextbest.api.page.card.WholeStory.Proof;
import nextbest.api.page.card.WholeStory.Reason;
import nextbest.api.page.card.WholeStory.WhyNot;
import nextbest.api.security.Caller;
import nextbest.identity.TenantId;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Score;
import nextbest.recommendation.ScoreLine;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.drafting.NoteReadings;
import org.springframework.stereotype.Component;

/** Tells how a card came about, by making its decision again from the record. */
@Component
final class WholeStories {
    private final Store store;
    private final Cards cards;
    private final Teller teller;
    private final Texts texts;
    private final PageTexts words;

    WholeStories(Store store, Cards cards, Teller teller, Texts texts, PageTexts words) {
        this.store = store;
        this.cards = cards;
        this.teller = teller;
        this.texts = texts;
        this.words = words;
    }

    /** @param search part of the name of an action, any case; empty: everything */
    WholeStory of(Caller caller, CardView view, ZoneId zone, String search) {
        Texts.Voice voice = texts.in(zone);
        DecisionEntry entry = cards.decision(caller, view.decision().toString());
        Optional<Decision> decision = cards.whole(caller.tenant(), entry);
        if (decision.isEmpty()) {
            return new WholeStory("", List.of(), List.of(), List.of(), 0);
        }
        DecisionView told = teller.decision(
                decision.get(),
                store.catalogues().ofVersion(caller.tenant(), entry.catalogueVersion()),
                Optional.of(entry),
                Optional.of(view.id()),
                zone);
        List<WhyNot> all = whyNot(told, voice);
        String wanted = search.strip().toLowerCase(Locale.ROOT);
        return new WholeStory(
                decision.get()
                        .main()
                        .map(main -> hundredths(main.score().hundredths()))
                        .orElse(""),
                decision.get()
                        .main()
                        .map(main -> factors(main, view.content().factors(), voice))
                        .orElse(List.of()),
                decision.get()
                        .main()
                        .map(main -> proofs(caller.tenant(), main, view, told, zone))
                        .orElse(List.of()),
                all.stream()
                        .filter(w -> wanted.isEmpty()
                                || w.title().toLowerCase(Locale.ROOT).contains(wanted))
                        .toList(),
                all.size());
    }

    /** Exactly as the engine scored: in whole points, a line of at most 7.5 could seem to have 8. */
    private static List<FactorLines> factors(Candidate main, List<CardContent.FactorPoints> onCard, Texts.Voice voice) {
        Score score = main.score();
        List<FactorLines> factors = new ArrayList<>();
        for (CardContent.FactorPoints factor : onCard) {
            List<ScoreLine> own = score.lines().stream()
                    .filter(line -> line.subFactor().factor() == factor.factor())
                    .toList();
            factors.add(new FactorLines(
                    voice.say("factor." + factor.factor().key()),
                    hundredths(own.stream().mapToInt(ScoreLine::hundredths).sum()),
                    factor.max(),
                    own.stream().map(line -> line(line, voice)).toList()));
        }
        return factors;
    }

    private static Line line(ScoreLine line, Texts.Voice voice) {
        List<Reason> reasons = line.moves().stream()
                .map(move -> new Reason(
                        voice.say(move.evidence().text()),
                        move.permille() > 0,
                        DealCards.anchor(move.evidence().id())))
                .toList();
        return new Line(
                voice.say("sub-factor." + line.subFactor().key()),
                hundredths(line.hundredths()),
                hundredths(line.maxHundredths()),
                line.maxHundredths() == 0 ? 0 : Math.round(100f * line.hundredths() / line.maxHundredths()),
                reasons);
    }

    private static String hundredths(int value) {
        return value % 100 == 0 ? Integer.toString(value / 100) : String.valueOf(value / 100.0);
    }

    /** What the main recommendation rests on; what speaks about other candidates would only be long. */
    private List<Proof> proofs(TenantId tenant, Candidate main, CardView view, DecisionView told, ZoneId zone) {
        Set<String> wanted = new HashSet<>();
        main.verdict().evidence().forEach(e -> wanted.add(e.id()));
        main.window().reasons().forEach(e -> wanted.add(e.id()));
        main.score()
                .lines()
                .forEach(line ->
                        line.moves().forEach(move -> wanted.add(move.evidence().id())));
        view.content().why().forEach(reason -> wanted.addAll(reason.evidence()));
        PageDates dates = words.dates(zone, store.time().now());
        Map<String, String> passages = new HashMap<>();
        new NoteReadings(store.database())
                .passages(tenant, view.subject())
                .forEach(passage -> passages.put(passage.evidence(), passage.words()));
        Map<String, Proof> proofs = new LinkedHashMap<>();
        for (DecisionView.EvidenceView evidence : told.evidence()) {
            if (wanted.contains(evidence.id())) {
                proofs.putIfAbsent(evidence.id(), proof(evidence, passages.getOrDefault(evidence.id(), ""), dates));
            }
        }
        return List.copyOf(proofs.values());
    }

    private Proof proof(DecisionView.EvidenceView evidence, String passage, PageDates dates) {
        String from = evidence.n()
                .map(n -> words.say(
                        "proof.learned",
                        n,
                        percent(evidence.estimate().orElse(0.0)),
                        percent(evidence.low().orElse(0.0)),
                        percent(evidence.high().orElse(0.0))))
                .or(() -> evidence.source()
                        .map(source -> words.say(
                                "proof.recorded",
                                source,
                                evidence.record().orElse(""),
                                evidence.at().map(dates::day).orElse(""))))
                .orElseGet(() -> words.say("proof.ruled"));
        return new Proof(DealCards.anchor(evidence.id()), evidence.kind(), evidence.text(), from, passage);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + "%";
    }

    private static List<WhyNot> whyNot(DecisionView told, Texts.Voice voice) {
        Set<String> seen = new HashSet<>();
        List<WhyNot> rows = new ArrayList<>();
        for (DecisionView.CandidateView candidate : told.candidates()) {
            if (candidate.position().isEmpty() && seen.add(candidate.key())) {
                rows.add(new WhyNot(
                        candidate.title(),
                        candidate.lines().isEmpty() ? "" : Integer.toString((candidate.score() + 50) / 100),
                        voice.say("disposition."
                                + candidate
                                        .disposition()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-')),
                        candidate.because()));
            }
        }
        return rows;
    }
}
