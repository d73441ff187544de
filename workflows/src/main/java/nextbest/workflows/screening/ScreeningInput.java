package nextbest.workflows.screening;

import java.util.UUID;

/**
 * Which screening, and where it stands.
 *
 * @param screening its id in the database, where its occasion is told
 * @param parts so many parts are done before the run continues as a new one, so that no history grows without end
 * @param state where an earlier run left off; null at the beginning
 */
public record ScreeningInput(UUID tenant, UUID screening, int parts, ScreeningState state) {
    /** Enough for 50,000 clients. */
    public static final int PARTS = 200;

    public ScreeningInput {
        if (parts < 1) {
            throw new IllegalArgumentException("a run needs at least one part, but has " + parts);
        }
    }

    /** A screening that begins. */
    public static ScreeningInput of(UUID tenant, UUID screening) {
        return new ScreeningInput(tenant, screening, PARTS, null);
    }
}
