/**
 * Whether a drafted text says nothing but what the evidence says. Start with {@link
 * nextbest.recommendation.grounding.GroundingCheck}: it is given a {@link nextbest.recommendation.grounding.Dossier}, which is
 * all that a draft may say, and a {@link nextbest.recommendation.grounding.Draft}, which is what somebody wrote from it.
 *
 * <p>The check works by what is allowed, not by what is forbidden. Evidence is cut into frames: what each is about, how it
 * stands with it, whether it is denied, and the values and names in it. A sentence passes if it can be cut into segments
 * of which each is carried by one frame of the evidence that the sentence names: no value, no name, no word with a meaning that
 * the frame has not got, the same denial, the same certainty. A word that nobody listed can be used only where the
 * evidence uses it. So an instruction that somebody smuggled in has no words to be said with.
 *
 * <p>Pure and deterministic: no clock, no model, no network.
 */
package nextbest.recommendation.grounding;
