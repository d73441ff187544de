package nextbest.store;

import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import nextbest.catalogue.ActionType;
import nextbest.engine.Engine;
import nextbest.store.approval.Approvals;
import nextbest.store.attribution.Attributions;
import nextbest.store.catalogue.CatalogueReleases;
import nextbest.store.clock.BusinessTime;
import nextbest.store.deal.Snapshots;
import nextbest.store.decision.DecisionMaker;
import nextbest.store.decision.Decisions;
import nextbest.store.delivery.Deliveries;
import nextbest.store.delivery.RepCalendar;
import nextbest.store.event.EventIntake;
import nextbest.store.event.Inbox;
import nextbest.store.evidence.EvidenceReader;
import nextbest.store.evidence.History;
import nextbest.store.feedback.RepAnswers;
import nextbest.store.loop.LoopStates;
import nextbest.store.model.LiveModels;
import nextbest.store.model.Models;
import nextbest.store.model.NewsBook;
import nextbest.store.model.PastDecisions;
import nextbest.store.model.Retrainings;
import nextbest.store.model.ShadowRuns;
import nextbest.store.report.LoopReports;
import nextbest.store.team.Guidances;
import nextbest.store.tenant.Tenants;
import nextbest.store.vendor.VendorBook;

/**
 * Everything that works on PostgreSQL, put together once per process. API and worker are built on the same parts.
 *
 * @param database the door to the database
 * @param time the business clock
 * @param catalogues the one in force, and all that ever decided
 * @param maker makes decisions, for the loop and for dry runs
 * @param vendors the systems outside where people work
 */
public record Store(
        Database database,
        BusinessTime time,
        NewIds ids,
        Tenants tenants,
        EventIntake intake,
        Inbox inbox,
        Snapshots snapshots,
        CatalogueReleases catalogues,
        DecisionMaker maker,
        Decisions decisions,
        Deliveries deliveries,
        RepCalendar calendar,
        Attributions attributions,
        RepAnswers answers,
        LoopStates loops,
        LoopReports reports,
        Models models,
        Retrainings retrainings,
        VendorBook vendors,
        NewsBook productNews,
        Approvals approvals) {

    /**
     * Puts the parts together.
     *
     * @param application connections of the application role
     * @param real where real time comes from
     * @param catalogue what organisations recommend from until they publish one of their own
     */
    public static Store on(
            DataSource application, InstantSource real, DecisionMaker.CurrentCatalogue catalogue, Engine engine) {
        Objects.requireNonNull(catalogue, "catalogue");
        Database database = new Database(application);
        BusinessTime time = new BusinessTime(database, real);
        NewIds ids = new NewIds(real);
        CatalogueReleases catalogues = new CatalogueReleases(database, time, catalogue);
        Tenants tenants = new Tenants(database, time, ids);
        Snapshots snapshots = new Snapshots(database);
        EvidenceReader evidence = new EvidenceReader(
                database,
                new History(database, time),
                time,
                (tenant, action) -> catalogues.of(tenant).action(action).map(ActionType::category));
        Guidances guidances = new Guidances(database, ids);
        LiveModels live = new LiveModels(database, time, catalogues::of);
        ShadowRuns shadow = new ShadowRuns(live, engine);
        Decisions decisions = new Decisions(database, (transaction, tenant, input, decision) -> {
            CatalogueReleases.keep(transaction, tenant, input.catalogue(), decision.at());
            shadow.record(transaction, tenant, input, decision);
        });
        DecisionMaker maker = new DecisionMaker(
                database,
                snapshots,
                (tenant, deal) -> evidence.read(tenant, deal)
                        .guidedBy(guidances.of(tenant, deal))
                        .with(live.values(tenant, deal)),
                catalogues,
                engine);
        return new Store(
                database,
                time,
                ids,
                tenants,
                new EventIntake(database, time, ids),
                new Inbox(database, time),
                snapshots,
                catalogues,
                maker,
                decisions,
                new Deliveries(database, decisions, time, ids),
                new RepCalendar(database),
                new Attributions(database),
                new RepAnswers(database, time, ids),
                new LoopStates(database),
                new LoopReports(database),
                new Models(database),
                new Retrainings(
                        database,
                        new PastDecisions(database, (tenant, version) -> catalogues.of(tenant)),
                        ids,
                        catalogues::of,
                        engine),
                VendorBook.on(database, time),
                new NewsBook(database, ids),
                new Approvals(database, ids));
    }
}
