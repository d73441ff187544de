package nextbest.api.product;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Access;
import nextbest.api.security.Caller;
import nextbest.event.Violation;
import nextbest.identity.RepId;
import nextbest.reading.OntologyFile;
import nextbest.store.Store;
import nextbest.store.directory.Scope;
import nextbest.store.product.DocumentTopics;
import nextbest.store.product.OntologyReleases;
import nextbest.store.product.ProductLedger;
import nextbest.store.product.ProductReports;
import nextbest.store.product.Screenings;
import nextbest.topics.Ontology;
import org.springframework.stereotype.Component;

/** What can be asked about products for clients; which clients a caller sees is decided here. */
@Component
final class Products {
    /** A small house is screened in a second; whoever has a large one looks again by the screening's id. */
    private static final int LOOKS = 100;

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LAST = 50;

    private final Store store;
    private final Access access;
    private final OntologyReleases releases;
    private final ProductLedger ledger;
    private final ProductReports reports;
    private final Screenings screenings;
    private final Loops loops;

    Products(Store store, Access access, Loops loops) {
        this.loops = loops;
        this.screenings = new Screenings(store.database(), store.time(), store.ids());
        this.store = store;
        this.access = access;
        this.releases = new OntologyReleases(store.database(), store.time());
        this.ledger = new ProductLedger(store.database(), store.time());
        this.reports = new ProductReports(store.database(), store.time(), store.ids());
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

    /** Opens a screening of all clients, has it done, and waits a little for its end. */
    Screenings.Screened screen(Caller caller, String occasion) {
        if (releases.newest(caller.tenant()).isEmpty()) {
            throw Refusal.invalid("occasion", occasion, "an ontology first (PUT /api/v1/ontology)");
        }
        UUID screening;
        try {
            screening = screenings
                    .open(caller.tenant(), Screenings.Kind.ASKED, occasion, Optional.empty())
                    .orElseThrow();
        } catch (IllegalStateException e) {
            throw Refusal.invalid("occasion", occasion, e.getMessage());
        }
        loops.screen(caller.tenant(), screening);
        return waitFor(caller, screening);
    }

    private Screenings.Screened waitFor(Caller caller, UUID screening) {
        for (int looks = 0; ; looks++) {
            Screenings.Screened seen = screening(caller, screening);
            if (seen.finishedAt().isPresent() || looks == LOOKS) {
                return seen;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return seen;
            }
        }
    }

    Screenings.Screened screening(Caller caller, UUID screening) {
        return screenings
                .find(caller.tenant(), screening)
                .orElseThrow(() -> Refusal.of(ProblemKind.NOT_FOUND, "there is no screening " + screening));
    }

    List<Screenings.Screened> lastScreenings(Caller caller) {
        return screenings.last(caller.tenant(), LAST);
    }

    /** Our id of a client that the caller may see: our id, SOURCE:ID or its name. */
    UUID client(Caller caller, String reference) {
        return store
                .database()
                .inTenant(
                        caller.tenant(),
                        t -> t.fetch(
                                "select k.id, k.rep_id from client k where k.merged_into is null and (cast(k.id as text) = ? or k.name = ? or exists"
                                        + " (select 1 from external_ref e where e.type = 'client' and e.entity_id = k.id and e.source || ':' || e.external_id = ?)) limit 2",
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
