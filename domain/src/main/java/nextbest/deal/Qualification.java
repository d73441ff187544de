package nextbest.deal;

import java.time.Instant;
import nextbest.fact.Fact;

/**
 * How far the deal is on the way that every deal goes.
 *
 * @param demoHeldAt when the last demo was held; absent: none was held
 */
public record Qualification(
        Fact<BudgetState> budget,
        Fact<TimelineState> timeline,
        Fact<DecisionProcessState> decisionProcess,
        Fact<ReviewState> technicalReview,
        Fact<ReviewState> securityReview,
        Fact<ContractState> contract,
        Fact<ReviewState> legalReview,
        Fact<DiscountState> discount,
        Fact<Instant> demoHeldAt) {}
