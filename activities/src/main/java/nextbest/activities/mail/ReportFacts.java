package nextbest.activities.mail;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.store.product.ProductReports;
import nextbest.store.report.Breakdown;
import nextbest.store.report.LoopReport;
import nextbest.store.report.MaterialReports;
import nextbest.store.report.Trend;

/**
 * What a report letter says, as it stands in the database.
 *
 * @param from the first day that it covers
 * @param to the last one
 * @param now of the decisions of these days
 * @param before of as many days before
 * @param weeks the last {@value StoredReportFacts#WEEKS} weeks with deliveries, the earliest first
 * @param actions of these days, the most delivered first
 * @param products of the screenings of these days, the most proposed first
 * @param alerts that product management has not answered, the newest first
 * @param unserved clients that talked about something and for whom nothing was good enough
 * @param gaps material that was missing for decisions of these days
 * @param suggestions how many topics wait for an answer
 * @param firstSuggestion the one with the most behind it
 */
record ReportFacts(
        String organisation,
        ZoneId zone,
        LocalDate from,
        LocalDate to,
        LoopReport now,
        LoopReport before,
        List<Trend.Outcomes> weeks,
        List<Breakdown.Line> actions,
        List<ProductReports.Line> products,
        List<Alert> alerts,
        List<ProductReports.Unserved> unserved,
        List<MaterialReports.Gap> gaps,
        int suggestions,
        Optional<String> firstSuggestion) {
    /**
     * Something to look at.
     *
     * @param kind what happened
     * @param name of the product or topic, as the organisation calls it
     * @param counts the evidence
     */
    record Alert(UUID id, String kind, String name, LocalDate day, Map<String, Long> counts) {
        long count(String key) {
            return counts.getOrDefault(key, 0L);
        }
    }

    /** Whether nothing was decided: a letter of a few lines says so. */
    boolean isQuiet() {
        return now.decisions() == 0 && products.isEmpty();
    }
}
