package nextbest.workflows.report;

import java.time.Instant;

/**
 * What an organisation's reports say of themselves.
 *
 * @param waitsFor in plain words
 * @param next when the next report goes out (business time), null while paused or not known
 * @param sent how many mails went out so far
 * @param underWay how many mails are on their way
 */
public record LoopReportView(String waitsFor, Instant next, long sent, int underWay) {}
