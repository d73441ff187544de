package nextbest.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nextbest.activities.port.Mail;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.schema.Tables;
import nextbest.store.tenant.Tenants;
import nextbest.store.testing.TestPostgres;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.FakeVendor;
import nextbest.vendors.FakeVendor.How;
import nextbest.vendors.Vendors;
import nextbest.vendors.outreach.FakeOutreach;
import nextbest.vendors.port.Kind;
import nextbest.vendors.salesloft.FakeSalesloft;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.vendor.VendorRequest;
import nextbest.workflows.vendor.VendorStep;
import nextbest.workflows.vendor.VendorSyncActivities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines to engagement platforms under bad weather, with tokens and calls that are kept for all workers. */
class EngagementSyncTest {
    private static TestPostgres postgres;

    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
    private final TestActivityEnvironment steps = TestActivityEnvironment.newInstance();
    private final List<FakeVendor> open = new ArrayList<>();
    private Store store;
    private TenantId tenant;

    @BeforeAll
    static void start() {
        postgres = TestPostgres.fresh();
    }

    @AfterEach
    void close() {
        steps.close();
        temporal.close();
        open.forEach(FakeVendor::close);
    }

    /** A vendor and what tests need of it. */
    private interface Platform {
        String vendor();

        FakeVendor fake();

        Map<String, String> settings();

        String deal(String name);

        /** What is kept of a webhook about a deal; each one is another delivery. */
        byte[] told(String deal);

        int exchanges();
    }

    static Stream<String> platforms() {
        return Stream.of("outreach", "salesloft");
    }

    private Platform platform(String name) {
        Platform platform = name.equals("outreach") ? outreach() : salesloft();
        open.add(platform.fake());
        store = Store.on(postgres.source(), InstantSource.system(), t -> CatalogueReader.standard(), Engine.current());
        tenant = store.tenants()
                .create("t" + Long.toHexString(System.nanoTime()), "Test", "EUR", "UTC")
                .id();
        store.tenants().setMode(tenant, Tenants.Mode.LIVE);
        store.vendors().connections().keep(tenant, connection(platform));
        return platform;
    }

    private static VendorConnection connection(Platform platform) {
        Map<String, String> settings =
                new HashMap<>(Map.of("base", platform.fake().base(), "client-id", "id"));
        settings.putAll(platform.settings());
        return new VendorConnection(
                platform.vendor(),
                platform.vendor(),
                settings,
                Map.of("client-secret", "the app's secret", "refresh-token", "refresh-0"),
                Map.of(),
                Map.of(),
                true,
                false,
                Optional.empty());
    }

    private static Platform outreach() {
        FakeOutreach fake = new FakeOutreach(InstantSource.system());
        return new Platform() {
            @Override
            public String vendor() {
                return "outreach";
            }

            @Override
            public FakeVendor fake() {
                return fake;
            }

            @Override
            public Map<String, String> settings() {
                return Map.of("redirect-uri", "https://nextbest.example.com/granted", "calls-per-hour", "900000");
            }

            @Override
            public String deal(String name) {
                return fake.create("opportunities", Map.of("name", name), Map.of());
            }

            @Override
            public byte[] told(String deal) {
                return fake.event("opportunities", deal, "updated");
            }

            @Override
            public int exchanges() {
                return fake.mints();
            }
        };
    }

