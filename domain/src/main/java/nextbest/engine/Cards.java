package nextbest.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.catalogue.Wording;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Conflict;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.Factor;
import nextbest.recommendation.FlipPoint;
import nextbest.recommendation.LargestRemainder;
import nextbest.recommendation.Move;
import nextbest.recommendation.Rule;
import nextbest.recommendation.ScoreLine;
import nextbest.recommendation.Text;
import nextbest.signal.BuyerSignal;

/** Writes down what a person sees of a decision, as message keys and arguments. */
final class Cards {
    /** So many reasons beside the signal and what was learned. */
    private static final int FURTHER_REASONS = 3;

    /** So many passages of the client, and as many of research. */
    private static final int PASSAGES = 2;

    private final Reading reading;
    private final Map<String, Proposal> proposals;

    Cards(Reading reading, Map<String, Proposal> proposals) {
        this.reading = reading;
        this.proposals = proposals;
    }

    CardContent card(
            List<Candidate> slate,
            List<String> missing,
            List<Conflict> conflicts,
            List<FlipPoint> flipPoints,
            boolean fallback) {
        Candidate main = slate.getFirst();
        Proposal proposal = proposals.get(main.key());
        return new CardContent(
                main.key(),
                title(main),
                main.score().points(),
                factors(main),
                main.urgency(),
                main.impact(),
                why(main, proposal, fallback),
                proposal.steps().stream().map(step -> text(step, main)).toList(),
                main.window(),
                main.successRate(),
                slate.subList(1, slate.size()).stream()
                        .map(other -> new CardContent.Alternative(
                                other.key(),
                                title(other),
                                other.score().points(),
                                other.urgency(),
                                other.impact(),
                                Text.of("alternative." + other.urgency().key())))
                        .toList(),
                missing.stream().map(field -> Text.of("missing." + field)).toList(),
                conflicts,
                flipPoints,
                main.mandatory(),
                fallback);
    }

    private Text title(Candidate candidate) {
        return text(proposals.get(candidate.key()).title().orElseThrow(), candidate);
    }

    /** A text gets all parameters that are known, and the asset, so that a translation may use more than the original. */
    private static Text text(Wording wording, Candidate candidate) {
        SortedMap<String, Argument> arguments = new TreeMap<>();
        candidate.parameters().forEach((kind, value) -> arguments.put(kind.argument(), value));
        candidate.asset().forEach(asset -> {
            arguments.put("asset", Argument.words(asset.title()));
            arguments.put("assetLink", Argument.words(asset.link()));
        });
        return Text.of(wording.text(), arguments);
    }

