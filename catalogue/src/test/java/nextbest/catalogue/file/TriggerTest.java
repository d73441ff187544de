package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nextbest.catalogue.Condition;
import nextbest.catalogue.ConditionCheck;
import nextbest.catalogue.Organisation;
import nextbest.catalogue.Truth;
import nextbest.deal.BudgetState;
import nextbest.deal.Competitor;
import nextbest.deal.ContractState;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.DecisionProcessState;
import nextbest.deal.DiscountState;
import nextbest.deal.EngagementTrend;
import nextbest.deal.Objection;
import nextbest.deal.Offering;
import nextbest.deal.PainPoint;
import nextbest.deal.ProductInterest;
import nextbest.deal.ReviewState;
import nextbest.deal.StageKind;
import nextbest.deal.Stakeholder;
import nextbest.deal.StakeholderRole;
import nextbest.deal.TimelineState;
import nextbest.fact.Fact;
import nextbest.identity.ContactId;
import nextbest.identity.ProductId;
import nextbest.signal.SignalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirement C1: each of the 31 action triggers, 10 pattern triggers and 2 of products fires in one deal and does not in another. */
class TriggerTest {
    private static final Map<String, UnaryOperator<DealSnapshot.Builder>> FIRES = new LinkedHashMap<>();
    private static final Map<String, UnaryOperator<DealSnapshot.Builder>> SILENT = new LinkedHashMap<>();

    private static void trigger(
            String key, UnaryOperator<DealSnapshot.Builder> fires, UnaryOperator<DealSnapshot.Builder> silent) {
        FIRES.put(key, fires);
        SILENT.put(key, silent);
    }

