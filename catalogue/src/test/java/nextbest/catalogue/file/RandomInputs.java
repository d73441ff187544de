package nextbest.catalogue.file;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import nextbest.catalogue.Organisation;
import nextbest.deal.Absence;
import nextbest.deal.Attempt;
import nextbest.deal.BudgetState;
import nextbest.deal.Competitor;
import nextbest.deal.ContentAsset;
import nextbest.deal.ContractState;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.DecisionProcessState;
import nextbest.deal.DiscountState;
import nextbest.deal.EngagementTrend;
import nextbest.deal.Meeting;
import nextbest.deal.Objection;
import nextbest.deal.Offering;
import nextbest.deal.PainPoint;
import nextbest.deal.ReviewState;
import nextbest.deal.StageKind;
import nextbest.deal.Stakeholder;
import nextbest.deal.StakeholderRole;
import nextbest.deal.TimelineState;
import nextbest.engine.EffectEvidence;
import nextbest.engine.EngineInput;
import nextbest.engine.Guidance;
import nextbest.engine.LearnedValues;
import nextbest.engine.SelectionPolicy;
import nextbest.fact.Fact;
import nextbest.identity.AssetId;
import nextbest.identity.ContactId;
import nextbest.identity.DecisionId;
import nextbest.identity.ProductId;
import nextbest.money.Money;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.recommendation.EvidenceDesign;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;

/** Inputs in which every field is known, absent or unknown by chance. The same seed gives the same input. */
final class RandomInputs {
    private static final List<String> ACTIONS =
            List.copyOf(Deals.CATALOGUE.actions().keySet());
    private static final List<String> INDUSTRIES = List.of("retail", "medical", "software");
    private static final List<String> RIVALS = List.of("Initech", "Hooli", "Umbrella");

    private final Random random;

    private RandomInputs(long seed) {
        this.random = new Random(seed);
    }

    static EngineInput of(long seed) {
        return new RandomInputs(seed).input(seed);
    }

    private EngineInput input(long seed) {
        return new EngineInput(
                new DecisionId(Deals.uuid(seed & 0xFFFF_FFFF_FFFFL)),
                deal(),
                Deals.CATALOGUE,
                organisation(),
                evidence(),
                policy(),
                Deals.NOW);
    }

    private DealSnapshot deal() {
        DealSnapshot.Builder deal = Deals.deal();
        perhaps(deal, DealField.STAGE, () -> Deals.stage(one(StageKind.values())));
        perhaps(deal, DealField.STAGE_SINCE, () -> Deals.NOW.minus(Duration.ofDays(random.nextInt(200))));
        perhaps(deal, DealField.CLOSE_DATE, () -> date(-20, 200));
        perhaps(deal, DealField.PROPOSED_CLOSE_DATE, () -> date(1, 200));
        perhaps(deal, DealField.AMOUNT, () -> new Money(random.nextInt(10_000_000), "EUR"));
        perhaps(deal, DealField.LAST_TOUCH, () -> Deals.NOW.minus(Duration.ofDays(random.nextInt(60))));
        perhaps(deal, DealField.ENGAGEMENT_TREND, () -> one(EngagementTrend.values()));
        perhaps(
                deal,
                DealField.NEXT_MEETING,
                () -> new Meeting(Deals.NOW.plus(Duration.ofHours(1 + random.nextInt(200))), "", List.of()));
        perhaps(deal, DealField.SIGNALS, () -> many(6, this::signal));
        perhaps(deal, DealField.PAIN_POINTS, () -> many(2, this::pain));
        perhaps(deal, DealField.FEATURES, () -> some(List.of("alerts", "reports", "API")));
        perhaps(deal, DealField.TECH_STACK, () -> some(List.of("SAP", "Kafka")));
        perhaps(
                deal,
                DealField.PRODUCTS,
                () -> many(3, n -> new Offering(new ProductId(Deals.uuid(300 + n)), "Product " + n, "")));
        perhaps(
                deal,
                DealField.OPEN_OBJECTIONS,
                () -> many(2, n -> new Objection("o-" + n, "objection " + n, List.of(), Deals.NOW)));
        perhaps(deal, DealField.STAKEHOLDERS, () -> many(5, this::person));
        perhaps(
                deal,
                DealField.COMPETITORS,
                () -> some(RIVALS).stream()
                        .map(name -> new Competitor(name, Deals.NOW))
                        .toList());
        perhaps(deal, DealField.BUDGET, () -> one(BudgetState.values()));
        perhaps(deal, DealField.TIMELINE, () -> one(TimelineState.values()));
        perhaps(deal, DealField.DECISION_PROCESS, () -> one(DecisionProcessState.values()));
        perhaps(deal, DealField.TECHNICAL_REVIEW, () -> one(ReviewState.values()));
        perhaps(deal, DealField.SECURITY_REVIEW, () -> one(ReviewState.values()));
        perhaps(deal, DealField.CONTRACT, () -> one(ContractState.values()));
        perhaps(deal, DealField.DISCOUNT, () -> one(DiscountState.values()));
        perhaps(deal, DealField.DEMO_HELD_AT, () -> Deals.NOW.minus(Duration.ofDays(random.nextInt(30))));
        perhaps(deal, DealField.COMPANY_NAME, () -> "Cancity");
        perhaps(deal, DealField.INDUSTRY, () -> INDUSTRIES.get(random.nextInt(INDUSTRIES.size())));
        perhaps(deal, DealField.EMPLOYEES, () -> random.nextInt(5000));
        perhaps(deal, DealField.ATTEMPTS, () -> many(5, this::attempt));
        perhaps(deal, DealField.REP_SKILLS, () -> new TreeSet<>(some(List.of("demo", "negotiation"))));
        perhaps(deal, DealField.REP_ZONE, () -> ZoneId.of("Asia/Tokyo"));
        perhaps(
                deal,
                DealField.REP_ABSENCES,
                () -> random.nextInt(4) == 0
                        ? List.of(new Absence(date(-2, 3), LocalDate.parse("2026-03-20")))
                        : List.<Absence>of());
        perhaps(deal, DealField.REP_CAPACITY, () -> random.nextInt(480));
        perhaps(deal, DealField.MANAGER_NAME, () -> "Dustin Brinkmann");
        perhaps(deal, DealField.SOLUTIONS_ENGINEERS, () -> random.nextInt(3));
        perhaps(deal, DealField.EXECUTIVES, () -> random.nextInt(3));
        perhaps(deal, DealField.ASSETS, () -> many(40, this::asset));
        return deal.build();
    }

