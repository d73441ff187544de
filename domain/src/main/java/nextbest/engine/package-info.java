/**
 * How a decision is made. {@link nextbest.engine.Engine} is the door: a pure function from {@link
 * nextbest.engine.EngineInput} to a {@link nextbest.recommendation.Decision}. Inside: candidates are made from the
 * catalogue, pass the gates (eligible, applicable, suitable), are scored in seventeen lines, and compete for the places of
 * the card; chance takes part within bounds, seeded by the decision's id.
 */
package nextbest.engine;
