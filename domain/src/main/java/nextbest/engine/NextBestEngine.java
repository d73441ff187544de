package nextbest.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.catalogue.ActionType;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Conflict;
import nextbest.recommendation.ContentGap;
import nextbest.recommendation.Decision;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.FlipPoint;
import nextbest.recommendation.Propensity;
import nextbest.recommendation.Rule;
import nextbest.recommendation.Score;
import nextbest.recommendation.Slate;
import nextbest.recommendation.SuccessRate;
import nextbest.recommendation.Verdict;

/** The first engine: propose → gates → score → contest → card. */
final class NextBestEngine implements Engine {
    static final String VERSION = "1";

    /** Below this many closed cases no rate is shown. */
    static final long ENOUGH_CASES = 10;

    private static final Comparator<Scored> SLATE_ORDER = Comparator.comparing(Scored::mandatory)
            .reversed()
            .thenComparing(scored -> -scored.score().hundredths())
            .thenComparing(Scored::key);

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public Decision decide(EngineInput input) {
        Reading reading = new Reading(input);
        Gates gates = new Gates(reading);
        List<Scored> all = scored(reading, gates, new Proposals(reading).all());
        Contest.requireDistinct(all);

        Map<String, Verdict> verdicts = new HashMap<>();
        List<Scored> entrants = new ArrayList<>();
        for (Scored scored : all) {
            Optional<Verdict> refusal = gates.firstRefusal(scored.proposal());
            refusal.ifPresent(verdict -> verdicts.put(scored.key(), verdict));
            if (refusal.isEmpty()) {
                entrants.add(scored);
            }
        }
        boolean fallback = entrants.isEmpty();
        if (fallback) {
            entrants = defaults(reading, gates, all);
        }
        Contest contest = new Contest(reading, entrants, fallback);
        Contest.Judgement judgement = contest.judgement();
        verdicts.putAll(judgement.verdicts());
        return write(reading, all, contest, judgement.conflicts(), verdicts);
    }

    /** Scores only what passes the gates: nobody reads the lines of the rest here. */
    @Override
    public Selection select(EngineInput input) {
        Reading reading = new Reading(input);
        Gates gates = new Gates(reading);
        Proposals proposals = new Proposals(reading);
        List<Proposal> passing = proposals.called().stream()
                .filter(proposal -> gates.firstRefusal(proposal).isEmpty())
                .toList();
        List<Scored> entrants = scored(reading, gates, passing);
        boolean fallback = entrants.isEmpty();
        if (fallback) {
            entrants = defaults(reading, gates, scored(reading, gates, proposals.all()));
        }
        Contest contest = new Contest(reading, entrants, fallback);
        return new Selection(
                contest.slate(),
                entrants.stream()
                        .map(scored -> new Selection.Entrant(
                                scored.key(),
                                scored.proposal().action().key(),
                                contest.propensities().get(scored.key())))
                        .toList());
    }

    /** Scored, in the order of a slate. */
    private static List<Scored> scored(Reading reading, Gates gates, List<Proposal> proposals) {
        Scoring scoring = new Scoring(reading);
        List<Scored> all = new ArrayList<>(proposals.size());
        for (Proposal proposal : proposals) {
            Score score = scoring.score(proposal);
            all.add(new Scored(proposal, score, gates.isMandatory(proposal), Leaning.of(reading, proposal, score)));
        }
        all.sort(SLATE_ORDER);
        return all;
    }

    /** The stage's default actions that could be done, although nothing in particular calls for them. */
    private static List<Scored> defaults(Reading reading, Gates gates, List<Scored> all) {
        List<String> actions =
                reading.input().catalogue().fallbacksAt(reading.deal().stageKind());
        return all.stream()
                .filter(scored -> actions.contains(scored.proposal().action().key()))
                .filter(scored -> gates.firstRefusalUncalled(scored.proposal()).isEmpty())
                .filter(scored -> !scored.score().isNone())
                .toList();
    }

