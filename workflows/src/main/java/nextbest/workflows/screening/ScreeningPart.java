package nextbest.workflows.screening;

import java.util.UUID;

/**
 * The next part of a screening.
 *
 * @param after what is done already; null at the beginning
 * @param most how many at once
 */
public record ScreeningPart(UUID tenant, UUID screening, UUID after, int most) {}
