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
 * @param interests products that the client may want, the best first; unknown until a screening has looked
 */
public record Needs(
        Fact<List<PainPoint>> painPoints,
        Fact<List<String>> features,
        Fact<List<String>> techStack,
        Fact<List<Offering>> products,
        Fact<List<Objection>> openObjections,
        Fact<List<ProductInterest>> interests) {
    public Needs {
        // snapshots that were kept before screenings told of interests do not have the field
        interests = interests == null ? Fact.unknown() : interests;
    }
}
