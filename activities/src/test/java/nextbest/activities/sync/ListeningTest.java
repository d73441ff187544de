package nextbest.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import nextbest.activities.port.Mail;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.schema.Tables;
import nextbest.store.testing.TestPostgres;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.Vendors;
import nextbest.vendors.salesforce.FakePubSub;
import nextbest.vendors.salesforce.FakeSalesforce;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.vendor.VendorRequest;
import nextbest.workflows.vendor.VendorStep;
import nextbest.workflows.vendor.VendorSyncActivities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream of changes that is listened to: what came waits like a webhook, once, and the place is kept. */
class ListeningTest {
    private final FakeSalesforce salesforce = new FakeSalesforce(InstantSource.system());
    private final FakePubSub bus = new FakePubSub(salesforce::session);
    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
    private final TestActivityEnvironment steps = TestActivityEnvironment.newInstance();
    private Store store;
    private TenantId tenant;
    private VendorSyncActivities line;
    private VendorRequest request;

    @BeforeEach
    void connect() {
        store = Store.on(
                TestPostgres.fresh().source(),
                InstantSource.system(),
                t -> CatalogueReader.standard(),
                Engine.current());
        tenant = store.tenants().create("listening", "Test", "EUR", "UTC").id();
        store.vendors()
                .connections()
                .keep(
                        tenant,
                        new VendorConnection(
                                "salesforce",
                                "salesforce",
                                Map.of(
                                        "instance",
                                        salesforce.base(),
                                        "client-id",
                                        "id",
                                        "change-events",
                                        "/data/ChangeEvents",
                                        "pubsub",
                                        bus.base(),
                                        "organisation",
                                        "00D000000000001AAA"),
                                Map.of("client-secret", "secret"),
                                Map.of("Qualification", "discovery"),
                                Map.of(),
                                true,
                                false,
                                Optional.empty()));
        SubjectLoops loops =
                new SubjectLoops(temporal.getWorkflowClient(), store.time()::clock, LoopSettings.standard());
        steps.registerActivitiesImplementations(new VendorSyncWork(
                store,
                loops,
                (tenant, claimed, digest, now) ->
                        new Mail.Message("id", "from", "to", "subject", "<p></p>", "", Map.of()),
                Vendors::find));
        line = steps.newActivityStub(
                VendorSyncActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(2))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());
        request = new VendorRequest(tenant.value(), "salesforce");
    }

    @AfterEach
    void close() {
        steps.close();
        temporal.close();
        bus.close();
        salesforce.close();
    }

    /** Tells as soon as somebody listens, and says how the listening ended. */
    private VendorStep hear(Runnable telling) throws InterruptedException {
        Thread teller = Thread.ofVirtual().start(() -> {
            while (!bus.isListenedTo()) {
                Thread.onSpinWait();
            }
            telling.run();
        });
        VendorStep step = line.listen(request);
        teller.join();
        return step;
    }

    @Test
    void whatCameIsKeptOnceAndReadAgainFromTheVendor() throws InterruptedException {
        assertThat(line.load(request).listens()).isTrue();
        String deal = salesforce.create("Opportunity", Map.of("Name", "Deal", "StageName", "Qualification"));
        VendorStep heard = hear(() -> bus.tell("Opportunity", "CREATE", deal));
        assertThat(heard.records()).isOne();
        assertThat(heard.listens()).isTrue();
        assertThat(line.drain(request).records()).isOne();
        int deals = store.database().inTenant(tenant, transaction -> transaction.fetchCount(Tables.DEAL));
        assertThat(deals).isOne();
        // the same event at another place of the stream is no news
        bus.repeatLast();
        String other = salesforce.create("Opportunity", Map.of("Name", "Other", "StageName", "Qualification"));
        bus.tell("Opportunity", "CREATE", other);
        assertThat(line.listen(request).records()).as("what was told meanwhile").isOne();
        assertThat(line.drain(request).records()).isOne();
    }

    @Test
    void aPlaceThatIsForgottenMakesAWalkDue() throws InterruptedException {
        String deal = salesforce.create("Opportunity", Map.of("Name", "Deal", "StageName", "Qualification"));
        assertThat(hear(() -> bus.tell("Opportunity", "CREATE", deal)).walkDue())
                .isFalse();
        bus.forget();
        VendorStep lost = line.listen(request);
        assertThat(lost.walkDue()).isTrue();
        assertThat(lost.records()).isZero();
    }
}
