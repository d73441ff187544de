package nextbest.workflows.report;

import java.util.UUID;

/**
 * Tell one reader of all alerts that are new to him or her.
 *
 * @param key idempotency key, made by the workflow
 */
public record SendAlertsRequest(UUID tenant, UUID reader, String key) {}