    private static Platform salesloft() {
        FakeSalesloft fake = new FakeSalesloft(InstantSource.system());
        return new Platform() {
            @Override
            public String vendor() {
                return "salesloft";
            }

            @Override
            public FakeVendor fake() {
                return fake;
            }

            @Override
            public Map<String, String> settings() {
                return Map.of("accounts", fake.base(), "cost-per-minute", "900000");
            }

            @Override
            public String deal(String name) {
                return fake.create("opportunities", Map.of("name", name, "stage_name", "Discovery"));
            }

            /** No event names an opportunity but those of its tasks. */
            @Override
            public byte[] told(String deal) {
                String task = fake.create("tasks", Map.of("opportunity", FakeSalesloft.link(deal)));
                return ("task_created\n" + new String(fake.event("tasks", task), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public int exchanges() {
                return fake.exchanges();
            }
        };
    }

    private VendorSyncActivities line() {
        SubjectLoops loops =
                new SubjectLoops(temporal.getWorkflowClient(), store.time()::clock, LoopSettings.standard());
        steps.registerActivitiesImplementations(new VendorSyncWork(
                store,
                loops,
                (tenantOf, claimed, digest, now) ->
                        new Mail.Message("id", "from", "to", "Call", "Why", "Why", Map.of()),
                Vendors::find));
        return steps.newActivityStub(
                VendorSyncActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(2))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());
    }

    private int deals() {
        return store.database().inTenant(tenant, transaction -> transaction.fetchCount(Tables.DEAL));
    }

    /** As the workflow does: what passes is tried again. */
    private static VendorStep insist(java.util.function.Supplier<VendorStep> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.get();
            } catch (ActivityFailure | ApplicationFailure e) {
                if (attempt == 60 || e.toString().contains(VendorSyncActivities.NEEDS_A_PERSON)) {
                    throw e;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void aFirstLoadUnderFaultsLosesNothingWithOneToken(String name) {
        Platform platform = platform(name);
        for (int i = 0; i < 250; i++) {
            platform.deal("Deal " + i);
        }
        Random weather = new Random(7);
        How[] faults = {How.SERVER_ERROR, How.CUT_BEFORE, How.CUT_AFTER};
        for (int i = 0; i < 15; i++) {
            platform.fake().fail("opportunities", faults[weather.nextInt(faults.length)]);
        }
        VendorSyncActivities line = line();
        VendorRequest request = new VendorRequest(tenant.value(), platform.vendor());
        while (insist(() -> line.load(request)).more()) {
            // on it goes
        }
        assertThat(deals()).isEqualTo(250);
        assertThat(platform.exchanges()).isOne();
        int before = platform.fake().log().size();
        assertThat(line.load(request).records())
                .as("what was read is not read again")
                .isZero();
        assertThat(platform.fake().log()).hasSize(before);
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void manyWorkersExchangeOneTokenAndKeepItForTheNext(String name) throws Exception {
        Platform platform = platform(name);
        VendorConnection connection = connection(platform);
        try (ExecutorService workers = Executors.newFixedThreadPool(6)) {
            var done = IntStream.range(0, 18)
                    .mapToObj(i -> workers.submit(() -> new VendorLines(store, Vendors::find)
                            .open(tenant, connection)
                            .source()
                            .read(Kind.REP, Optional.empty(), Optional.empty())))
                    .toList();
            for (var one : done) {
                assertThat(one.get().items()).isEmpty();
            }
        }
        assertThat(platform.exchanges()).isOne();
        // another process, later: the token is there, and so is the refresh token that came with it
        Store other =
                Store.on(postgres.source(), InstantSource.system(), t -> CatalogueReader.standard(), Engine.current());
        assertThat(new VendorLines(other, Vendors::find)
                        .open(tenant, connection)
                        .source()
                        .read(Kind.REP, Optional.empty(), Optional.empty())
                        .items())
                .isEmpty();
        assertThat(platform.exchanges()).isOne();
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void repeatedAndShuffledCallsAreReadOnceEach(String name) {
        Platform platform = platform(name);
        List<byte[]> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String deal = platform.deal("Deal " + i);
            for (int round = 0; round < 5; round++) {
                calls.add(platform.told(deal));
            }
        }
        Collections.shuffle(calls, new Random(5));
        for (byte[] call : calls) {
            store.vendors().calls().keep(tenant, platform.vendor(), call);
            store.vendors().calls().keep(tenant, platform.vendor(), call);
        }
        store.vendors().calls().keep(tenant, platform.vendor(), "{\"truncated".getBytes(StandardCharsets.UTF_8));
        VendorSyncActivities line = line();
        VendorRequest request = new VendorRequest(tenant.value(), platform.vendor());
        line.drain(request);
        assertThat(deals()).isEqualTo(30);
        assertThat(platform.fake().log().stream()
                        .filter(call -> call.startsWith("GET") && call.endsWith("/opportunities"))
                        .count())
                .as("30 deals in one reading")
                .isOne();
        assertThat(line.drain(request).records()).isZero();
        assertThat(store.vendors().positions().refusals(tenant, platform.vendor(), 100))
                .filteredOn(one -> one.kind().equals("webhook"))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void whatIsGoneThereIsGoneHere(String name) {
        Platform platform = platform(name);
        String deal = platform.deal("Deal");
        VendorSyncActivities line = line();
        VendorRequest request = new VendorRequest(tenant.value(), platform.vendor());
        insist(() -> line.load(request));
        assertThat(deals()).isOne();
        byte[] told = platform.told(deal);
        if (platform.fake() instanceof FakeOutreach outreach) {
            outreach.delete("opportunities", deal);
        } else if (platform.fake() instanceof FakeSalesloft salesloft) {
            salesloft.delete("opportunities", deal);
        }
        store.vendors().calls().keep(tenant, platform.vendor(), told);
        assertThat(line.drain(request).records()).as("one record is gone").isOne();
    }
}
