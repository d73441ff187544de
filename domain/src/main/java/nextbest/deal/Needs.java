package nextbest.deal;

import java.util.List;
import nextbest.fact.Fact;

/**
 * What the buyer wants and what stands in the way.
 *
 * @param painPoints what hurts
 * @param features what the buyer wants to see, the most wanted first
 * @param techStack what the buyer runs, the most relevant first
 * @param products what is on offer
 * @param openObjections what nobody has resolved yet
 */
public record Needs(
        Fact<List<PainPoint>> painPoints,
        Fact<List<String>> features,
        Fact<List<String>> techStack,
        Fact<List<Offering>> products,
        Fact<List<Objection>> openObjections) {}
