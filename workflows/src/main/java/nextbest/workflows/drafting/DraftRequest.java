package nextbest.workflows.drafting;

import java.util.UUID;

/** Draft the why and how of a card. What it says is read where the draft is made; histories carry ids only. */
public record DraftRequest(UUID tenant, UUID decision, UUID card) {}
