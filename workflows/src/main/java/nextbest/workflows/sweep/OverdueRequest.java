package nextbest.workflows.sweep;

import java.time.Duration;

/**
 * Whose results count as overdue.
 *
 * @param longerThan business time for which nobody looked
 * @param most at most so many subjects of each organisation; the next sweep goes on
 */
public record OverdueRequest(Duration longerThan, int most) {}