    private BuyerSignal signal(int n) {
        return new BuyerSignal(
                "s-" + n,
                one(SignalType.values()),
                Deals.NOW.minus(Duration.ofHours(random.nextInt(24 * 70))),
                random.nextBoolean() ? "we “need” this {now}" : "",
                random.nextBoolean() ? List.of(new ContactId(Deals.uuid(random.nextInt(5)))) : List.of(),
                random.nextBoolean() ? RIVALS.get(random.nextInt(RIVALS.size())) : "",
                Deals.CRM);
    }

    private PainPoint pain(int n) {
        SortedSet<String> tags = new TreeSet<>(some(List.of("cost", "integration", "unheard-of")));
        return new PainPoint("pain " + n, tags, List.of(), Deals.NOW);
    }

    private Stakeholder person(int n) {
        SortedSet<StakeholderRole> roles = new TreeSet<>();
        if (random.nextInt(4) > 0) {
            roles.add(one(StakeholderRole.values()));
        }
        return new Stakeholder(new ContactId(Deals.uuid(n)), "Person " + n, roles, maybe(), maybe(), maybe(), maybe());
    }

    private Attempt attempt(int n) {
        String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
        return new Attempt(
                Fact.unknown(),
                action,
                action,
                one(RepDisposition.values()),
                Deals.NOW.minus(Duration.ofDays(random.nextInt(100))),
                random.nextBoolean() ? Fact.known("ALREADY_DONE", Deals.CRM) : Fact.unknown(),
                random.nextBoolean()
                        ? Fact.known(Deals.NOW.plus(Duration.ofDays(random.nextInt(30) - 10)), Deals.CRM)
                        : Fact.unknown());
    }

    private ContentAsset asset(int n) {
        List<String> kinds = Deals.CATALOGUE.actions().values().stream()
                .filter(action -> action.requirements().asset().isNeeded())
                .map(action -> action.requirements().asset().kind())
                .distinct()
                .toList();
        return new ContentAsset(
                new AssetId(Deals.uuid(500 + n)),
                kinds.get(random.nextInt(kinds.size())),
                "Asset " + n,
                "https://example.org/" + n,
                "",
                new TreeSet<>(some(INDUSTRIES)),
                new TreeSet<>(some(RIVALS)),
                new TreeSet<>(some(List.of("SAP", "Kafka"))));
    }

    private Organisation organisation() {
        return new Organisation(
                List.of(
                        Deals.stage(StageKind.PROSPECTING),
                        Deals.stage(StageKind.DISCOVERY),
                        Deals.stage(StageKind.PROPOSAL),
                        Deals.stage(StageKind.NEGOTIATION)),
                Collections.emptySortedMap(),
                random.nextBoolean()
                        ? List.of(new Organisation.DiscountRule(
                                new TreeSet<>(), java.util.Optional.empty(), 15, "standard"))
                        : List.of(),
                Collections.emptySortedMap(),
                random.nextBoolean() ? List.of("30 days", "60 days") : List.of(),
                List.of("the regional director"),
                new TreeSet<>(random.nextInt(4) == 0 ? List.of("route-to-legal-review") : List.of()),
                Collections.emptySortedMap(),
                3);
    }

