package nextbest.standalone;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nextbest.activities.drafting.DraftingSettings;
import nextbest.activities.mail.CardLetters;
import nextbest.activities.mail.CardMail;
import nextbest.activities.mail.LetterSettings;
import nextbest.activities.mail.ReportMail;
import nextbest.activities.port.Mail;
import nextbest.activities.vendor.smtp.SmtpMail;
import nextbest.activities.vendor.smtp.SmtpSettings;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.identity.RepId;
import nextbest.standalone.cli.Version;
import nextbest.standalone.parts.Credentials;
import nextbest.standalone.parts.DataFolder;
import nextbest.standalone.parts.EmbeddedPostgres;
import nextbest.standalone.parts.InstanceFile;
import nextbest.standalone.parts.Mailbox;
import nextbest.standalone.parts.OrderedShutdown;
import nextbest.standalone.parts.Ports;
import nextbest.standalone.parts.TemporalServer;
import nextbest.store.Connections;
import nextbest.store.Migrations;
import nextbest.store.Store;
import nextbest.store.security.Role;
import nextbest.store.tenant.Tenants;
import nextbest.time.BusinessClock;
import nextbest.worker.LoopWorker;
import nextbest.worker.WorkerSettings;
import nextbest.workflows.Histories;
import nextbest.workflows.SearchAttributes;
import nextbest.workflows.digest.RepDigests;
import nextbest.workflows.payload.PayloadJson;
import nextbest.workflows.report.ReportRuns;
import nextbest.workflows.retraining.Retrainings;
import nextbest.workflows.screening.ScreeningRuns;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.vendor.VendorSyncs;

/**
 * A running nextbest on one machine. Starting is idempotent: a second start of the same data folder goes on where the first
 * one stopped.
 */
public final class House implements AutoCloseable {
    private static final LetterSettings LETTERS =
            new LetterSettings("nextbest <nextbest@localhost>", "nextbest.localhost", "");

    private final OrderedShutdown shutdown;
    private final Store store;
    private final Tenants.Tenant tenant;
    private final Map<String, String> addresses;
    private final Mailbox mailbox;
    private final SubjectLoops loops;
    private final ApiServer api;
    private final String password;

    private House(
            OrderedShutdown shutdown,
            Store store,
            Tenants.Tenant tenant,
            Map<String, String> addresses,
            Mailbox mailbox,
            SubjectLoops loops,
            ApiServer api,
            String password) {
        this.shutdown = shutdown;
        this.store = store;
        this.tenant = tenant;
        this.addresses = addresses;
        this.mailbox = mailbox;
        this.loops = loops;
        this.api = api;
        this.password = password;
    }

    /**
     * What can be chosen.
     *
     * @param verb what started it, for other verbs to say
     * @param data the data folder
     * @param clock sets the business clock; empty: as it was, or real time
     * @param apiPort 0: as the last time, or a free one
     * @param publicUrl what links in mails begin with; empty: this machine
     */
    public record Plan(
            String verb,
            Path data,
            Optional<ClockChoice> clock,
            int apiPort,
            Optional<URI> publicUrl,
            LoopSettings loop) {}

    /** A business clock that starts at a moment, now, and runs at a rate. */
    public record ClockChoice(Instant start, double rate) {}

    /** The organisation that a fresh installation starts with. */
    public static final String FIRST_TENANT = "main";

    /**
     * Starts everything, or fails with all that was started stopped again.
     *
     * @param progress gets a short line before each step that takes a while
     */
    public static House start(Plan plan, Consumer<String> progress) {
        Objects.requireNonNull(progress, "progress");
        OrderedShutdown shutdown = new OrderedShutdown(progress).onExit();
        try {
            return start(plan, progress, shutdown);
        } catch (RuntimeException e) {
            shutdown.close();
            throw e;
        }
    }

