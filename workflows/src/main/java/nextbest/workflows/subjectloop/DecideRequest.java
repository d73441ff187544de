package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.UUID;

/**
 * Analyze and decide.
 *
 * @param decision the id that the decision gets, made by the workflow: a retry makes the same decision
 * @param card the id that its card gets
 * @param reason {@code news}, {@code review} or {@code asked}
 * @param at business time
 */
public record DecideRequest(
        UUID tenant, UUID subject, UUID decision, UUID card, String reason, String correlationId, Instant at) {}