    private EffectEvidence evidence() {
        SortedMap<String, EffectEvidence.ActionEffect> effects = new TreeMap<>();
        for (String action : ACTIONS) {
            if (random.nextInt(3) == 0) {
                long n = random.nextInt(200);
                double share = random.nextDouble();
                double difference = random.nextDouble() - 0.5;
                double ratio = 0.4 + random.nextDouble();
                EvidenceDesign design = one(EvidenceDesign.values());
                effects.put(
                        action,
                        new EffectEvidence.ActionEffect(
                                List.of(new EffectEvidence.Rate(
                                        n, n / 3, share, share * 0.8, Math.min(1, share * 1.2), "action")),
                                List.of(new EffectEvidence.Contrast(
                                        n, 2 * n, difference, difference - 0.2, difference + 0.2, design)),
                                List.of(new EffectEvidence.Contrast(n, 2 * n, ratio, ratio - 0.2, ratio + 0.2, design)),
                                List.of(new EffectEvidence.Rate(
                                        n, n / 2, 0.5, 0.3, share > 0.5 ? share : 0.7, "rep"))));
            }
        }
        List<EffectEvidence.SimilarDeals> similar = random.nextBoolean()
                ? List.of(new EffectEvidence.SimilarDeals(
                        random.nextInt(50),
                        random.nextInt(50),
                        0.8,
                        List.of(60),
                        List.of(20),
                        List.of(new Money(2_000_000, "EUR"))))
                : List.of();
        return new EffectEvidence("random", effects, similar)
                .guidedBy(guidance())
                .with(learned());
    }

    private SortedMap<String, Guidance> guidance() {
        SortedMap<String, Guidance> guidance = new TreeMap<>();
        for (String action : ACTIONS) {
            if (random.nextInt(10) == 0) {
                guidance.put(
                        action,
                        new Guidance(
                                "g-" + action,
                                random.nextBoolean(),
                                random.nextBoolean() ? "try {n} it" : "",
                                Deals.NOW));
            }
        }
        return guidance;
    }

    private LearnedValues learned() {
        SortedMap<String, LearnedValues.Value> values = new TreeMap<>();
        if (random.nextBoolean()) {
            for (String action : ACTIONS) {
                if (random.nextInt(3) > 0) {
                    values.put(
                            action,
                            new LearnedValues.Value(random.nextInt(500), gain(), gain(), random.nextDouble() / 5));
                }
            }
        }
        return values.isEmpty() ? LearnedValues.none() : new LearnedValues("random", 1, values);
    }

    private LearnedValues.Gain gain() {
        double estimate = random.nextDouble() - 0.5;
        double half = random.nextDouble() / 2;
        return new LearnedValues.Gain(estimate, estimate - half, estimate + half, half < Math.abs(estimate));
    }

    private SelectionPolicy policy() {
        SortedSet<String> shown = new TreeSet<>();
        if (random.nextBoolean()) {
            shown.add(ACTIONS.get(random.nextInt(ACTIONS.size())));
        }
        return new SelectionPolicy(
                one(Arm.values()),
                SelectionPolicy.Weights.STANDARD,
                random.nextInt(3),
                random.nextInt(1500),
                random.nextDouble() / 4,
                random.nextInt(4),
                shown,
                random.nextInt(4) > 0,
                random.nextInt(4) == 0,
                new TreeSet<>(random.nextInt(4) == 0 ? List.of("offer-pilot") : List.of()));
    }

    private <T> void perhaps(DealSnapshot.Builder deal, DealField<T> field, Supplier<T> value) {
        T made = value.get();
        int chance = random.nextInt(10);
        if (chance < 6) {
            deal.known(field, made);
        } else if (chance == 6) {
            deal.absent(field);
        }
    }

    private Fact<Boolean> maybe() {
        int chance = random.nextInt(3);
        return chance == 0 ? Fact.unknown() : Fact.known(chance == 1, Deals.CRM);
    }

    private <T> List<T> many(int most, java.util.function.IntFunction<T> make) {
        List<T> made = new ArrayList<>();
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            made.add(make.apply(n));
        }
        return made;
    }

    private <T> List<T> some(List<T> of) {
        return of.stream().filter(each -> random.nextBoolean()).toList();
    }

    @SafeVarargs
    private <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    private LocalDate date(int from, int to) {
        return LocalDate.parse("2026-03-10").plusDays(from + random.nextInt(to - from));
    }
}
