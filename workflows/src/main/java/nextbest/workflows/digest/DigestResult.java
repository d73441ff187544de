package nextbest.workflows.digest;

/**
 * What became of a digest.
 *
 * @param outcome {@code delivered}, {@code empty}, or why it was not sent
 * @param cards how many cards it carried, 0 if it was not sent
 * @param waiting how many cards still wait for the next one
 */
public record DigestResult(String outcome, int cards, int waiting) {}
