package nextbest.workflows.drafting;

/**
 * What was read.
 *
 * @param signals how many were found that nobody knew; the loop is told of them as of other news
 */
public record ReadResult(int signals) {}
