package nextbest.workflows.vendor;

import java.util.UUID;

/**
 * Which line.
 *
 * @param source name of the connection
 * @param loaded whether everything was read once; fields are added, never retyped
 */
public record VendorSyncInput(UUID tenant, String source, boolean loaded) {}
