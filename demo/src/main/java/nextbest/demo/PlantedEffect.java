package nextbest.demo;

import java.util.List;
import java.util.Optional;
import nextbest.deal.StageKind;
import nextbest.signal.SignalType;

/**
 * What an action does to a deal of the demo organisation. Buyers decide once per working day of a visit to a stage; from the
 * day of the action on, until the deal leaves the stage, the chance that the deal moves on that day and the chance that it
 * is lost are multiplied.
 *
 * @param action key in the catalogue
 * @param stage where it works; elsewhere it does nothing
 * @param after what the buyer must have let us know in the same visit before the action; empty: nothing
 * @param advance factor on the daily chance of moving on; 1: none
 * @param loss factor on the daily chance of being lost; 1: none
 */
public record PlantedEffect(String action, StageKind stage, Optional<SignalType> after, double advance, double loss) {
    private static final List<PlantedEffect> ALL = List.of(
            new PlantedEffect(
                    "send-roi-calculator", StageKind.DISCOVERY, Optional.of(SignalType.BUDGET_DISCUSSED), 2.2, 0.6),
            new PlantedEffect("send-demo-recap", StageKind.PROPOSAL, Optional.of(SignalType.DEMO_COMPLETED), 1.9, 0.7),
            new PlantedEffect("engage-economic-buyer", StageKind.PROPOSAL, Optional.empty(), 1.6, 0.6),
            new PlantedEffect(
                    "route-to-legal-review",
                    StageKind.NEGOTIATION,
                    Optional.of(SignalType.CONTRACT_REVIEW_STARTED),
                    1.8,
                    0.6),
            new PlantedEffect("request-concession", StageKind.NEGOTIATION, Optional.empty(), 0.5, 1.3));

    private static final List<String> WITHOUT_EFFECT = List.of(
            "send-case-study",
            "ask-current-solution",
            "ask-budget-process",
            "book-feature-demo",
            "pull-battle-card",
            "send-competitive-matrix",
            "generate-quote",
            "provide-security-documentation",
            "share-contract-template",
            "offer-value-add");

    /** All effects: four that help, one that harms. */
    public static List<PlantedEffect> all() {
        return ALL;
    }

    /** Actions that are often carried out in the generated past and do nothing at all. */
    public static List<String> withoutEffect() {
        return WITHOUT_EFFECT;
    }

    static Optional<PlantedEffect> of(String action, StageKind stage) {
        return ALL.stream()
                .filter(effect -> effect.action.equals(action) && effect.stage == stage)
                .findFirst();
    }
}
