package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.catalogue.Organisation;
import nextbest.catalogue.ParameterKind;
import nextbest.deal.BudgetState;
import nextbest.deal.Competitor;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Objection;
import nextbest.deal.Offering;
import nextbest.deal.StageKind;
import nextbest.deal.Stakeholder;
import nextbest.deal.StakeholderRole;
import nextbest.engine.EffectEvidence;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.SelectionPolicy;
import nextbest.fact.Fact;
import nextbest.identity.ContactId;
import nextbest.identity.DecisionId;
import nextbest.identity.ProductId;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Decision;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.Rule;
import nextbest.recommendation.SubFactor;
import nextbest.recommendation.SuccessRate;
import nextbest.recommendation.Urgency;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;
import org.junit.jupiter.api.Test;

class EngineTest {
    static final SelectionPolicy CERTAIN = SelectionPolicy.standard().withoutExploration();

    @Test
    void aDealWithLittleMoreThanStageAndProductGetsAnHonestCard() {
        DealSnapshot deal = Deals.at(StageKind.DISCOVERY)
                .known(DealField.PRODUCTS, List.of(new Offering(new ProductId(Deals.uuid(9)), "GTX Basic", "GTX")))
                .build();

        Decision decision = Deals.decide(deal);

        CardContent card = decision.card().getFirst();
        assertThat(card.fallback()).isTrue();
        assertThat(decision.main().orElseThrow().action()).isEqualTo("ask-current-solution");
        assertThat(decision.main().orElseThrow().verdict().rule()).isEqualTo(Rule.FALLBACK);
        assertThat(card.urgency()).isEqualTo(Urgency.LOW);
        assertThat(card.successRate()).isEqualTo(new SuccessRate.TooLittleData(0, 10));
        assertThat(card.missing()).isNotEmpty();
        assertThat(decision.missing()).contains("signals", "competitors");
        assertThat(card.why())
                .hasSize(1)
                .allSatisfy(reason -> assertThat(reason.text().key()).isEqualTo("why.stage-default"));
    }

    @Test
    void aClosedDealIsExplainedAndGetsNoCard() {
        Decision decision = Deals.decide(Deals.heard(Deals.at(StageKind.WON), SignalType.BUDGET_DISCUSSED)
                .build());

        assertThat(decision.slate().isEmpty()).isTrue();
        assertThat(decision.card()).isEmpty();
        assertThat(decision.candidates())
                .allSatisfy(candidate -> assertThat(candidate.verdict().rule()).isEqualTo(Rule.DEAL_CLOSED));
    }

    @Test
    void allFourteenParametersAreFilledFromTheSnapshot() {
        ContactId newcomer = new ContactId(Deals.uuid(51));
        DealSnapshot deal = Deals.heard(Deals.at(StageKind.PROPOSAL), SignalType.BUDGET_DISCUSSED)
                .known(DealField.COMPANY_NAME, "Cancity")
                .known(DealField.INDUSTRY, "retail")
                .known(DealField.EMPLOYEES, 2448)
                .known(DealField.FEATURES, List.of("alerts"))
                .known(DealField.TECH_STACK, List.of("SAP"))
                .known(DealField.PROPOSED_CLOSE_DATE, LocalDate.parse("2026-06-30"))
                .known(DealField.MANAGER_NAME, "Dustin Brinkmann")
                .known(DealField.OPEN_OBJECTIONS, List.of(new Objection("o-1", "too expensive", List.of(), Deals.NOW)))
                .known(DealField.COMPETITORS, List.of(new Competitor("Initech", Deals.NOW)))
                .known(
                        DealField.STAKEHOLDERS,
                        List.of(
                                person(newcomer, "Ann", StakeholderRole.ECONOMIC_BUYER, true, false),
                                person(new ContactId(Deals.uuid(52)), "Bob", StakeholderRole.EXECUTIVE, false, true)))
                .build();
        Organisation organisation = new Organisation(
                List.of(Deals.stage(StageKind.PROPOSAL), Deals.stage(StageKind.NEGOTIATION)),
                Collections.emptySortedMap(),
                List.of(),
                Collections.emptySortedMap(),
                List.of(),
                List.of(),
                Collections.emptySortedSet(),
                Collections.emptySortedMap(),
                3);

        Decision decision = decide(deal, organisation, EffectEvidence.none(), CERTAIN);

        parameter(decision, "share-benchmark-report", ParameterKind.INDUSTRY, Argument.words("retail"));
        parameter(decision, "request-introduction", ParameterKind.STAKEHOLDER, Argument.words("Bob"));
        parameter(decision, "book-feature-demo", ParameterKind.FEATURE_FOCUS, Argument.words("alerts"));
        parameter(decision, "provide-integration-guide", ParameterKind.TECH_STACK, Argument.words("SAP"));
        parameter(decision, "update-close-date", ParameterKind.DATE, new Argument.Day(LocalDate.parse("2026-06-30")));
        parameter(decision, "add-to-buying-committee", ParameterKind.CONTACT, Argument.words("Ann"));
        parameter(decision, "advance-stage", ParameterKind.STAGE, Argument.words("negotiation"));
        parameter(decision, "escalate", ParameterKind.MANAGER_OR_VP, Argument.words("Dustin Brinkmann"));
        parameter(decision, "address-objection", ParameterKind.OBJECTION, Argument.words("too expensive"));
        parameter(decision, "research-competitor", ParameterKind.NAME, Argument.words("Initech"));
        parameter(decision, "send-roi-calculator", ParameterKind.CONTACT_NAME, Argument.words("Ann"));
        parameter(decision, "send-roi-calculator", ParameterKind.ACCOUNT, Argument.words("Cancity"));
        // 2,448 employees: from 1,000 on an enterprise.
        parameter(decision, "send-roi-calculator", ParameterKind.COMPANY_SIZE, Argument.message("size.enterprise"));
        parameter(decision, "send-competitive-matrix", ParameterKind.COMPETITOR, Argument.words("Initech"));
    }

