package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import nextbest.catalogue.Organisation;
import nextbest.deal.DealSnapshot;
import nextbest.deal.StageKind;
import nextbest.engine.EffectEvidence;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.SelectionPolicy;
import nextbest.identity.DecisionId;
import nextbest.model.DealContext;
import nextbest.model.ExampleOutcome;
import nextbest.model.PastDecision;
import nextbest.model.Retraining;
import nextbest.model.TrainingReport;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.Decision;
import nextbest.signal.SignalType;
import org.junit.jupiter.api.Test;

/** Retraining on simulated pasts in which it is known what works. */
class RetrainingTest {
    private static final DealSnapshot DEAL = Deals.heard(
                    Deals.at(StageKind.PROPOSAL),
                    SignalType.DEMO_COMPLETED,
                    SignalType.PRICING_DISCUSSED,
                    SignalType.SKEPTICISM_VOICED,
                    SignalType.HANDS_ON_WANTED,
                    SignalType.EXECUTIVE_ATTENTION_NEEDED,
                    SignalType.BUDGET_UNCLEAR)
            .build();

    @Test
    void withoutAnySignalNothingIsPromotedAndNothingIsClaimed() {
        int promoted = 0;
        for (int seed = 0; seed < 2; seed++) {
            TrainingReport report = train(past(900, seed, Arm.RANDOM_ELIGIBLE, action -> 0.3));
            promoted += report.promoted() ? 1 : 0;
            assertThat(report.policies()).hasSize(4);
        }
        // the gate lets a worthless challenger through in at most 2.5 % of cases
        assertThat(promoted).isZero();
    }

    @Test
    void aPastThatWasNeverRandomisedIsRefusedWithTheReason() {
        TrainingReport report = train(past(60, 1, Arm.STATIC, action -> 0.3));
        assertThat(report.promoted()).isFalse();
        assertThat(report.reasons()).isNotEmpty();
        assertThat(String.join("\n", report.inWords())).contains("NOT PROMOTED", "because");
    }

    @Test
    void tooFewResultsTrainNothing() {
        TrainingReport report = train(past(20, 1, Arm.RANDOM_ELIGIBLE, action -> 0.3));
        assertThat(report.reasons()).singleElement().asString().contains("at least " + Retraining.FEWEST);
        assertThat(train(List.of()).promoted()).isFalse();
    }

    @Test
    void whatWorksIsToldInTheReportAndTheValuesAreThoseOfTheSimulation() {
        // the lowest of what suits works always, the rest hardly
        String good = Engine.current().decide(input(0, Arm.RANDOM_ELIGIBLE)).candidates().stream()
                .filter(candidate -> candidate.propensity().onSlate() > 0)
                .reduce((first, second) -> second)
                .orElseThrow()
                .action();
        TrainingReport report = train(past(900, 5, Arm.RANDOM_ELIGIBLE, action -> action.equals(good) ? 0.9 : 0.1));

        assertThat(report.actions().getFirst().action()).isEqualTo(good);
        assertThat(report.actions().getFirst().certain()).isTrue();
        TrainingReport.PolicyValue rules = report.policy("rules").orElseThrow();
        assertThat(rules.refused()).isEmpty();
        // rules never show the lowest: 0.65 · 0.1
        assertThat(rules.value()).isBetween(0.03, 0.12);
        assertThat(String.join("\n", report.inWords())).contains(good);
    }

    private static TrainingReport train(List<PastDecision> past) {
        return new Retraining(Engine.current(), Deals.CATALOGUE, Optional.empty())
                .run(past)
                .report();
    }

    private static EngineInput input(int i, Arm arm) {
        return new EngineInput(
                new DecisionId(Deals.uuid(i)),
                DEAL,
                Deals.CATALOGUE,
                Organisation.silent(),
                EffectEvidence.none(),
                SelectionPolicy.standard().withArm(arm),
                Deals.NOW.plus(Duration.ofHours(i)));
    }

    private static List<PastDecision> past(int n, long seed, Arm arm, ToDoubleFunction<String> chance) {
        Random random = new Random(seed);
        List<PastDecision> past = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            EngineInput input = input(i, arm);
            Decision decision = Engine.current().decide(input);
            List<PastDecision.Shown> shown = new ArrayList<>();
            for (int place = 0; place < decision.slate().candidates().size(); place++) {
                Candidate candidate = decision.candidate(
                                decision.slate().candidates().get(place))
                        .orElseThrow();
                shown.add(new PastDecision.Shown(
                        place + 1,
                        candidate.key(),
                        candidate.action(),
                        Math.min(1, candidate.propensity().atPosition().get(place)),
                        random.nextDouble() < chance.applyAsDouble(candidate.action())
                                ? ExampleOutcome.ADVANCED
                                : ExampleOutcome.NOT_TAKEN));
            }
            past.add(new PastDecision(
                    input,
                    Arrays.stream(DealContext.of(DEAL, Deals.NOW)).boxed().toList(),
                    new UUID(2, i / 2),
                    675 + i / 300,
                    shown,
                    new TreeMap<>(Map.of("industry", i % 2 == 0 ? "retail" : "steel"))));
        }
        return past;
    }
}
