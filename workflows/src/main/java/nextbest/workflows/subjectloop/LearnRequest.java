package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.UUID;

/** Bring what came of a subject's recommendations up to date, as of a business moment. */
public record LearnRequest(UUID tenant, UUID subject, Instant at) {}
