package nextbest.api.product;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nextbest.identity.TenantId;
import nextbest.reading.OntologyFile;
import nextbest.store.Store;
import nextbest.store.product.OntologyReleases;
import nextbest.store.report.MaterialReports;
import nextbest.store.report.Trend;
import nextbest.topics.Concept;
import org.springframework.stereotype.Component;

/** What an organisation calls the topics that texts are about, by its newest ontology. */
@Component
public final class TopicNames {
    private final OntologyReleases releases;
    private final MaterialReports material;

    TopicNames(Store store) {
        this.releases = new OntologyReleases(store.database(), store.time());
        this.material = new MaterialReports(store.database());
    }

    /** Names by key; none before the first release. A key that is not here is its own name. */
    public Map<String, String> of(TenantId tenant) {
        return releases.newest(tenant)
                .map(yaml -> switch (OntologyFile.read("ontology", yaml)) {
                    case OntologyFile.Result.Valid valid ->
                        valid.ontology().all(Concept.Kind.TOPIC).stream()
                                .collect(Collectors.toMap(Concept::key, Concept::name));
                    // what was released was valid then; a newer reader may be stricter
                    case OntologyFile.Result.Invalid _ -> Map.<String, String>of();
                })
                .orElse(Map.of());
    }

    /** The topics that came up, to narrow a report down to. */
    public List<Trend.Choice> choices(TenantId tenant) {
        List<String> keys = material.topicKeys(tenant);
        Map<String, String> names = keys.isEmpty() ? Map.of() : of(tenant);
        return keys.stream()
                .map(key -> new Trend.Choice(key, names.getOrDefault(key, key)))
                .toList();
    }
}
