package nextbest.deal;

import java.util.List;
import nextbest.fact.Fact;

/**
 * Who decides, and whom else they may choose.
 *
 * @param stakeholders people on the buyer's side, the most important first
 * @param competitors the others who want this deal, the most recently mentioned first
 */
public record Buyers(Fact<List<Stakeholder>> stakeholders, Fact<List<Competitor>> competitors) {}
