package nextbest.api.page;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.api.Texts;
import nextbest.api.decision.Cards;
import nextbest.api.decision.DecisionView;
import nextbest.api.decision.Teller;
import nextbest.api.page.DealCard.FactorLines;
import nextbest.api.page.DealCard.Line;
import nextbest.api.page.DealCard.Reason;
import nextbest.api.page.DealCard.WhyNot;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.Factor;
import nextbest.recommendation.Score;
import nextbest.recommendation.ScoreLine;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.directory.SubjectEntry;
import org.springframework.stereotype.Component;

/** Lays a card out for its page: the score with its lines, and the why-not of everything else. */
@Component
final class DealCards {
    private final Store store;
    private final Cards cards;
    private final Teller teller;
    private final Texts texts;
    private final Access access;

    DealCards(Store store, Cards cards, Teller teller, Texts texts, Access access) {
        this.store = store;
        this.cards = cards;
        this.teller = teller;
        this.texts = texts;
        this.access = access;
    }

    DealCard of(Caller caller, SubjectEntry subject, CardView view, ZoneId zone) {
        Texts.Voice voice = texts.in(zone);
        DecisionEntry entry = cards.decision(caller, view.decision().toString());
        Optional<Decision> decision = cards.whole(caller.tenant(), entry);
        boolean mayAnswer = access.may(caller, Act.ANSWER);
        return new DealCard(
                teller.card(view, subject, zone),
                decision.flatMap(Decision::main)
                        .map(main -> factors(main, voice))
                        .orElse(List.of()),
                decision.map(d -> whyNot(d, entry, view, caller, voice)).orElse(List.of()),
                mayAnswer ? answerable(view) : List.of(),
                isOver(view),
                answered(view));
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
        return view.positions().stream()
                .filter(p -> p.position() == 1)
                .findFirst()
                .flatMap(CardView.Position::rep)
                .filter(said -> said != RepDisposition.NO_ANSWER && said != RepDisposition.VIEWED)
                .map(said -> said.name())
                .orElse("");
    }

    private static List<FactorLines> factors(Candidate main, Texts.Voice voice) {
        Score score = main.score();
        List<Integer> shown = score.displayedPoints();
        List<FactorLines> factors = new ArrayList<>();
        for (Factor factor : Factor.values()) {
            List<Line> lines = new ArrayList<>();
            int points = 0;
            for (int i = 0; i < score.lines().size(); i++) {
                ScoreLine line = score.lines().get(i);
                if (line.subFactor().factor() == factor) {
                    points += shown.get(i);
                    lines.add(line(line, shown.get(i), voice));
                }
            }
            factors.add(new FactorLines(
                    voice.say("factor." + factor.key()), points, score.maxHundredths(factor) / 100, lines));
        }
        return factors;
    }

    private static Line line(ScoreLine line, int points, Texts.Voice voice) {
        List<Reason> reasons = line.moves().stream()
                .map(move -> new Reason(
                        voice.say(move.evidence().text()),
                        move.permille() > 0,
                        move.evidence() instanceof Evidence.Recorded recorded
                                ? recorded.provenance().source()
                                : ""))
                .toList();
        return new Line(
                voice.say("sub-factor." + line.subFactor().key()),
                points,
                hundredths(line.maxHundredths()),
                line.maxHundredths() == 0 ? 0 : Math.round(100f * line.hundredths() / line.maxHundredths()),
                reasons);
    }

    private static String hundredths(int value) {
        return value % 100 == 0 ? Integer.toString(value / 100) : String.valueOf(value / 100.0);
    }

    private List<WhyNot> whyNot(
            Decision decision, DecisionEntry entry, CardView view, Caller caller, Texts.Voice voice) {
        DecisionView whole = teller.decision(
                decision,
                store.maker().catalogue(caller.tenant()),
                Optional.of(entry),
                Optional.of(view.id()),
                ZoneId.of("UTC"));
        Map<String, Integer> seen = new HashMap<>();
        List<WhyNot> rows = new ArrayList<>();
        for (DecisionView.CandidateView candidate : whole.candidates()) {
            if (candidate.position().isEmpty() && seen.merge(candidate.key(), 1, Integer::sum) == 1) {
                rows.add(new WhyNot(
                        candidate.title(),
                        candidate.lines().isEmpty() ? "" : Integer.toString((candidate.score() + 50) / 100),
                        voice.say("disposition."
                                + candidate
                                        .disposition()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', '-')),
                        candidate.because()));
            }
        }
        return rows;
    }
}
