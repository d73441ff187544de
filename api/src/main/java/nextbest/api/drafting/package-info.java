/**
 * What operators see and set of drafting by a language model: {@link nextbest.api.drafting.DraftingController} has drafts by reason,
 * what they cost, and the switch.
 */
package nextbest.api.drafting;