    /** Whole points that add up to the score, by largest remainder over the factors. */
    private static List<CardContent.FactorPoints> factors(Candidate candidate) {
        List<Factor> all = List.of(Factor.values());
        List<Integer> points = LargestRemainder.apportion(
                candidate.score().points(),
                all.stream().mapToInt(candidate.score()::hundredths).toArray());
        List<CardContent.FactorPoints> factors = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int max = candidate.score().maxHundredths(all.get(i)) / 100;
            factors.add(new CardContent.FactorPoints(all.get(i), points.get(i), max));
        }
        return factors;
    }

    private List<CardContent.Reason> why(Candidate main, Proposal proposal, boolean fallback) {
        Map<String, CardContent.Reason> reasons = new LinkedHashMap<>();
        if (main.verdict().rule() == Rule.MANDATORY) {
            put(reasons, Text.of("why.mandatory"), "rule:mandatory");
        }
        if (fallback) {
            Map<String, Argument> stage = reading.deal()
                    .course()
                    .stage()
                    .asOptional()
                    .<Map<String, Argument>>map(known -> Map.of("stage", Argument.words(known.label())))
                    .orElse(Map.of());
            put(reasons, Text.of(stage.isEmpty() ? "why.default" : "why.stage-default", stage), "fact:stage");
        }
        called(proposal, reasons);
        passages(proposal, reasons);
        learned(main, reasons);
        main.score().lines().stream()
                .sorted(Comparator.comparingInt(Cards::gain).reversed().thenComparing(ScoreLine::subFactor))
                .flatMap(line -> line.moves().stream())
                .filter(move -> move.permille() > 0 && !(move.evidence() instanceof Evidence.Learned))
                .map(Move::evidence)
                .filter(evidence -> !reasons.containsKey(evidence.id()))
                .limit(FURTHER_REASONS)
                .forEach(evidence -> put(reasons, evidence.text(), evidence.id()));
        reading.evidence().similar().stream()
                .filter(similar -> similar.won() + similar.lost() > 0)
                .findFirst()
                .ifPresent(similar -> put(
                        reasons,
                        Text.of(
                                "why.similar-deals",
                                Map.of(
                                        "n",
                                        Argument.count(similar.won() + similar.lost()),
                                        "won",
                                        Argument.count(similar.won()),
                                        "similarity",
                                        Argument.Share.of(similar.similarity()))),
                        "learned:similar-deals"));
        return List.copyOf(reasons.values());
    }

    private static int gain(ScoreLine line) {
        return line.hundredths() - line.neutralHundredths();
    }

    /** What called for it: the rule in words, and who said what when, if somebody did. */
    private void called(Proposal proposal, Map<String, CardContent.Reason> reasons) {
        proposal.calling().fired().forEach((trigger, finding) -> {
            List<String> evidence = new ArrayList<>();
            finding.signals().forEach(signal -> evidence.add(Evidences.signalId(signal)));
            finding.fields().forEach(field -> evidence.add(Evidences.factId(field)));
            reasons.put("trigger:" + trigger, new CardContent.Reason(Text.of("trigger." + trigger), evidence));
        });
        proposal.calling().signals().stream()
                .limit(1)
                .forEach(signal -> put(reasons, said(signal), Evidences.signalId(signal)));
    }

    /** Why this product for this client: the words themselves, the client's first, and what product management answered. */
    private static void passages(Proposal proposal, Map<String, CardContent.Reason> reasons) {
        proposal.interest().ifPresent(interest -> {
            for (boolean byClient : new boolean[] {true, false}) {
                interest.passages().stream()
                        .filter(passage -> passage.byClient() == byClient)
                        .limit(PASSAGES)
                        .map(InterestLines::passage)
                        .forEach(evidence -> put(reasons, evidence.text(), evidence.id()));
            }
            InterestLines.material(interest).ifPresent(evidence -> put(reasons, evidence.text(), evidence.id()));
            interest.productTeam()
                    .ifPresent(answer -> put(
                            reasons,
                            Text.of(
                                    "why.product-team." + (answer.adopted() ? "adopted" : "rejected"),
                                    Map.of(
                                            "product", Argument.words(interest.name()),
                                            "answer", Argument.words(answer.text()))),
                            "interest:" + interest.product() + ":product-team"));
        });
    }

    private Text said(BuyerSignal signal) {
        Map<String, Argument> arguments = new TreeMap<>();
        arguments.put("at", Argument.moment(signal.at()));
        arguments.put("quote", Argument.words(signal.quote()));
        signal.contacts().stream()
                .flatMap(contact -> reading.stakeholder(contact).stream())
                .findFirst()
                .ifPresent(person -> arguments.put("contact", Argument.words(person.name())));
        String who = arguments.containsKey("contact") ? "by-contact" : "by-somebody";
        String what = signal.quote().isBlank() ? "noted" : "said";
        return Text.of("why." + what + "." + who, arguments);
    }

    /** Only what moved a line: a number whose interval includes 'no effect' is not claimed. */
    private static void learned(Candidate main, Map<String, CardContent.Reason> reasons) {
        for (ScoreLine line : main.score().lines()) {
            for (Move move : line.moves()) {
                if (move.evidence() instanceof Evidence.Learned learned) {
                    put(reasons, learned.text(), learned.id());
                }
            }
        }
    }

    private static void put(Map<String, CardContent.Reason> reasons, Text text, String evidence) {
        reasons.put(evidence, new CardContent.Reason(text, List.of(evidence)));
    }
}
