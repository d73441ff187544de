package nextbest.workflows.digest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Send one digest.
 *
 * @param key idempotency key, made by the workflow: {@code digest-<rep>-<local day>}
 * @param day the rep's local day
 * @param at business time now, a little later than the digest's moment
 */
public record DigestRequest(UUID tenant, UUID rep, String key, LocalDate day, Instant at) {}
