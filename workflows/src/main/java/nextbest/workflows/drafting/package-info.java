/**
 * Drafting the texts of a card by a language model: {@link nextbest.workflows.drafting.DraftActivities} is what a loop asks for and
 * never waits for.
 */
package nextbest.workflows.drafting;
