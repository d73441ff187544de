package nextbest.workflows.subjectloop;

import java.time.Instant;

/**
 * What became of it.
 *
 * @param outcome {@code delivered}, {@code digest}, or why it was not sent
 * @param resultDue when time alone changes something, null if nothing waits
 */
public record PresentResult(String outcome, Instant resultDue) {}
