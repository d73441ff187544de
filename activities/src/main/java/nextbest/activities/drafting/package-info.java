/**
 * Drafting by a language model. {@link nextbest.activities.drafting.DraftWork} is the activity: it asks {@link
 * nextbest.activities.drafting.Drafter}, which knows the budget, the cache and the grounding check, and sorts what can go wrong by
 * what to do next. {@link nextbest.activities.drafting.OpenAiEndpoint} speaks to any OpenAI-compatible endpoint; {@link
 * nextbest.activities.drafting.LanguageModel} is what a test puts in its place.
 *
 * <p>Nothing of what is sent or answered goes into a log or a history.
 */
package nextbest.activities.drafting;
