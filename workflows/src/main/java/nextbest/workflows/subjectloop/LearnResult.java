package nextbest.workflows.subjectloop;

import java.time.Instant;

/**
 * What still waits.
 *
 * @param open how many recommendations wait for something
 * @param resultDue when time alone changes something, null if nothing waits
 */
public record LearnResult(int open, Instant resultDue) {}
