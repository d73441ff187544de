package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.UUID;

/** About one subject, at a business moment. */
public record SubjectRequest(UUID tenant, UUID subject, Instant at) {}
