package nextbest.workflows.drafting;

/**
 * What became of a draft.
 *
 * @param outcome {@code accepted}, {@code rejected}, {@code failed} or {@code not-wanted}
 * @param reason why it is not shown, a word for counting; empty if accepted
 */
public record DraftResult(String outcome, String reason) {}
