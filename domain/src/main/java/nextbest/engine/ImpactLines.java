package nextbest.engine;

import java.util.Map;
import nextbest.catalogue.Risk;
import nextbest.deal.DealField;
import nextbest.money.Money;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.SubFactor;
import nextbest.recommendation.Text;

/**
 * What moves the four lines of impact. A learned number moves a line only if its interval leaves 'no effect' outside.
 *
 * <p>A difference of shares of 40 percentage points, or a median time that is shorter by two thirds, takes a line to its
 * maximum; smaller effects in proportion.
 */
final class ImpactLines {
    static final double FULL_DIFFERENCE = 0.40;
    static final double FULL_SPEED_UP = 2.0 / 3;
    /** On the scale of rewards, where an advance is worth 0.65: as much as 40 percentage points more advances. */
    static final double FULL_GAIN = 0.26;

    private ImpactLines() {}

    static void move(Reading reading, Proposal proposal, Moves moves) {
        learned(reading, proposal, moves);
        valued(reading, proposal, moves);
        revenue(reading, moves);
        risks(reading, proposal, moves);
    }

    private static void learned(Reading reading, Proposal proposal, Moves moves) {
        String action = proposal.action().key();
        reading.evidence().of(action).ifPresent(effect -> {
            effect.moreOften().stream()
                    .filter(contrast -> contrast.excludes(0))
                    .forEach(contrast -> moves.add(
                            SubFactor.HISTORICAL_EFFECTIVENESS,
                            permille(contrast.estimate() / FULL_DIFFERENCE),
                            evidence(action, "more-often", contrast, contrast.estimate())));
            effect.faster().stream()
                    .filter(contrast -> contrast.excludes(1))
                    .forEach(contrast -> moves.add(
                            SubFactor.ADVANCEMENT_PROBABILITY,
                            permille((1 - contrast.estimate()) / FULL_SPEED_UP),
                            evidence(action, "faster", contrast, 1 - contrast.estimate())));
        });
    }

    /** What came of our own recommendations: in all deals, and in deals like this one. */
    private static void valued(Reading reading, Proposal proposal, Moves moves) {
        String action = proposal.action().key();
        reading.evidence().learned().of(action).ifPresent(value -> {
            if (value.overall().certain()) {
                moves.add(
                        SubFactor.HISTORICAL_EFFECTIVENESS,
                        permilleOfGain(value.overall().estimate()),
                        evidence(action, "model", value.n(), value.overall()));
            }
            if (value.here().certain()) {
                moves.add(
                        SubFactor.ADVANCEMENT_PROBABILITY,
                        permilleOfGain(value.here().estimate()),
                        evidence(action, "model-here", value.n(), value.here()));
            }
        });
    }

    static int permilleOfGain(double gain) {
        return permille(gain / FULL_GAIN);
    }

    private static Evidence evidence(String action, String what, long n, LearnedValues.Gain gain) {
        double nearer = Math.min(Math.abs(gain.low()), Math.abs(gain.high()));
        double farther = Math.max(Math.abs(gain.low()), Math.abs(gain.high()));
        return new Evidence.Learned(
                "learned:" + action + ":" + what,
                Text.of(
                        "evidence." + what + (gain.estimate() >= 0 ? ".more" : ".less"),
                        Map.of(
                                "share", Argument.Share.of(Math.abs(gain.estimate())),
                                "low", Argument.Share.of(nearer),
                                "high", Argument.Share.of(farther),
                                "n", Argument.count(n))),
                n,
                gain.estimate(),
                gain.low(),
                gain.high(),
                EvidenceDesign.OBSERVED,
                "action");
    }

    /** The words depend on how the number came about and on its sign. */
    static Evidence evidence(String action, String what, EffectEvidence.Contrast contrast, double shown) {
        String design = contrast.design() == EvidenceDesign.RANDOMISED ? "trial" : "observed";
        String direction = shown >= 0 ? what : "not-" + what;
        return new Evidence.Learned(
                "learned:" + action + ":" + what,
                Text.of(
                        "evidence." + design + "." + direction,
                        Map.of(
                                "share",
                                Argument.Share.of(Math.abs(shown)),
                                "low",
                                Argument.Share.of(bound(what, contrast.low(), contrast.high(), true)),
                                "high",
                                Argument.Share.of(bound(what, contrast.low(), contrast.high(), false)),
                                "n",
                                Argument.count(contrast.nWith()),
                                "others",
                                Argument.count(contrast.nWithout()))),
                contrast.nWith(),
                contrast.estimate(),
                contrast.low(),
                contrast.high(),
                contrast.design(),
                "action-stage");
    }

    /** The interval in the scale in which it is shown: a ratio of times of 0.65 is 35 % faster. Absolute, lower end first. */
    private static double bound(String what, double low, double high, boolean lower) {
        double a = what.equals("faster") ? Math.abs(1 - low) : Math.abs(low);
        double b = what.equals("faster") ? Math.abs(1 - high) : Math.abs(high);
        return lower ? Math.min(a, b) : Math.max(a, b);
    }

    private static int permille(double strength) {
        return (int) Math.round(Math.clamp(strength, -1.0, 1.0) * 1000);
    }

    /** Compared with what similar won deals were worth, within one currency. */
    private static void revenue(Reading reading, Moves moves) {
        Money amount = reading.deal().amounts().amount().asOptional().orElse(null);
        Money usual = reading.evidence().similar().stream()
                .flatMap(similar -> similar.medianAmount().stream())
                .findFirst()
                .orElse(null);
        if (amount == null
                || usual == null
                || usual.minor() <= 0
                || !amount.currency().equals(usual.currency())) {
            return;
        }
        double ratio = (double) amount.minor() / usual.minor();
        int strength = ratio >= 2 ? 400 : ratio >= 1.25 ? 200 : ratio <= 0.5 ? -300 : ratio <= 0.8 ? -150 : 0;
        moves.add(
                SubFactor.REVENUE_IMPACT,
                strength,
                Evidences.fact(
                        reading.deal(),
                        DealField.AMOUNT,
                        strength >= 0 ? "evidence.amount-large" : "evidence.amount-small",
                        Map.of(
                                "amount",
                                new Argument.Amount(amount.minor(), amount.currency()),
                                "usual",
                                new Argument.Amount(usual.minor(), usual.currency()))));
    }

    private static void risks(Reading reading, Proposal proposal, Moves moves) {
        for (Risk risk : proposal.action().mitigates()) {
            reading.risks().showing(risk).ifPresent(evidence -> moves.add(SubFactor.RISK_REDUCTION, 400, evidence));
            reading.risks().rulingOut(risk).ifPresent(evidence -> moves.add(SubFactor.RISK_REDUCTION, -150, evidence));
        }
    }
}
