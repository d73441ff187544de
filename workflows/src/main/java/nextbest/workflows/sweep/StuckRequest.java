package nextbest.workflows.sweep;

import java.time.Duration;

/**
 * Which messages count as stuck.
 *
 * @param longerThan real time since the last attempt began
 */
public record StuckRequest(Duration longerThan) {}