    private static House start(Plan plan, Consumer<String> progress, OrderedShutdown shutdown) {
        Map<String, String> addresses = new TreeMap<>();
        DataFolder data = shutdown.taken("releasing the data folder", DataFolder.claim(plan.data()));
        // beside PostgreSQL: both wait for processes of their own
        CompletableFuture<TemporalServer> temporalStart = CompletableFuture.supplyAsync(
                () -> TemporalServer.start(data, TemporalServer.Settings.laptop(searchAttributes()), progress));
        // whatever fails from here on: what is half started is waited for, and stopped with the rest
        shutdown.started(
                "the Temporal server",
                () -> temporalStart
                        .handle((server, failure) -> Optional.ofNullable(server))
                        .join()
                        .ifPresent(TemporalServer::close));
        EmbeddedPostgres postgres = shutdown.started(
                "PostgreSQL", EmbeddedPostgres.start(data, EmbeddedPostgres.Settings.LAPTOP, progress));
        addresses.put("postgres", "127.0.0.1:" + postgres.port());
        try (HikariDataSource owner = pool(postgres, postgres.owner(), 2)) {
            int run = Migrations.run(owner);
            if (run > 0) {
                progress.accept("brought the database up to date (" + run + " migrations)");
            }
        }
        HikariDataSource connections =
                shutdown.taken("closing the connections to PostgreSQL", pool(postgres, postgres.application(), 30));
        Catalogue catalogue = CatalogueReader.standard();
        Store store = Store.on(connections, InstantSource.system(), tenant -> catalogue, Engine.current());
        ClockKeeper clock = ClockKeeper.of(data.path(), store.time());
        plan.clock().ifPresentOrElse(clock::start, clock::goOn);
        shutdown.taken("keeping where the business clock stands", clock);
        Tenants.Tenant tenant = store.tenants().create(FIRST_TENANT, "Our organisation", "EUR", "UTC");
        Mailbox mailbox = shutdown.started("the mailbox", Mailbox.start(data, 0, store.time()::now));
        addresses.put("smtp", mailbox.host() + ":" + mailbox.port());
        TemporalServer temporal = started(temporalStart);
        addresses.put("temporal", temporal.address());
        addresses.put("temporal-ui", temporal.uiAddress());
        WorkflowClient client = temporalClient(temporal, shutdown);
        SubjectLoops loops = new SubjectLoops(client, store.time()::clock, plan.loop());
        int apiPort = Ports.of(data).port("api", plan.apiPort());
        URI publicUrl = plan.publicUrl().orElse(URI.create("http://127.0.0.1:" + apiPort));
        ApiServer api = ApiServer.start(
                store,
                loops,
                new RepDigests(client, store.time()::clock),
                new Retrainings(client),
                new VendorSyncs(client),
                new ScreeningRuns(client),
                new ReportRuns(client, store.time()::clock),
                new Histories(client),
                mailbox,
                catalogue,
                apiPort,
                publicUrl,
                temporal.uiAddress() + "/namespaces/" + temporal.namespace());
        shutdown.started("the API", api);
        addresses.put("api", "http://127.0.0.1:" + apiPort);
        CardMail letters = new CardLetters(LETTERS, store.database(), api.links());
        Mail mail = new SmtpMail(
                SmtpSettings.plain(mailbox.host(), mailbox.port(), "nextbest@localhost"), store.time()::now);
        shutdown.started(
                "the worker",
                LoopWorker.start(
                        client,
                        store,
                        loops,
                        letters,
                        new ReportMail(LETTERS, store, api.reportLinks()),
                        mail,
                        WorkerSettings.laptop(),
                        DraftingSettings.from(System.getProperties(), System.getenv())));
        OperatorToken.write(data.path(), api.operatorToken(tenant.id()));
        String password = PagePassword.of(data.path());
        api.account("operator", tenant.id(), password, Role.OPERATOR, Optional.empty());
        shutdown.taken(
                "taking back the note that nextbest runs here",
                InstanceFile.announce(
                        data,
                        plan.verb(),
                        addresses,
                        Map.of("nextbest", Version.current(), "temporal", temporal.version())));
        // the start itself took a while: a fast clock begins when everything is there
        plan.clock().ifPresent(clock::start);
        if (!store.time().clock().isReal()) {
            // loops and digests of an earlier start still follow the clock as it was then
            api.clockSet(store.time().clock());
        }
        if (temporal.startedEmpty()) {
            api.reconcileAll();
        }
        return new House(shutdown, store, tenant, addresses, mailbox, loops, api, password);
    }

    /** Waits for a part; its own failure is thrown, not the one of the thread that it was started on. */
    private static <T> T started(CompletableFuture<T> start) {
        try {
            return start.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static Map<String, IndexedValueType> searchAttributes() {
        return SearchAttributes.all().stream()
                .collect(Collectors.toMap(key -> key.getName(), key -> IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    }

    private static HikariDataSource pool(EmbeddedPostgres postgres, Credentials who, int size) {
        HikariConfig config = Connections.to(who.user(), postgres.jdbcUrl(), who.user(), who.password(), size);
        config.setMinimumIdle(2);
        return new HikariDataSource(config);
    }

    private static WorkflowClient temporalClient(TemporalServer temporal, OrderedShutdown shutdown) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporal.address())
                .build());
        shutdown.taken("closing the connection to Temporal", stubs::shutdownNow);
        return PayloadJson.client(stubs, temporal.namespace());
    }

    public Store store() {
        return store;
    }

    public Tenants.Tenant tenant() {
        return tenant;
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    public SubjectLoops loops() {
        return loops;
    }

    /** From now on the business clock runs at this rate (business seconds per real second), from where it stands. */
    public void pace(double rate) {
        BusinessClock clock = store.time().clock();
        BusinessClock paced = new BusinessClock(store.time().now(), store.time().realNow(), rate, clock.version() + 1);
        store.time().set(paced);
        api.clockSet(paced);
    }

    /** The password of the log-ins that this machine made for its pages. */
    public String password() {
        return password;
    }

    /** Makes a log-in for the pages with {@link #password}. */
    public void account(String login, Role role, Optional<RepId> rep) {
        api.account(login, tenant.id(), password, role, rep);
    }

    /** Where the parts answer, by name. */
    public Map<String, String> addresses() {
        return new HashMap<>(addresses);
    }

    @Override
    public void close() {
        shutdown.close();
    }
}