    @Test
    void eachCompetitorIsACandidateOfItsOwn() {
        DealSnapshot deal = Deals.at(StageKind.DISCOVERY)
                .known(
                        DealField.COMPETITORS,
                        List.of(new Competitor("Initech", Deals.NOW), new Competitor("Hooli", Deals.NOW)))
                .build();

        assertThat(Deals.decide(deal).candidates().stream()
                        .filter(candidate -> candidate.action().equals("research-competitor"))
                        .map(Candidate::key))
                .containsExactlyInAnyOrder("research-competitor:initech", "research-competitor:hooli");
    }

    @Test
    void aNumberWhoseIntervalIncludesNoEffectIsNotClaimed() {
        DealSnapshot deal = Deals.heard(Deals.at(StageKind.PROPOSAL), SignalType.DEMO_COMPLETED)
                .build();

        Decision unclear = decide(deal, Organisation.silent(), effect(0.10, -0.02, 0.22), CERTAIN);
        Decision clear = decide(deal, Organisation.silent(), effect(0.10, 0.02, 0.18), CERTAIN);

        assertThat(unclear.main().orElseThrow().score().points()).isEqualTo(95);
        assertThat(unclear.card().getFirst().why())
                .noneSatisfy(reason -> assertThat(reason.text().key()).contains("more-often"));
        assertThat(clear.main()
                        .orElseThrow()
                        .score()
                        .line(SubFactor.HISTORICAL_EFFECTIVENESS)
                        .moves())
                .hasSize(1);
        assertThat(clear.card().getFirst().why())
                .anySatisfy(reason -> assertThat(reason.text().key()).isEqualTo("evidence.trial.more-often"));
    }

