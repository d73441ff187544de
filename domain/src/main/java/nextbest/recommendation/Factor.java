package nextbest.recommendation;

import nextbest.fact.Keyed;

/** The four parts of a score. Their weights are part of the policy; by default 40, 30, 20 and 10. */
public enum Factor implements Keyed {
    RELEVANCE,
    IMPACT,
    URGENCY,
    FEASIBILITY
}