    private static Decision write(
            Reading reading,
            List<Scored> all,
            Contest contest,
            List<Conflict> conflicts,
            Map<String, Verdict> verdicts) {
        Slate slate = contest.slate();
        Map<String, Proposal> byKey = new HashMap<>();
        Map<String, Candidate> written = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>(all.size());
        for (Scored scored : all) {
            Candidate candidate = candidate(
                    reading,
                    scored,
                    verdicts.get(scored.key()),
                    contest.propensities().getOrDefault(scored.key(), Propensity.ZERO));
            byKey.put(scored.key(), scored.proposal());
            written.put(scored.key(), candidate);
            if (!slate.candidates().contains(scored.key())) {
                candidates.add(candidate);
            }
        }
        List<Candidate> onSlate = slate.candidates().stream().map(written::get).toList();
        candidates.sort(Comparator.comparingInt(
                        (Candidate candidate) -> -candidate.score().hundredths())
                .thenComparing(Candidate::key));
        candidates.addAll(0, onSlate);

        List<FlipPoint> flipPoints =
                onSlate.size() < 2 ? List.of() : FlipPoints.of(onSlate.getFirst(), onSlate.subList(1, onSlate.size()));
        List<String> missing =
                MissingFacts.of(reading, all.stream().map(Scored::proposal).toList());
        List<CardContent> card = onSlate.isEmpty() || reading.policy().arm() == Arm.NONE
                ? List.of()
                : List.of(new Cards(reading, byKey).card(onSlate, missing, conflicts, flipPoints, slate.fallback()));
        EngineInput input = reading.input();
        return new Decision(
                input.id(),
                input.deal().subject(),
                input.at(),
                VERSION,
                input.catalogue().version(),
                input.evidence().version(),
                input.policy().arm(),
                candidates,
                slate,
                conflicts,
                gaps(candidates, byKey),
                flipPoints,
                missing,
                card);
    }

    private static Candidate candidate(Reading reading, Scored scored, Verdict verdict, Propensity propensity) {
        Proposal proposal = scored.proposal();
        ActionType action = proposal.action();
        Timing.Derived timing = Timing.of(reading, proposal, scored.score());
        return new Candidate(
                scored.key(),
                action.key(),
                action.category(),
                action.exclusiveGroup(),
                action.impact(),
                scored.mandatory(),
                proposal.parameters(),
                proposal.contact().stream().map(person -> person.contact()).toList(),
                proposal.asset().stream().toList(),
                scored.score(),
                verdict,
                propensity,
                timing.urgency(),
                timing.window(),
                successRate(reading, action));
    }

    private static SuccessRate successRate(Reading reading, ActionType action) {
        Optional<EffectEvidence.ActionEffect> effect = reading.evidence().of(action.key());
        Optional<EffectEvidence.Rate> rate =
                effect.stream().flatMap(known -> known.advanced().stream()).findFirst();
        long n = rate.map(EffectEvidence.Rate::n).orElse(0L);
        if (rate.isEmpty() || n < ENOUGH_CASES) {
            return new SuccessRate.TooLittleData(n, ENOUGH_CASES);
        }
        return new SuccessRate.Measured(
                n,
                rate.get().successes(),
                rate.get().mean(),
                rate.get().low(),
                rate.get().high(),
                effect.stream()
                        .flatMap(known -> known.moreOften().stream())
                        .findFirst()
                        .map(EffectEvidence.Contrast::design)
                        .orElse(EvidenceDesign.OBSERVED));
    }

    private static List<ContentGap> gaps(List<Candidate> candidates, Map<String, Proposal> proposals) {
        List<ContentGap> gaps = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate.verdict().rule() == Rule.CONTENT_GAP) {
                Proposal proposal = proposals.get(candidate.key());
                String madeFor = proposal.action().requirements().asset().matching().stream()
                        .map(kind -> proposal.parameters().get(kind))
                        .filter(value -> value instanceof nextbest.recommendation.Argument.Words)
                        .map(value -> ((nextbest.recommendation.Argument.Words) value).value())
                        .findFirst()
                        .orElse("");
                gaps.add(new ContentGap(
                        candidate.key(),
                        proposal.action().requirements().asset().kind(),
                        madeFor));
            }
        }
        return gaps;
    }
}