    @Test
    void aSnapshotOfLaterThanTheDecisionIsRefused() {
        DealSnapshot deal = Deals.at(StageKind.DISCOVERY).build();

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new EngineInput(
                        new DecisionId(Deals.uuid(1)),
                        deal,
                        Deals.CATALOGUE,
                        Organisation.silent(),
                        EffectEvidence.none(),
                        CERTAIN,
                        Deals.NOW.minusSeconds(1)))
                .hasMessageContaining("must not use a snapshot of later");
    }

    @Test
    void aRiskThatTheTriggerAlreadyNamesIsNotCountedTwice() {
        BuyerSignal signal = new BuyerSignal(
                "s", SignalType.COMPETITOR_MENTIONED, Deals.NOW.minusSeconds(60), "", List.of(), "Initech", Deals.CRM);
        DealSnapshot deal = Deals.at(StageKind.DISCOVERY)
                .known(DealField.SIGNALS, List.of(signal))
                .known(DealField.COMPETITORS, List.of(new Competitor("Initech", Deals.NOW)))
                .build();

        Candidate battleCard =
                Deals.decide(deal).candidate("pull-battle-card:initech").orElseThrow();

        // Row: 90. The competitor on record says the same as the signal.
        assertThat(battleCard.score().hundredths()).isEqualTo(9000);
    }

    @Test
    void furtherEvidenceMovesTheLinesAndNamesItself() {
        DealSnapshot deal = Deals.heard(Deals.at(StageKind.PROPOSAL), SignalType.DEMO_COMPLETED)
                .known(DealField.CLOSE_DATE, LocalDate.parse("2026-03-15"))
                .build();

        Candidate recap = PatternRowTest.only(Deals.decide(deal), "send-demo-recap");

        // 5 days ahead: +800 permille of the 0.25 points that are left above 4.75, so 4.95.
        assertThat(recap.score().line(SubFactor.TIMELINE_URGENCY).hundredths()).isEqualTo(495);
        assertThat(recap.score().line(SubFactor.TIMELINE_URGENCY).moves())
                .singleElement()
                .satisfies(move -> assertThat(move.evidence().id()).isEqualTo("fact:close-date"));
        assertThat(recap.score().hundredths()).isEqualTo(9520);
    }

    @Test
    void unknownIsNotAbsent() {
        DealSnapshot.Builder deal = Deals.heard(Deals.at(StageKind.PROPOSAL), SignalType.DEMO_COMPLETED);
        DealSnapshot none = deal.absent(DealField.COMPETITORS).build();
        DealSnapshot unknown = Deals.heard(Deals.at(StageKind.PROPOSAL), SignalType.DEMO_COMPLETED)
                .build();

        Candidate withNone = PatternRowTest.only(Deals.decide(none), "send-demo-recap");
        Candidate withUnknown = PatternRowTest.only(Deals.decide(unknown), "send-demo-recap");

        assertThat(withNone.score().line(SubFactor.COMPETITIVE_URGENCY).hundredths())
                .isLessThan(
                        withUnknown.score().line(SubFactor.COMPETITIVE_URGENCY).hundredths());
        assertThat(PatternRowTest.only(Deals.decide(unknown), "research-competitor")
                        .verdict()
                        .rule())
                .isEqualTo(Rule.TRIGGER_UNKNOWN);
        assertThat(PatternRowTest.only(
                                Deals.decide(deal.known(DealField.BUDGET, BudgetState.APPROVED)
                                        .build()),
                                "research-competitor")
                        .verdict()
                        .rule())
                .isEqualTo(Rule.TRIGGER_ABSENT);
    }

    private static void parameter(Decision decision, String action, ParameterKind kind, Argument value) {
        assertThat(decision.candidates().stream()
                        .filter(candidate -> candidate.action().equals(action))
                        .findFirst()
                        .orElseThrow()
                        .parameters())
                .containsEntry(kind, value);
    }

    private static Stakeholder person(
            ContactId id, String name, StakeholderRole role, boolean engaged, boolean onCommittee) {
        return new Stakeholder(
                id,
                name,
                new TreeSet<>(List.of(role)),
                Fact.known(engaged, Deals.CRM),
                Fact.known(onCommittee, Deals.CRM),
                Fact.unknown(),
                Fact.unknown());
    }

    static EffectEvidence effect(double estimate, double low, double high) {
        SortedMap<String, EffectEvidence.ActionEffect> effects = new TreeMap<>();
        effects.put(
                "send-demo-recap",
                new EffectEvidence.ActionEffect(
                        List.of(),
                        List.of(new EffectEvidence.Contrast(100, 100, estimate, low, high, EvidenceDesign.RANDOMISED)),
                        List.of(),
                        List.of()));
        return new EffectEvidence("test", effects, List.of());
    }

    static Decision decide(
            DealSnapshot deal, Organisation organisation, EffectEvidence evidence, SelectionPolicy policy) {
        return Engine.current()
                .decide(new EngineInput(
                        new DecisionId(Deals.uuid(7)),
                        deal,
                        Deals.CATALOGUE,
                        organisation,
                        evidence,
                        policy,
                        Deals.NOW));
    }
}
