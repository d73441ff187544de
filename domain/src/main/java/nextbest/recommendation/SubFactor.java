package nextbest.recommendation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nextbest.fact.Keyed;

/** The seventeen lines of a score. */
public enum SubFactor implements Keyed {
    /** Does the action make sense at the deal's stage? */
    STAGE_ALIGNMENT(Factor.RELEVANCE),
    /** Does it answer what hurts the buyer? */
    PAIN_POINT_ALIGNMENT(Factor.RELEVANCE),
    /** Is it aimed at the right person? */
    STAKEHOLDER_ALIGNMENT(Factor.RELEVANCE),
    /** Does it fit the buyer's industry? */
    INDUSTRY_ALIGNMENT(Factor.RELEVANCE),
    /** Is this the moment for it? */
    TIMING_ALIGNMENT(Factor.RELEVANCE),
    /** How often do deals move on after it? */
    HISTORICAL_EFFECTIVENESS(Factor.IMPACT),
    /** How likely is it that this deal moves on? */
    ADVANCEMENT_PROBABILITY(Factor.IMPACT),
    /** How much money depends on it? */
    REVENUE_IMPACT(Factor.IMPACT),
    /** Which risks of this deal does it lower? */
    RISK_REDUCTION(Factor.IMPACT),
    /** Does its window close? */
    TIME_SENSITIVITY(Factor.URGENCY),
    /** Does a competitor press? */
    COMPETITIVE_URGENCY(Factor.URGENCY),
    /** Does the buyer's engagement decline? */
    ENGAGEMENT_DECAY(Factor.URGENCY),
    /** Does the close date come near? */
    TIMELINE_URGENCY(Factor.URGENCY),
    /** Can this rep do it? */
    REP_CAPABILITY(Factor.FEASIBILITY),
    /** Are the people and documents at hand? */
    RESOURCE_AVAILABILITY(Factor.FEASIBILITY),
    /** Does the rep have the time? */
    EFFORT_REQUIRED(Factor.FEASIBILITY),
    /** Was it tried before? */
    PREVIOUS_ATTEMPT(Factor.FEASIBILITY);

    private static final Map<Factor, List<SubFactor>> OF_FACTOR =
            Arrays.stream(values()).collect(Collectors.groupingBy(SubFactor::factor));

    private final Factor factor;

    SubFactor(Factor factor) {
        this.factor = factor;
    }

    public Factor factor() {
        return factor;
    }

    /** The lines of a factor, in order. */
    public static List<SubFactor> of(Factor factor) {
        return OF_FACTOR.get(factor);
    }
}
