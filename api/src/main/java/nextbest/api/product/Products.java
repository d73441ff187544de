package nextbest.api.product;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Access;
import nextbest.api.security.Caller;
import nextbest.event.Violation;
import nextbest.identity.RepId;
import nextbest.reading.MiniLm;
import nextbest.reading.OntologyFile;
import nextbest.store.Store;
import nextbest.store.directory.Scope;
import nextbest.store.product.DocumentTopics;
import nextbest.store.product.OntologyReleases;
import nextbest.store.product.ProductLedger;
import nextbest.store.product.ProductReports;
import nextbest.store.product.Screenings;
import nextbest.topics.Ontology;
import nextbest.topics.TextEncoder;
import org.springframework.stereotype.Component;

/** What can be asked about products for clients; which clients a caller sees is decided here. */
@Component
final class Products {
    private final Store store;
    private final Access access;
    private final OntologyReleases releases;
    private final ProductLedger ledger;
    private final ProductReports reports;
    private MiniLm model;

    Products(Store store, Access access) {
        this.store = store;
        this.access = access;
        this.releases = new OntologyReleases(store.database(), store.time());
        this.ledger = new ProductLedger(store.database(), store.time());
        this.reports = new ProductReports(store.database(), store.time(), store.ids());
    }

    /** The sentence model costs 100 MB: it is loaded by the first screening. */
    private synchronized TextEncoder model() {
        if (model == null) {
            model = MiniLm.load();
        }
        return model;
    }

    Ontology release(Caller caller, String yaml) {
        Ontology ontology = read(yaml);
        if (!releases.release(caller.tenant(), ontology.version(), yaml, caller.name())) {
            throw Refusal.invalid(
                    "yaml", "version " + ontology.version(), "a version above " + releases.version(caller.tenant()));
        }
        return ontology;
    }

    private static Ontology read(String yaml) {
        return switch (OntologyFile.read("yaml", yaml)) {
            case OntologyFile.Result.Valid valid -> valid.ontology();
            case OntologyFile.Result.Invalid invalid ->
                throw Refusal.invalid(invalid.problems().stream()
                        .map(problem -> new Violation("yaml", problem, "an ontology without problems"))
                        .toList());
        };
    }

    /**
     * A screening and what was read for it.
     *
     * @param documents how many documents were read
     */
    record Run(int documents, Screenings.Screened screened) {}

    Run screen(Caller caller, String occasion) {
        Ontology ontology = read(releases.newest(caller.tenant())
                .orElseThrow(() -> Refusal.invalid("occasion", occasion, "an ontology first (PUT /api/v1/ontology)")));
        int documents = new DocumentTopics(store.database(), store.time(), store.ids(), Optional.of(model()))
                .readNew(caller.tenant(), ontology);
        try {
            return new Run(
                    documents,
                    new Screenings(store.database(), store.time(), store.ids())
                            .run(caller.tenant(), occasion, ontology));
        } catch (IllegalStateException e) {
            throw Refusal.invalid("occasion", occasion, e.getMessage());
        }
    }

    /** Our id of a client that the caller may see: our id, SOURCE:ID or its name. */
    UUID client(Caller caller, String reference) {
        return store
                .database()
                .inTenant(
                        caller.tenant(),
                        t -> t.fetch(
                                "select k.id, k.rep_id from client k where cast(k.id as text) = ? or k.name = ? or exists"
                                        + " (select 1 from external_ref e where e.type = 'client' and e.entity_id = k.id and e.source || ':' || e.external_id = ?) limit 2",
                                reference,
                                reference,
                                reference))
                .stream()
                .filter(r ->
                        sees(caller, Optional.ofNullable(r.get(1, UUID.class)).map(RepId::new)))
                .map(r -> r.get(0, UUID.class))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.invalid("client", reference, "the id, SOURCE:ID or name of a client that you may see"));
    }

    private boolean sees(Caller caller, Optional<RepId> owner) {
        return switch (access.scope(caller)) {
            case Scope.Everything everything -> true;
            case Scope.OfReps(var reps) -> owner.filter(reps::contains).isPresent();
        };
    }

    List<ProductLedger.Candidate> candidates(Caller caller, UUID client) {
        return ledger.of(caller.tenant(), client);
    }

    /** What the client said about the topics of the candidates' products. */
    List<DocumentTopics.Mention> said(Caller caller, UUID client, List<String> topics) {
        return new DocumentTopics(store.database(), store.time(), store.ids(), Optional.empty())
                .mentions(caller.tenant(), client, topics);
    }

    ProductLedger ledger() {
        return ledger;
    }

    /** Refuses a candidate of a client that the caller may not see. */
    void requireSeen(Caller caller, UUID candidate) {
        Optional<UUID> client = store.database()
                .inTenant(
                        caller.tenant(),
                        t -> t
                                .fetch("select client_id from product_candidate where id = ?", candidate)
                                .map(r -> r.get(0, UUID.class))
                                .stream()
                                .findFirst());
        String allowed = "the id of a proposed candidate of a client that you may see";
        client(
                caller,
                client.map(UUID::toString)
                        .orElseThrow(() -> Refusal.invalid("candidate", candidate.toString(), allowed)));
    }

    ProductReports reports() {
        return reports;
    }
}