    static {
        // The 31 of the four categories.
        trigger("budget-or-roi-discussed", heard(SignalType.ROI_DISCUSSED), heard(SignalType.PRICING_DISCUSSED));
        trigger(
                "executive-at-proposal",
                deal -> staged(StageKind.PROPOSAL, people(deal, person(StakeholderRole.EXECUTIVE, true))),
                deal -> staged(StageKind.DISCOVERY, people(deal, person(StakeholderRole.EXECUTIVE, true))));
        trigger("skepticism-or-evaluation", heard(SignalType.SKEPTICISM_VOICED), heard(SignalType.FEATURE_INTEREST));
        trigger(
                "industry-known",
                deal -> deal.known(DealField.INDUSTRY, "retail"),
                deal -> deal.absent(DealField.INDUSTRY));
        trigger(
                "technical-buyer-needs-validation",
                deal -> people(deal, person(StakeholderRole.TECHNICAL_BUYER, true))
                        .known(DealField.TECHNICAL_REVIEW, ReviewState.NEEDED),
                deal -> heard(SignalType.PRICING_DISCUSSED)
                        .apply(people(deal, person(StakeholderRole.TECHNICAL_BUYER, true))
                                .known(DealField.TECHNICAL_REVIEW, ReviewState.PASSED)));
        trigger(
                "multi-threading-gap",
                deal -> people(deal, person(StakeholderRole.USER, true), person(StakeholderRole.LEGAL, false)),
                deal -> people(deal, person(StakeholderRole.USER, true), person(StakeholderRole.LEGAL, true)));
        competitors("competitor-in-the-picture");
        trigger("hands-on-evaluation-needed", heard(SignalType.HANDS_ON_WANTED), heard(SignalType.DEMO_COMPLETED));
        trigger(
                "feature-interest",
                deal -> deal.known(DealField.FEATURES, List.of("alerts")),
                deal -> none(deal.absent(DealField.FEATURES)));
        trigger(
                "last-touch-over-a-week-ago",
                // More than 7 days: 8 days do, exactly 7 do not.
                deal -> deal.known(DealField.LAST_TOUCH, Deals.NOW.minus(Duration.ofDays(8))),
                deal -> deal.known(DealField.LAST_TOUCH, Deals.NOW.minus(Duration.ofDays(7))));
        trigger(
                "industry-insight-relevant",
                deal -> none(deal.known(DealField.INDUSTRY, "retail").known(DealField.PAIN_POINTS, List.of(pain()))),
                deal -> none(deal.absent(DealField.INDUSTRY).known(DealField.PAIN_POINTS, List.of(pain()))));
        trigger(
                "timeline-discussion-active",
                deal -> deal.known(DealField.TIMELINE, TimelineState.DISCUSSED),
                deal -> none(deal.known(DealField.TIMELINE, TimelineState.AGREED)));
        trigger(
                "security-review-initiated",
                heard(SignalType.SECURITY_REVIEW_STARTED),
                deal -> none(deal.known(DealField.SECURITY_REVIEW, ReviewState.PASSED)));
        trigger(
                "budget-approval-needed",
                deal -> deal.known(DealField.BUDGET, BudgetState.APPROVAL_NEEDED),
                deal -> none(deal.known(DealField.BUDGET, BudgetState.APPROVED)));
        competitors("competitor-named");
        trigger("social-proof-needed", heard(SignalType.SOCIAL_PROOF_NEEDED), heard(SignalType.SKEPTICISM_VOICED));
        trigger(
                "integration-discussed",
                deal -> deal.known(DealField.TECH_STACK, List.of("SAP")),
                deal -> none(deal.absent(DealField.TECH_STACK)));
        trigger(
                "timeline-signals-changed",
                deal -> deal.known(DealField.PROPOSED_CLOSE_DATE, LocalDate.parse("2026-06-30")),
                deal -> none(
                        deal.absent(DealField.PROPOSED_CLOSE_DATE).known(DealField.TIMELINE, TimelineState.AGREED)));
        trigger(
                "new-stakeholder-identified",
                deal -> people(deal, onCommittee(false)),
                deal -> none(people(deal, onCommittee(true))));
        trigger(
                "stage-gate-met",
                deal -> staged(StageKind.DISCOVERY, deal).known(DealField.BUDGET, BudgetState.APPROVED),
                deal -> staged(StageKind.DISCOVERY, deal).known(DealField.BUDGET, BudgetState.UNCLEAR));
        trigger(
                "deal-complex",
                deal -> deal.known(DealField.PRODUCTS, List.of(product(1), product(2), product(3))),
                deal -> people(
                        deal.known(DealField.PRODUCTS, List.of(product(1))), person(StakeholderRole.USER, true)));
        trigger(
                "executive-attention-needed",
                heard(SignalType.EXECUTIVE_ATTENTION_NEEDED),
                heard(SignalType.EXECUTIVE_SIGN_OFF_NEEDED));
        trigger(
                "non-standard-terms-needed",
                deal -> deal.known(DealField.CONTRACT, ContractState.NON_STANDARD_TERMS),
                deal -> none(deal.known(DealField.CONTRACT, ContractState.IN_REVIEW)));
        trigger("champion-needs-material", heard(SignalType.CHAMPION_NEEDS_MATERIAL), heard(SignalType.ROI_DISCUSSED));
        trigger(
                "only-champion-engaged",
                deal -> people(deal, person(StakeholderRole.CHAMPION, true), person(StakeholderRole.USER, false)),
                deal -> people(deal, person(StakeholderRole.CHAMPION, true), person(StakeholderRole.USER, true)));
        trigger(
                "champion-departure-risk",
                deal -> people(deal, leaving(true)),
                deal -> none(people(deal, leaving(false))));
        trigger(
                "objection-unresolved",
                deal -> deal.known(
                        DealField.OPEN_OBJECTIONS, List.of(new Objection("o-1", "price", List.of(), Deals.NOW))),
                deal -> none(deal.known(DealField.OPEN_OBJECTIONS, List.of())));
        trigger(
                "budget-status-unclear",
                deal -> staged(StageKind.PROPOSAL, deal),
                deal -> none(staged(StageKind.PROPOSAL, deal).known(DealField.BUDGET, BudgetState.APPROVED)));
        competitors("competitor-detected");
        trigger(
                "engagement-declining",
                deal -> deal.known(DealField.ENGAGEMENT_TREND, EngagementTrend.DECLINING),
                deal -> none(deal.known(DealField.ENGAGEMENT_TREND, EngagementTrend.STEADY)));
        trigger(
                "competitive-landscape-complex",
                deal -> deal.known(DealField.COMPETITORS, List.of(rival("Initech"), rival("Hooli"))),
                deal -> deal.known(DealField.COMPETITORS, List.of(rival("Initech"))));
        // The 10 of the pattern tables.
        trigger(
                "pain-point-mentioned",
                heard(SignalType.PAIN_POINT_MENTIONED),
                deal -> none(deal.known(DealField.PAIN_POINTS, List.of())));
        trigger("budget-discussed", heard(SignalType.BUDGET_DISCUSSED), heard(SignalType.ROI_DISCUSSED));
        trigger("timeline-mentioned", heard(SignalType.TIMELINE_MENTIONED), heard(SignalType.TIMELINE_CHANGED));
        competitors("competitor-mentioned");
        trigger(
                "demo-completed",
                deal -> deal.known(DealField.DEMO_HELD_AT, Deals.NOW.minus(Duration.ofDays(1))),
                deal -> none(deal.absent(DealField.DEMO_HELD_AT)));
        trigger(
                "technical-review-needed",
                heard(SignalType.TECHNICAL_REVIEW_NEEDED),
                deal -> none(deal.known(DealField.TECHNICAL_REVIEW, ReviewState.NOT_NEEDED)));
        trigger("pricing-discussed", heard(SignalType.PRICING_DISCUSSED), heard(SignalType.BUDGET_DISCUSSED));
        trigger(
                "contract-review-started",
                deal -> deal.known(DealField.CONTRACT, ContractState.IN_REVIEW),
                deal -> none(deal.known(DealField.CONTRACT, ContractState.SIGNED)));
        trigger(
                "discount-requested",
                deal -> deal.known(DealField.DISCOUNT, DiscountState.REQUESTED),
                deal -> none(deal.known(DealField.DISCOUNT, DiscountState.NOT_REQUESTED)));
        // Products that a screening found.
        for (String key : List.of("product-of-interest", "product-material-at-hand")) {
            trigger(
                    key,
                    deal -> deal.known(DealField.INTERESTS, List.of(interest())),
                    deal -> deal.absent(DealField.INTERESTS));
        }
        trigger(
                "executive-sign-off-needed",
                deal -> deal.known(DealField.DECISION_PROCESS, DecisionProcessState.EXECUTIVE_SIGN_OFF_NEEDED),
                deal -> none(deal.known(DealField.DECISION_PROCESS, DecisionProcessState.MAPPED)));
    }

