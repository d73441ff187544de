package nextbest.workflows.retraining;

import java.util.UUID;

/**
 * Whose model is to be trained, and why.
 *
 * @param reason {@code monthly}, {@code acceptance-fell} or {@code asked}
 */
public record RetrainingInput(UUID tenant, String reason) {}
