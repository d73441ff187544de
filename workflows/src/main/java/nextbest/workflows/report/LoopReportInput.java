package nextbest.workflows.report;

import java.util.UUID;
import nextbest.time.BusinessClock;

/**
 * What an organisation's reports start with, or go on with.
 *
 * @param clock the business clock when it was started
 * @param state null at the first start
 */
public record LoopReportInput(UUID tenant, BusinessClock clock, LoopReportState state) {}
