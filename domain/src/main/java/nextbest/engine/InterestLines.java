package nextbest.engine;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nextbest.deal.ProductInterest;
import nextbest.fact.Provenance;
import nextbest.learning.statistics.Estimate;
import nextbest.learning.statistics.Proportion;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.SubFactor;
import nextbest.recommendation.Text;

/**
 * What moves the lines of a candidate that is about a product: what the client talks about, what similar clients hold, how the
 * house sees it, what became of it when similar clients were shown it, and whether there is something to send.
 */
final class InterestLines {
    /** The share that the average product has of the portfolio's points: neither for nor against it. */
    private static final int USUAL_PORTFOLIO = 200;

    private static final int NO_OPINION = 500;
    /** So many more accepted in a hundred take the line to its maximum. */
    private static final double FULL_DIFFERENCE = 0.40;

    private InterestLines() {}

    static void move(Proposal proposal, Moves moves) {
        proposal.interest().ifPresent(interest -> {
            conversation(interest, moves);
            portfolio(interest, moves);
            houseView(interest, moves);
            experience(interest, moves);
            material(interest).ifPresent(evidence -> moves.add(SubFactor.RESOURCE_AVAILABILITY, 400, evidence));
        });
    }

    /** The strongest passage stands for what the client said; the others are on the card. */
    private static void conversation(ProductInterest interest, Moves moves) {
        interest.passages().stream()
                .filter(ProductInterest.Passage::byClient)
                .findFirst()
                .ifPresent(passage ->
                        moves.add(SubFactor.PAIN_POINT_ALIGNMENT, interest.fit().conversation(), passage(passage)));
    }

    private static void portfolio(ProductInterest interest, Moves moves) {
        int above = interest.fit().portfolio() - USUAL_PORTFOLIO;
        int strength = above >= 0 ? above * 1_000 / (1_000 - USUAL_PORTFOLIO) : above * 500 / USUAL_PORTFOLIO;
        moves.add(
                SubFactor.INDUSTRY_ALIGNMENT,
                strength,
                counted(
                        interest,
                        "portfolio",
                        Text.of(
                                "evidence.interest.portfolio",
                                Map.of(
                                        "product", Argument.words(interest.name()),
                                        "holders", Argument.count(interest.fit().holders()),
                                        "similar", Argument.count(interest.fit().similar())))));
    }

    /** A view that the house has stated, or else what research wrote lately. */
    private static void houseView(ProductInterest interest, Moves moves) {
        int strength = (interest.fit().houseView() - NO_OPINION) * 2;
        if (!interest.fit().stance().isEmpty()) {
            moves.add(
                    SubFactor.TIMING_ALIGNMENT,
                    strength,
                    counted(
                            interest,
                            "house-view",
                            Text.of(
                                    "evidence.interest.house-view",
                                    Map.of(
                                            "product",
                                            Argument.words(interest.name()),
                                            "stance",
                                            Argument.message(
                                                    "stance." + interest.fit().stance())))));
            return;
        }
        interest.passages().stream()
                .filter(passage -> !passage.byClient())
                .findFirst()
                .ifPresent(passage -> moves.add(SubFactor.TIMING_ALIGNMENT, strength, passage(passage)));
    }

    /** Only if the interval leaves the share of all clients outside. */
    private static void experience(ProductInterest interest, Moves moves) {
        ProductInterest.Fit fit = interest.fit();
        if (fit.shown() < NextBestEngine.ENOUGH_CASES || fit.allShown() == 0) {
            return;
        }
        Proportion similar = new Proportion(fit.accepted(), fit.shown());
        double usual = (double) fit.allAccepted() / fit.allShown();
        if (similar.estimate() instanceof Estimate.Measured measured
                && (measured.lower() > usual || measured.upper() < usual)) {
            moves.add(
                    SubFactor.HISTORICAL_EFFECTIVENESS,
                    (int) Math.round(Math.clamp((measured.value() - usual) / FULL_DIFFERENCE, -1, 1) * 1_000),
                    new Evidence.Learned(
                            id(interest, "shown-to-similar"),
                            Text.of(
                                    "evidence.interest.shown-to-similar",
                                    Map.of(
                                            "product", Argument.words(interest.name()),
                                            "accepted", Argument.count(fit.accepted()),
                                            "n", Argument.count(fit.shown()),
                                            "low", Argument.Share.of(measured.lower()),
                                            "high", Argument.Share.of(measured.upper()),
                                            "usual", Argument.Share.of(usual))),
                            fit.shown(),
                            measured.value(),
                            measured.lower(),
                            measured.upper(),
                            EvidenceDesign.OBSERVED,
                            "product-similar-clients"));
        }
    }

    /** What is at hand to send with it; empty if nothing is. */
    static Optional<Evidence> material(ProductInterest interest) {
        return interest.material().stream()
                .findFirst()
                .map(asset -> counted(
                        interest,
                        "material",
                        Text.of(
                                "evidence.interest.material",
                                Map.of(
                                        "asset", Argument.words(asset.title()),
                                        "link", Argument.words(asset.link())))));
    }

    static Evidence passage(ProductInterest.Passage passage) {
        return new Evidence.Recorded(
                "passage:" + passage.id(),
                quoted(passage),
                new Provenance(passage.source(), passage.id(), passage.at()));
    }

    /** Who said it where, and the words. */
    private static Text quoted(ProductInterest.Passage passage) {
        Optional<String> title = Optional.of(passage.title()).filter(known -> !known.isBlank());
        String key = "evidence.passage." + (passage.byClient() ? "client" : "research")
                + (title.isPresent() ? ".titled" : ".untitled");
        Map<String, Argument> arguments = new TreeMap<>();
        arguments.put("at", Argument.moment(passage.at()));
        arguments.put("quote", Argument.words(passage.quote()));
        title.ifPresent(known -> arguments.put("title", Argument.words(known)));
        return Text.of(key, arguments);
    }

    private static String id(ProductInterest interest, String what) {
        return "interest:" + interest.product() + ":" + what;
    }

    private static Evidence counted(ProductInterest interest, String what, Text text) {
        return new Evidence.Recorded(
                id(interest, what),
                text,
                new Provenance("screening", interest.product().toString(), interest.screenedAt()));
    }
}
