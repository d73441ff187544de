package nextbest.store.drafting;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import nextbest.identity.SubjectId;

/**
 * Drafts of a period.
 *
 * @param counts by state and reason, the most frequent first
 * @param versions by prompt version and model, the most frequent first
 * @param days what each day cost
 */
public record DraftReport(List<Count> counts, List<Version> versions, List<Day> days) {
    public DraftReport {
        counts = List.copyOf(counts);
        versions = List.copyOf(versions);
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

    /**
     * What a version of a prompt and a model made of the cards.
     *
     * @param cached drafts that came from an answer that was kept
     * @param medianMillis of the answers that were not; 0 if there are none
     * @param ninetiethMillis nine of ten took no longer
     */
    public record Version(
            String prompt,
            String model,
            long accepted,
            long rejected,
            long failed,
            long cached,
            long inputTokens,
            long outputTokens,
            long costMicros,
            long medianMillis,
            long ninetiethMillis) {
        public long drafts() {
            return accepted + rejected + failed;
        }
    }

    /**
     * A draft that is not shown.
     *
     * @param subject whose card keeps the template text
     * @param offence the word or value that was objected to first; may come from a buyer; empty if there is none
     */
    public record Refused(
            Instant at,
            SubjectId subject,
            Optional<String> deal,
            String state,
            String reason,
            String where,
            String offence,
            String prompt) {}

    /** What a business day cost. */
    public record Day(LocalDate day, long calls, long inputTokens, long outputTokens, long costMicros) {}
}
