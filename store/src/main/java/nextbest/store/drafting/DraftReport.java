package nextbest.store.drafting;

import java.time.LocalDate;
import java.util.List;

/**
 * Drafts of a period.
 *
 * @param counts by state and reason, the most frequent first
 * @param days what each day cost
 */
public record DraftReport(List<Count> counts, List<Day> days) {
    public DraftReport {
        counts = List.copyOf(counts);
        days = List.copyOf(days);
    }

    /**
     * @param reason why rejected or failed; empty if accepted
     * @param cached how many of them came from the cache
     * @param meanLatencyMillis of those that did not
     */
    public record Count(
            String state,
            String reason,
            String prompt,
            String model,
            long drafts,
            long cached,
            long meanLatencyMillis) {}

    /** What a business day cost. */
    public record Day(LocalDate day, long calls, long inputTokens, long outputTokens, long costMicros) {}
}
