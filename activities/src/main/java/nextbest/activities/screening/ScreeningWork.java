package nextbest.activities.screening;

import io.temporal.activity.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.reading.OntologyFile;
import nextbest.store.Store;
import nextbest.store.product.DocumentTopics;
import nextbest.store.product.OntologyReleases;
import nextbest.store.product.ProductReports;
import nextbest.store.product.ScreeningOccasions;
import nextbest.store.product.Screenings;
import nextbest.store.tenant.Tenants;
import nextbest.topics.Ontology;
import nextbest.topics.TextEncoder;
import nextbest.workflows.screening.ClientsScreened;
import nextbest.workflows.screening.DocumentsRead;
import nextbest.workflows.screening.DueScreenings;
import nextbest.workflows.screening.LoopsTold;
import nextbest.workflows.screening.ScreeningActivities;
import nextbest.workflows.screening.ScreeningInput;
import nextbest.workflows.screening.ScreeningPart;

/** Does the steps of screenings on our own database, and tells the loops of those for whom something was found. */
public final class ScreeningWork implements ScreeningActivities {
    private final Store store;
    private final OntologyReleases ontologies;
    private final Screenings screenings;
    private final ScreeningOccasions occasions;
    private final ProductReports reports;
    private final BiConsumer<TenantId, SubjectId> loops;
    private final Supplier<TextEncoder> model;
    private final Runnable alive;

    /**
     * Work within activities: each step tells now and then that it is alive.
     *
     * @param loops tells a loop to look again
     * @param model loads the sentence model when it is first needed
     */
    public ScreeningWork(Store store, BiConsumer<TenantId, SubjectId> loops, Supplier<TextEncoder> model) {
        this(store, loops, model, () -> Activity.getExecutionContext().heartbeat(null));
    }

    /** @param alive is called now and then while a step works */
    public ScreeningWork(
            Store store, BiConsumer<TenantId, SubjectId> loops, Supplier<TextEncoder> model, Runnable alive) {
        this.store = Objects.requireNonNull(store, "store");
        this.ontologies = new OntologyReleases(store.database(), store.time());
        this.screenings = new Screenings(store.database(), store.time(), store.ids());
        this.occasions = new ScreeningOccasions(store.database(), store.time(), screenings);
        this.reports = new ProductReports(store.database(), store.time(), store.ids());
        this.loops = Objects.requireNonNull(loops, "loops");
        this.model = Objects.requireNonNull(model, "model");
        this.alive = Objects.requireNonNull(alive, "alive");
    }

    @Override
    public DueScreenings due() {
        List<ScreeningInput> due = new ArrayList<>();
        for (Tenants.Tenant tenant : store.tenants().all()) {
            for (UUID screening : occasions.due(tenant.id())) {
                due.add(ScreeningInput.of(tenant.id().value(), screening));
            }
        }
        return new DueScreenings(due);
    }

    @Override
    public DocumentsRead readDocuments(ScreeningPart part) {
        TenantId tenant = new TenantId(part.tenant());
        int read = new DocumentTopics(store.database(), store.time(), store.ids(), Optional.of(model.get()))
                .readNew(tenant, ontology(tenant), Optional.of(part.screening()), part.most(), alive);
        return new DocumentsRead(read, read == part.most());
    }

    @Override
    public ClientsScreened screenClients(ScreeningPart part) {
        TenantId tenant = new TenantId(part.tenant());
        Screenings.Part done = screenings.part(
                tenant, part.screening(), ontology(tenant), Optional.ofNullable(part.after()), part.most(), alive);
        return new ClientsScreened(
                done.clients(),
                done.candidates(),
                done.proposed(),
                done.unserved(),
                done.after().orElse(null));
    }

    @Override
    public LoopsTold tellLoops(ScreeningPart part) {
        TenantId tenant = new TenantId(part.tenant());
        List<SubjectId> concerned =
                screenings.concerned(tenant, part.screening(), Optional.ofNullable(part.after()), part.most());
        for (SubjectId subject : concerned) {
            loops.accept(tenant, subject);
            alive.run();
        }
        boolean more = concerned.size() == part.most();
        return new LoopsTold(concerned.size(), more ? concerned.getLast().value() : null);
    }

    @Override
    public void close(ScreeningPart whole) {
        TenantId tenant = new TenantId(whole.tenant());
        var raised = reports.alerts(tenant);
        assert raised != null;
        screenings.finish(tenant, whole.screening());
    }

    /** What is in force; read anew for each part, because a release takes effect at once. */
    private Ontology ontology(TenantId tenant) {
        String yaml = ontologies
                .newest(tenant)
                .orElseThrow(() -> new IllegalStateException("no ontology is released: PUT /api/v1/ontology first"));
        return switch (OntologyFile.read("ontology", yaml)) {
            case OntologyFile.Result.Valid valid -> valid.ontology();
            case OntologyFile.Result.Invalid invalid ->
                throw new IllegalStateException(
                        "the released ontology cannot be read any more: " + String.join("; ", invalid.problems()));
        };
    }
}
