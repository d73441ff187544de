package nextbest.demo;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.deal.StageKind;
import nextbest.signal.SignalType;

/**
 * The buyer's side of one deal: what it lets us know and how it decides, one working day at a time. The daily chances are
 * our own invention; without any effect about a third of all deals is won, after some 40 working days.
 */
final class Buyer {
    /** What a buyer decides at the end of a day. */
    enum Move {
        STAYS,
        /** To the next stage; from negotiation: the deal is won. */
        ADVANCES,
        RETURNS,
        LEAVES
    }

    /** Daily chances in a stage, in the order in which they are tried. */
    private record Chances(double advances, double leaves, double returns) {}

    private static final Map<StageKind, Chances> CHANCES = Map.of(
            StageKind.PROSPECTING, new Chances(0.110, 0.018, 0),
            StageKind.DISCOVERY, new Chances(0.060, 0.016, 0.002),
            StageKind.PROPOSAL, new Chances(0.070, 0.018, 0.004),
            StageKind.NEGOTIATION, new Chances(0.080, 0.020, 0.004));

    /** What a buyer may say, and how likely it is on a day. */
    private record Topic(SignalType signal, double daily) {}

    private static final Map<StageKind, List<Topic>> TOPICS = Map.of(
            StageKind.PROSPECTING,
            List.of(
                    new Topic(SignalType.PAIN_POINT_MENTIONED, 0.040),
                    new Topic(SignalType.FEATURE_INTEREST, 0.020),
                    new Topic(SignalType.EVALUATION_STARTED, 0.020),
                    new Topic(SignalType.INDUSTRY_INSIGHT_WANTED, 0.015)),
            StageKind.DISCOVERY,
            List.of(
                    new Topic(SignalType.BUDGET_DISCUSSED, 0.075),
                    new Topic(SignalType.PAIN_POINT_MENTIONED, 0.060),
                    new Topic(SignalType.TIMELINE_MENTIONED, 0.030),
                    new Topic(SignalType.COMPETITOR_MENTIONED, 0.035),
                    new Topic(SignalType.FEATURE_INTEREST, 0.035),
                    new Topic(SignalType.INTEGRATION_DISCUSSED, 0.015),
                    new Topic(SignalType.NEW_STAKEHOLDER, 0.010),
                    new Topic(SignalType.OBJECTION_RAISED, 0.012),
                    new Topic(SignalType.SKEPTICISM_VOICED, 0.010),
                    new Topic(SignalType.SOCIAL_PROOF_NEEDED, 0.008)),
            StageKind.PROPOSAL,
            List.of(
                    new Topic(SignalType.DEMO_COMPLETED, 0.110),
                    new Topic(SignalType.PRICING_DISCUSSED, 0.060),
                    new Topic(SignalType.TECHNICAL_REVIEW_NEEDED, 0.040),
                    new Topic(SignalType.SECURITY_REVIEW_STARTED, 0.015),
                    new Topic(SignalType.BUDGET_APPROVAL_NEEDED, 0.020),
                    new Topic(SignalType.OBJECTION_RAISED, 0.020),
                    new Topic(SignalType.COMPETITOR_MENTIONED, 0.015),
                    new Topic(SignalType.HANDS_ON_WANTED, 0.010),
                    new Topic(SignalType.CHAMPION_NEEDS_MATERIAL, 0.012)),
            StageKind.NEGOTIATION,
            List.of(
                    new Topic(SignalType.CONTRACT_REVIEW_STARTED, 0.110),
                    new Topic(SignalType.DISCOUNT_REQUESTED, 0.075),
                    new Topic(SignalType.EXECUTIVE_SIGN_OFF_NEEDED, 0.040),
                    new Topic(SignalType.TIMELINE_CHANGED, 0.015),
                    new Topic(SignalType.OBJECTION_RAISED, 0.015),
                    new Topic(SignalType.NON_STANDARD_TERMS_WANTED, 0.012),
                    new Topic(SignalType.CHAMPION_DEPARTURE_RISK, 0.006)));

    private final double pace;
    private final Set<SignalType> heard = EnumSet.noneOf(SignalType.class);
    private final Set<String> received = new HashSet<>();
    private StageKind stage = StageKind.PROSPECTING;
    private double advance = 1;
    private double loss = 1;

    /** @param pace factor on the chance of moving on that goes with the size of the company */
    Buyer(double pace) {
        this.pace = pace;
    }

    StageKind stage() {
        return stage;
    }

    /** Begins a visit to a stage: what was said and done in the one before is over. */
    void enters(StageKind next) {
        stage = next;
        heard.clear();
        received.clear();
        advance = 1;
        loss = 1;
    }

    /** What the buyer lets us know today; each thing once per visit to a stage. */
    List<SignalType> speaks(Chance chance) {
        List<SignalType> said = new ArrayList<>();
        for (Topic topic : TOPICS.get(stage)) {
            if (!heard.contains(topic.signal()) && chance.happens(topic.daily())) {
                said.add(topic.signal());
            }
        }
        heard.addAll(said);
        return said;
    }

    /** For a buyer whose past is replayed. */
    void said(SignalType signal) {
        heard.add(signal);
    }

    /** Whether an action was carried out in this visit. */
    boolean hasReceived(String action) {
        return received.contains(action);
    }

    /** Lets an action work. The second time in a visit it does nothing. */
    Optional<PlantedEffect> receives(String action) {
        if (!received.add(action)) {
            return Optional.empty();
        }
        Optional<PlantedEffect> effect = PlantedEffect.of(action, stage)
                .filter(e -> e.after().isEmpty() || heard.contains(e.after().get()));
        effect.ifPresent(e -> {
            advance *= e.advance();
            loss *= e.loss();
        });
        return effect;
    }

    /** The decision at the end of a working day. */
    Move decides(Chance chance) {
        Chances chances = CHANCES.get(stage);
        double draw = chance.uniform();
        double advances = Math.min(0.6, chances.advances() * pace * advance);
        double leaves = chances.leaves() * loss;
        if (draw < advances) {
            return Move.ADVANCES;
        }
        if (draw < advances + leaves) {
            return Move.LEAVES;
        }
        return draw < advances + leaves + chances.returns() ? Move.RETURNS : Move.STAYS;
    }

    /** The stage after this one; empty from negotiation: there the deal is won. */
    Optional<StageKind> next() {
        return switch (stage) {
            case PROSPECTING -> Optional.of(StageKind.DISCOVERY);
            case DISCOVERY -> Optional.of(StageKind.PROPOSAL);
            case PROPOSAL -> Optional.of(StageKind.NEGOTIATION);
            case NEGOTIATION, WON, LOST -> Optional.empty();
        };
    }

    /** The stage before this one; prospecting has none before it. */
    StageKind previous() {
        return switch (stage) {
            case PROSPECTING, DISCOVERY -> StageKind.PROSPECTING;
            case PROPOSAL -> StageKind.DISCOVERY;
            case NEGOTIATION, WON, LOST -> StageKind.PROPOSAL;
        };
    }
}
