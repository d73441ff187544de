package nextbest.workflows.retraining;

import java.util.UUID;

/**
 * A training or its settlement.
 *
 * @param model id of the version, made by the workflow: the same training twice is one version
 */
public record TrainRequest(UUID tenant, UUID model, String reason) {}
