package nextbest.workflows.digest;

import java.time.Instant;
import java.util.UUID;

/**
 * Asks for a rep's next digest.
 *
 * @param after business time: the digest is later than this
 */
public record DigestTimeRequest(UUID tenant, UUID rep, Instant after) {}
