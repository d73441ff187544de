package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import nextbest.catalogue.Organisation;
import nextbest.deal.DealSnapshot;
import nextbest.deal.StageKind;
import nextbest.engine.EffectEvidence;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.SelectionPolicy;
import nextbest.identity.DecisionId;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Rule;
import nextbest.signal.SignalType;
import org.junit.jupiter.api.Test;

/** Groups, contradictions, the cap, mandatory actions, arms and chance. */
class ContestTest {

    @Test
    void ofAGroupAtMostOneIsShown() {
        // Both at negotiation on a contract under review with other terms: the two deal desk actions are one group.
        Decision decision = Deals.decide(Deals.heard(
                        Deals.at(StageKind.NEGOTIATION),
                        SignalType.CONTRACT_REVIEW_STARTED,
                        SignalType.NON_STANDARD_TERMS_WANTED)
                .build());

        assertThat(PatternRowTest.only(decision, "route-to-legal-review").disposition())
                .isEqualTo(Disposition.SELECTED);
        assertThat(PatternRowTest.only(decision, "submit-deal-desk-request").disposition())
                .isEqualTo(Disposition.EXCLUDED_BY_GROUP);
    }

    @Test
    void aContradictionIsFlaggedWithBothSides() {
        DealSnapshot deal = Deals.heard(
                        Deals.at(StageKind.PROPOSAL), SignalType.PRICING_DISCUSSED, SignalType.HANDS_ON_WANTED)
                .build();

        Decision decision = EngineTest.decide(deal, Organisation.silent(), EffectEvidence.none(), EngineTest.CERTAIN);

        assertThat(PatternRowTest.only(decision, "generate-quote").disposition())
                .isEqualTo(Disposition.SELECTED);
        assertThat(PatternRowTest.only(decision, "offer-pilot").disposition()).isEqualTo(Disposition.IN_CONFLICT);
        assertThat(decision.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.shown()).isEqualTo("generate-quote");
            assertThat(conflict.kept()).isEqualTo("offer-pilot");
        });
        assertThat(decision.card().getFirst().conflicts()).hasSize(1);
    }

    @Test
    void theCapCountsEveryPlaceOfTheCard() {
        DealSnapshot deal = Deals.heard(
                        Deals.at(StageKind.NEGOTIATION),
                        SignalType.DISCOUNT_REQUESTED,
                        SignalType.CONTRACT_REVIEW_STARTED)
                .build();

        Decision one = EngineTest.decide(
                deal,
                Organisation.silent(),
                EffectEvidence.none(),
                EngineTest.CERTAIN.withCapLeft(1, Collections.emptySortedSet()));
        Decision none = EngineTest.decide(
                deal,
                Organisation.silent(),
                EffectEvidence.none(),
                EngineTest.CERTAIN.withCapLeft(0, Collections.emptySortedSet()));
        Decision again = EngineTest.decide(
                deal,
                Organisation.silent(),
                EffectEvidence.none(),
                EngineTest.CERTAIN.withCapLeft(0, new TreeSet<>(List.of("route-to-legal-review"))));

        assertThat(one.slate().candidates()).containsExactly("route-to-legal-review");
        assertThat(one.candidates().stream().filter(c -> c.disposition() == Disposition.CAPPED))
                .hasSize(2);
        assertThat(none.slate().isEmpty()).isTrue();
        assertThat(none.candidates().stream().filter(c -> c.disposition() == Disposition.CAPPED))
                .hasSize(3);
        // What was shown today already counts nothing when it is shown again.
        assertThat(again.slate().candidates()).containsExactly("route-to-legal-review");
    }

    @Test
    void whatTheOrganisationDemandsComesFirstWhateverItScores() {
        DealSnapshot deal = Deals.heard(
                        Deals.at(StageKind.NEGOTIATION),
                        SignalType.DISCOUNT_REQUESTED,
                        SignalType.CONTRACT_REVIEW_STARTED)
                .build();
        Organisation organisation = demanding("prepare-kickoff-plan");

        Decision decision = EngineTest.decide(deal, organisation, EffectEvidence.none(), SelectionPolicy.standard());

        // 80 points before 95.
        assertThat(decision.slate().candidates().getFirst()).isEqualTo("prepare-kickoff-plan");
        assertThat(decision.main().orElseThrow().verdict().rule()).isEqualTo(Rule.MANDATORY);
        assertThat(decision.main().orElseThrow().propensity().onSlate()).isEqualTo(1);
    }

    @Test
    void theStaticArmUsesNothingThatWasLearned() {
        DealSnapshot deal = Deals.heard(Deals.at(StageKind.PROPOSAL), SignalType.DEMO_COMPLETED)
                .build();

        Decision decision = EngineTest.decide(
                deal,
                Organisation.silent(),
                EngineTest.effect(0.3, 0.2, 0.4),
                SelectionPolicy.standard().withArm(Arm.STATIC));

        assertThat(decision.main().orElseThrow().score().points()).isEqualTo(95);
        assertThat(decision.main().orElseThrow().propensity().onSlate()).isEqualTo(1);
    }

    @Test
    void theArmThatShowsNothingKeepsWhatItWouldHaveShown() {
        DealSnapshot deal = Deals.heard(Deals.at(StageKind.PROPOSAL), SignalType.DEMO_COMPLETED)
                .build();

        Decision decision = EngineTest.decide(
                deal,
                Organisation.silent(),
                EffectEvidence.none(),
                SelectionPolicy.standard().withArm(Arm.NONE));

        assertThat(decision.slate().candidates()).contains("send-demo-recap");
        assertThat(PatternRowTest.only(decision, "send-demo-recap").disposition())
                .isEqualTo(Disposition.WITHHELD);
        assertThat(decision.card()).isEmpty();
    }

    @Test
    void chanceDecidesOnlyAmongTheCloseOnesAndLeavesATrace() {
        // At proposal after a demo: 95, 85 and others below; within 12 points of 95 lies only the follow-up of 85.
        SelectionPolicy wide = new SelectionPolicy(
                Arm.ENGINE,
                SelectionPolicy.Weights.STANDARD,
                50,
                1200,
                0.02,
                1,
                Collections.emptySortedSet(),
                true,
                false,
                Collections.emptySortedSet());
        DealSnapshot deal = Deals.heard(Deals.at(StageKind.PROPOSAL), SignalType.DEMO_COMPLETED)
                .build();
        // Softmax over 95 and 85 at temperature 50: 1 / (1 + e^(−10/50)) = 0.549834; floor 0.02 spread over two.
        double first = 0.98 / (1 + Math.exp(-0.2)) + 0.01;
        int explored = 0;
        for (int n = 0; n < 400; n++) {
            EngineInput input = new EngineInput(
                    new DecisionId(Deals.uuid(n)),
                    deal,
                    Deals.CATALOGUE,
                    Organisation.silent(),
                    EffectEvidence.none(),
                    wide,
                    Deals.NOW);
            Decision decision = Engine.current().decide(input);
            Candidate recap = PatternRowTest.only(decision, "send-demo-recap");
            assertThat(recap.propensity().onSlate()).isCloseTo(first, org.assertj.core.api.Assertions.within(1e-12));
            assertThat(PatternRowTest.only(decision, "confirm-budget-approval")
                            .propensity()
                            .onSlate())
                    .isZero();
            if (!decision.slate().candidates().contains("send-demo-recap")) {
                explored++;
                assertThat(recap.verdict().rule()).isEqualTo(Rule.EXPLORED_INSTEAD);
            }
        }
        // Binomial(400, 0.451): standard deviation 9.95; five of them leave room for no accident.
        assertThat(explored).isBetween((int) (400 * (1 - first)) - 50, (int) (400 * (1 - first)) + 50);
    }

    private static Organisation demanding(String action) {
        return new Organisation(
                List.of(),
                Collections.emptySortedMap(),
                List.of(),
                Collections.emptySortedMap(),
                List.of(),
                List.of(),
                new TreeSet<>(List.of(action)),
                Collections.emptySortedMap(),
                3);
    }
}
