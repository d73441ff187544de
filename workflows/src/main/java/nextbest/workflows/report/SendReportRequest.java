package nextbest.workflows.report;

import java.time.LocalDate;
import java.util.UUID;

/**
 * Send one report to one reader.
 *
 * @param key idempotency key, made by the workflow
 * @param from the first day that it covers, of the organisation's zone
 * @param until the day after the last one
 * @param asked whether somebody asked for this one: it goes out also to a reader who does not want it regularly
 */
public record SendReportRequest(UUID tenant, UUID reader, String key, LocalDate from, LocalDate until, boolean asked) {
    /** The key under which the report of a period goes to a reader: the same period never goes out twice. */
    static String key(UUID reader, ReportTime time) {
        return "report-" + reader + "-" + time.from() + "-" + time.until();
    }
}
