package nextbest.deal;

import nextbest.fact.Fact;
import nextbest.money.Money;

/**
 * The money in the deal.
 *
 * @param amount what the deal is worth
 * @param discountAsked the discount that the buyer asks for, in percent from 0 to 100
 */
public record Amounts(Fact<Money> amount, Fact<Integer> discountAsked) {}
