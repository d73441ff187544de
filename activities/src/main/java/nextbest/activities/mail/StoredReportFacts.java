package nextbest.activities.mail;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nextbest.identity.TenantId;
import nextbest.reading.OntologyFile;
import nextbest.store.Store;
import nextbest.store.product.OntologyReleases;
import nextbest.store.product.ProductReports;
import nextbest.store.product.TopicSuggestions;
import nextbest.store.report.Breakdown;
import nextbest.store.report.MaterialReports;
import nextbest.store.report.Trend;
import nextbest.store.tenant.Tenants;
import nextbest.topics.Concept;

/** Reads what a report letter says. A later attempt reads again: outcomes that came late are in it. */
final class StoredReportFacts {
    /** As many weeks as fit beside each other on a phone. */
    static final int WEEKS = 12;

    private final Store store;
    private final ProductReports products;
    private final MaterialReports material;
    private final TopicSuggestions suggestions;
    private final OntologyReleases ontologies;
    private final Breakdown breakdown;
    private final Trend trend;

    StoredReportFacts(Store store) {
        this.store = Objects.requireNonNull(store, "store");
        this.products = new ProductReports(store.database(), store.time(), store.ids());
        this.material = new MaterialReports(store.database());
        this.suggestions = new TopicSuggestions(store.database(), store.time(), store.ids());
        this.ontologies = new OntologyReleases(store.database(), store.time());
        this.breakdown = new Breakdown(store.database());
        this.trend = new Trend(store.database());
    }

    /**
     * @param from the first day, of the organisation's zone
     * @param until the day after the last one
     */
    ReportFacts read(TenantId tenant, LocalDate from, LocalDate until) {
        Tenants.Tenant organisation = store.tenants().get(tenant);
        ZoneId zone = ZoneId.of(organisation.zone());
        Instant since = from.atStartOfDay(zone).toInstant();
        Instant end = until.atStartOfDay(zone).toInstant();
        Instant earlier = from.minusDays(ChronoUnit.DAYS.between(from, until))
                .atStartOfDay(zone)
                .toInstant();
        List<TopicSuggestions.Suggestion> open = suggestions.ranked(tenant, "").stream()
                .filter(suggestion -> suggestion.answer().isEmpty())
                .toList();
        return new ReportFacts(
                organisation.name(),
                zone,
                from,
                until.minusDays(1),
                store.reports().of(tenant, since, end),
                store.reports().of(tenant, earlier, since),
                trend.outcomes(
                        tenant, until.minusWeeks(WEEKS).atStartOfDay(zone).toInstant(), end),
                breakdown.of(tenant, Breakdown.By.ACTION, since, end),
                products.of(tenant, ProductReports.By.PRODUCT, since, end),
                alerts(tenant),
                products.unserved(tenant),
                material.gaps(tenant, since, end),
                open.size(),
                open.stream().map(TopicSuggestions.Suggestion::text).findFirst());
    }

    /** Alerts that are not answered. */
    List<ReportFacts.Alert> alerts(TenantId tenant) {
        List<ProductReports.Alert> open = products.alerts(tenant).stream()
                .filter(alert -> alert.answer().isEmpty())
                .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        Map<String, String> names = products.names(tenant);
        Map<String, String> topics = topics(tenant);
        return open.stream()
                .map(alert -> new ReportFacts.Alert(
                        alert.id(),
                        alert.kind(),
                        names.getOrDefault(alert.about(), topics.getOrDefault(alert.about(), alert.about())),
                        alert.day(),
                        counts(alert.evidence())))
                .toList();
    }

    private static Map<String, Long> counts(Map<String, Object> evidence) {
        Map<String, Long> counts = new TreeMap<>();
        evidence.forEach((name, value) -> {
            if (value instanceof Number number) {
                counts.put(name, number.longValue());
            }
        });
        return counts;
    }

    /** What the organisation calls its topics, by key. */
    Map<String, String> topics(TenantId tenant) {
        return ontologies
                .newest(tenant)
                .map(yaml -> switch (OntologyFile.read("ontology", yaml)) {
                    case OntologyFile.Result.Valid valid ->
                        valid.ontology().all(Concept.Kind.TOPIC).stream()
                                .collect(Collectors.toMap(Concept::key, Concept::name));
                    // what was released was valid then; a newer reader may be stricter
                    case OntologyFile.Result.Invalid _ -> Map.<String, String>of();
                })
                .orElse(Map.of());
    }
}
