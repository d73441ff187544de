package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.UUID;

/**
 * Bring a card to its rep.
 *
 * @param key idempotency key, made by the workflow
 * @param urgent at once; otherwise with the next digest
 */
public record PresentRequest(UUID tenant, UUID subject, UUID card, UUID rep, String key, boolean urgent, Instant at) {}
