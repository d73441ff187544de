package nextbest.workflows.report;

import java.time.Instant;
import java.util.UUID;

/**
 * Asks for an organisation's next report.
 *
 * @param after business time: the report is later than this
 */
public record ReportTimeRequest(UUID tenant, Instant after) {}
