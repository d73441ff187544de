package nextbest.workflows.vendor;

import java.util.UUID;

/** What a step is about. */
public record VendorRequest(UUID tenant, String source) {}
