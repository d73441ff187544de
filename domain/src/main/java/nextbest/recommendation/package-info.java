/**
 * What a decision says. {@link nextbest.recommendation.Decision} holds every {@link nextbest.recommendation.Candidate} of
 * the catalogue with its {@link nextbest.recommendation.Score lines}, its {@link nextbest.recommendation.Verdict
 * disposition and why}, and its {@link nextbest.recommendation.Propensity probability} of having been shown. {@link
 * nextbest.recommendation.CardContent} is what a person sees of it, as message keys and arguments. Nothing here decides;
 * that is {@link nextbest.engine.Engine}.
 */
package nextbest.recommendation;
