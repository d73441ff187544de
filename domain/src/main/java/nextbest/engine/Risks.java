package nextbest.engine;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.catalogue.Risk;
import nextbest.catalogue.Truth;
import nextbest.deal.BudgetState;
import nextbest.deal.ContractState;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.DiscountState;
import nextbest.deal.EngagementTrend;
import nextbest.deal.ReviewState;
import nextbest.deal.Stakeholder;
import nextbest.deal.StakeholderRole;
import nextbest.deal.TimelineState;
import nextbest.fact.Fact;
import nextbest.recommendation.Evidence;

/**
 * The risks of a deal, as far as facts show them. A risk is there, known not to be there, or nothing is known; an unknown
 * fact is never a risk.
 */
final class Risks {
    private final Map<Risk, Evidence> present;
    private final Map<Risk, Evidence> ruledOut;

    private Risks(Map<Risk, Evidence> present, Map<Risk, Evidence> ruledOut) {
        this.present = present;
        this.ruledOut = ruledOut;
    }

    /** What shows that the risk is there. */
    Optional<Evidence> showing(Risk risk) {
        return Optional.ofNullable(present.get(risk));
    }

    /** What shows that the risk is not there. */
    Optional<Evidence> rulingOut(Risk risk) {
        return Optional.ofNullable(ruledOut.get(risk));
    }

    static Risks of(DealSnapshot deal, LocalDate today) {
        Map<Risk, Evidence> present = new EnumMap<>(Risk.class);
        Map<Risk, Evidence> ruledOut = new EnumMap<>(Risk.class);
        for (Risk risk : Risk.values()) {
            DealField<?> field = fieldOf(risk);
            switch (truth(risk, deal, today)) {
                case YES -> present.put(risk, Evidences.fact(deal, field, "evidence.risk." + risk.key()));
                case NO -> ruledOut.put(risk, Evidences.fact(deal, field, "evidence.no-risk." + risk.key()));
                case UNKNOWN -> {
                    // Nothing is known of it, so it neither raises nor lowers a line.
                }
            }
        }
        return new Risks(present, ruledOut);
    }

    private static DealField<?> fieldOf(Risk risk) {
        return switch (risk) {
            case COMPETITION -> DealField.COMPETITORS;
            case SINGLE_THREADED, NO_ECONOMIC_BUYER, CHAMPION_LEAVING -> DealField.STAKEHOLDERS;
            case ENGAGEMENT_LOSS -> DealField.ENGAGEMENT_TREND;
            case OPEN_OBJECTION -> DealField.OPEN_OBJECTIONS;
            case BUDGET_UNCLEAR -> DealField.BUDGET;
            case TIMELINE_SLIP -> DealField.CLOSE_DATE;
            case TECHNICAL_DOUBT -> DealField.TECHNICAL_REVIEW;
            case SECURITY_DOUBT -> DealField.SECURITY_REVIEW;
            case CONTRACT_DELAY -> DealField.CONTRACT;
            case MARGIN_LOSS -> DealField.DISCOUNT;
        };
    }

    private static Truth truth(Risk risk, DealSnapshot deal, LocalDate today) {
        return switch (risk) {
            case COMPETITION -> many(DealField.COMPETITORS, deal);
            case OPEN_OBJECTION -> many(DealField.OPEN_OBJECTIONS, deal);
            case SINGLE_THREADED -> engaged(deal, null, 2);
            case NO_ECONOMIC_BUYER -> engaged(deal, StakeholderRole.ECONOMIC_BUYER, 1);
            case CHAMPION_LEAVING -> championLeaving(deal);
            case ENGAGEMENT_LOSS -> is(deal.engagement().trend(), trend -> trend == EngagementTrend.DECLINING);
            case BUDGET_UNCLEAR ->
                is(
                        deal.qualification().budget(),
                        budget -> budget == BudgetState.UNCLEAR || budget == BudgetState.REFUSED);
            case TIMELINE_SLIP -> slip(deal, today);
            case TECHNICAL_DOUBT -> is(deal.qualification().technicalReview(), Risks::pending);
            case SECURITY_DOUBT -> is(deal.qualification().securityReview(), Risks::pending);
            case CONTRACT_DELAY ->
                is(
                        deal.qualification().contract(),
                        contract ->
                                contract == ContractState.IN_REVIEW || contract == ContractState.NON_STANDARD_TERMS);
            case MARGIN_LOSS -> is(deal.qualification().discount(), discount -> discount == DiscountState.REQUESTED);
        };
    }

    private static boolean pending(ReviewState state) {
        return state == ReviewState.NEEDED || state == ReviewState.STARTED || state == ReviewState.FAILED;
    }

    private static <T> Truth is(Fact<T> fact, java.util.function.Predicate<T> test) {
        return fact.isUnknown() ? Truth.UNKNOWN : Truth.of(fact.is(test));
    }

    private static Truth many(DealField<?> field, DealSnapshot deal) {
        return field.count(deal).map(count -> Truth.of(count > 0)).orElse(Truth.UNKNOWN);
    }

    /** Whether fewer than {@code enough} people (in a role, if one is given) are engaged. */
    private static Truth engaged(DealSnapshot deal, StakeholderRole role, int enough) {
        if (deal.buyers().stakeholders().isUnknown()) {
            return Truth.UNKNOWN;
        }
        int yes = 0;
        int perhaps = 0;
        for (Stakeholder person : deal.buyers().stakeholders().asOptional().orElse(List.of())) {
            if (role == null || person.isA(role)) {
                yes += person.engaged().is(engaged -> engaged) ? 1 : 0;
                perhaps += person.engaged().isUnknown() ? 1 : 0;
            }
        }
        if (yes >= enough) {
            return Truth.NO;
        }
        return yes + perhaps < enough ? Truth.YES : Truth.UNKNOWN;
    }

    private static Truth championLeaving(DealSnapshot deal) {
        if (deal.buyers().stakeholders().isUnknown()) {
            return Truth.UNKNOWN;
        }
        Truth truth = Truth.NO;
        for (Stakeholder person : deal.buyers().stakeholders().asOptional().orElse(List.of())) {
            if (person.isA(StakeholderRole.CHAMPION)) {
                truth = truth.or(is(person.departureRisk(), leaving -> leaving));
            }
        }
        return truth;
    }

    private static Truth slip(DealSnapshot deal, LocalDate today) {
        if (deal.course().closeDate().isUnknown()) {
            return Truth.UNKNOWN;
        }
        boolean passed = deal.course().closeDate().is(date -> date.isBefore(today));
        boolean changed = deal.qualification().timeline().is(state -> state == TimelineState.CHANGED);
        return passed || changed ? Truth.YES : Truth.NO;
    }
}
