/**
 * The live model: what the platform has learned of its own recommendations, in the form in which the engine reads it.
 *
 * <p>{@link nextbest.model.LiveModel} is the place to start. A deal becomes numbers in {@link nextbest.model.DealContext}, an
 * action in {@link nextbest.model.ActionTraits}; a delivered recommendation and what came of it is an {@link
 * nextbest.model.Example}; {@link nextbest.model.ModelParameters} is what a version of the model fixes. The mathematics is in
 * {@code nextbest.learning.bandit}.
 */
package nextbest.model;