    private static ProductInterest interest() {
        return new ProductInterest(
                new ProductId(Deals.uuid(77)),
                "Smart meter",
                new ProductInterest.Fit(4_000, 200, 0, 0, 500, "", 0, 0, 0, 0, 0),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Deals.NOW);
    }

    static Stream<String> keys() {
        return Deals.CATALOGUE.triggers().keySet().stream();
    }

    @Test
    void thereAreFortyThreeTriggersAndEachIsTestedHere() {
        assertThat(Deals.CATALOGUE.triggers()).hasSize(41 + 2);
        assertThat(FIRES.keySet())
                .containsExactlyInAnyOrderElementsOf(Deals.CATALOGUE.triggers().keySet());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void firesWhereItShould(String key) {
        assertThat(truth(key, FIRES.get(key).apply(Deals.deal()))).isEqualTo(Truth.YES);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void staysSilentWhereItShould(String key) {
        assertThat(truth(key, SILENT.get(key).apply(Deals.deal()))).isNotEqualTo(Truth.YES);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void doesNotFireWhereNothingIsKnown(String key) {
        assertThat(truth(key, Deals.deal())).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void aSignalOutsideTheWindowDoesNotFire() {
        // budget-discussed looks back 30 days; the same signal 31 days ago is too old.
        DealSnapshot.Builder deal = Deals.deal()
                .known(
                        DealField.SIGNALS,
                        List.of(Deals.signal("s", SignalType.BUDGET_DISCUSSED, Deals.NOW.minus(Duration.ofDays(31)))));

        assertThat(truth("budget-discussed", deal)).isNotEqualTo(Truth.YES);
    }

    private static Truth truth(String key, DealSnapshot.Builder deal) {
        SortedMap<String, List<Condition>> gates = new TreeMap<>();
        gates.put("discovery", List.of(new Condition.FactIs("budget", new TreeSet<>(List.of("approved")))));
        Organisation organisation = new Organisation(
                List.of(),
                gates,
                List.of(),
                Collections.emptySortedMap(),
                List.of(),
                List.of(),
                Collections.emptySortedSet(),
                Collections.emptySortedMap(),
                3);
        return new ConditionCheck(deal.build(), organisation, Deals.NOW)
                .check(Deals.CATALOGUE.triggers().get(key).when())
                .truth();
    }

    private static void competitors(String key) {
        trigger(
                key,
                deal -> deal.known(DealField.COMPETITORS, List.of(rival("Initech"))),
                deal -> none(deal.absent(DealField.COMPETITORS)));
    }

    private static UnaryOperator<DealSnapshot.Builder> heard(SignalType type) {
        return deal -> Deals.heard(deal, type);
    }

    private static DealSnapshot.Builder none(DealSnapshot.Builder deal) {
        return deal.known(DealField.SIGNALS, List.of());
    }

    private static DealSnapshot.Builder staged(StageKind kind, DealSnapshot.Builder deal) {
        return deal.known(DealField.STAGE, Deals.stage(kind));
    }

    private static DealSnapshot.Builder people(DealSnapshot.Builder deal, Stakeholder... people) {
        return none(deal).known(DealField.STAKEHOLDERS, new ArrayList<>(List.of(people)));
    }

    private static Stakeholder person(StakeholderRole role, boolean engaged) {
        return person(role, Fact.known(engaged, Deals.CRM), Fact.unknown(), Fact.unknown());
    }

    private static Stakeholder onCommittee(boolean on) {
        return person(StakeholderRole.USER, Fact.unknown(), Fact.known(on, Deals.CRM), Fact.unknown());
    }

    private static Stakeholder leaving(boolean leaving) {
        return person(StakeholderRole.CHAMPION, Fact.unknown(), Fact.unknown(), Fact.known(leaving, Deals.CRM));
    }

    private static Stakeholder person(
            StakeholderRole role, Fact<Boolean> engaged, Fact<Boolean> onCommittee, Fact<Boolean> leaving) {
        return new Stakeholder(
                new ContactId(Deals.uuid(100 + role.name().length())),
                "Person in the role " + role.key(),
                new TreeSet<>(List.of(role)),
                engaged,
                onCommittee,
                leaving,
                Fact.unknown());
    }

    private static Competitor rival(String name) {
        return new Competitor(name, Deals.NOW);
    }

    private static PainPoint pain() {
        return new PainPoint("too slow", new TreeSet<>(), List.of(), Deals.NOW);
    }

    private static Offering product(long n) {
        return new Offering(new ProductId(Deals.uuid(200 + n)), "Product " + n, "");
    }
}
