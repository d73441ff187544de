package nextbest.workflows.screening;

import java.util.UUID;

/**
 * A part of the loops.
 *
 * @param after the last of them; null if none is left
 */
public record LoopsTold(int loops, UUID after) {}
