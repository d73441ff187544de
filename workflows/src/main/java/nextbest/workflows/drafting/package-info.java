/**
 * What a language model does for a loop, putting cards into better words and reading notes for signals: {@link nextbest.workflows.drafting.DraftActivities} is what a loop asks for and
 * never waits for.
 */
package nextbest.workflows.drafting;
