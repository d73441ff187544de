package nextbest.workflows.report;

import java.util.UUID;

/**
 * Asks who is to be sent something.
 *
 * @param alerts only those who were not told of all alerts
 */
public record ReportReadersRequest(UUID tenant, boolean alerts) {}
