package nextbest.workflows.drafting;

import java.util.UUID;

/** Read what was written down about a subject and has not been read. The texts are read where the model is asked. */
public record ReadRequest(UUID tenant, UUID subject, String correlationId) {}
