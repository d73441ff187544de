package nextbest.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import nextbest.activities.port.Mail;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.identity.TenantId;
import nextbest.process.RecordField;
import nextbest.store.Store;
import nextbest.store.delivery.Claim;
import nextbest.store.schema.Tables;
import nextbest.store.tenant.Tenants;
import nextbest.store.testing.TestPostgres;
import nextbest.store.vendor.VendorConnection;
import nextbest.store.vendor.VendorRecords;
import nextbest.vendors.Vendors;
import nextbest.vendors.hubspot.FakeHubSpot;
import nextbest.vendors.hubspot.FakeHubSpot.Fault.How;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.vendor.VendorRequest;
import nextbest.workflows.vendor.VendorStep;
import nextbest.workflows.vendor.VendorSyncActivities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line under bad weather: what is read arrives whole, what is written arrives once. */
class VendorSyncWorkTest {
    private static TestPostgres postgres;

    private final FakeHubSpot hubspot = new FakeHubSpot(InstantSource.system());
    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
    private final TestActivityEnvironment steps = TestActivityEnvironment.newInstance();
    private Store store;
    private TenantId tenant;
    private VendorSyncActivities line;
    private VendorRequest request;

    @BeforeAll
    static void start() {
        postgres = TestPostgres.fresh();
    }

    @BeforeEach
    void connect() {
        store = Store.on(postgres.source(), InstantSource.system(), t -> CatalogueReader.standard(), Engine.current());
        tenant = store.tenants()
                .create("t" + Long.toHexString(System.nanoTime()), "Test", "EUR", "UTC")
                .id();
        store.tenants().setMode(tenant, Tenants.Mode.LIVE);
        keep(Map.of());
        SubjectLoops loops =
                new SubjectLoops(temporal.getWorkflowClient(), store.time()::clock, LoopSettings.standard());
        steps.registerActivitiesImplementations(
                new VendorSyncWork(store, loops, VendorSyncWorkTest::letter, Vendors::find));
        line = steps.newActivityStub(
                VendorSyncActivities.class,
                io.temporal.activity.ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(java.time.Duration.ofMinutes(2))
                        .setRetryOptions(io.temporal.common.RetryOptions.newBuilder()
                                .setMaximumAttempts(1)
                                .build())
                        .build());
        request = new VendorRequest(tenant.value(), "hubspot");
    }

    @AfterEach
    void close() {
        steps.close();
        temporal.close();
        hubspot.close();
    }

    private void keep(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("base", hubspot.base(), "calls-per-10-seconds", "100000"));
        settings.putAll(more);
        store.vendors()
                .connections()
                .keep(
                        tenant,
                        new VendorConnection(
                                "hubspot",
                                "hubspot",
                                settings,
                                Map.of("token", "pat-test"),
                                Map.of("appointmentscheduled", "discovery", "closedwon", "won"),
                                Map.of(),
                                true,
                                true,
                                Optional.empty()));
    }

    private static Mail.Message letter(TenantId tenant, Claim.Send claimed, boolean digest, Instant now) {
        return new Mail.Message("id", "from", "to", "Call Ann", "<p>Why</p>", "Why", Map.of());
    }

    private String deal(String name) {
        return hubspot.create("deals", Map.of("dealname", name, "dealstage", "appointmentscheduled"));
    }

    private int deals() {
        return store.database().inTenant(tenant, transaction -> transaction.fetchCount(Tables.DEAL));
    }

    /** As the workflow does: what passes is tried again. */
    private VendorStep insist(Supplier<VendorStep> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.get();
            } catch (ActivityFailure | ApplicationFailure e) {
                if (attempt == 200 || e.toString().contains(VendorSyncActivities.NEEDS_A_PERSON)) {
                    throw e;
                }
                try {
                    Thread.sleep(20);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    @Test
    void aFirstLoadUnderFaultsLosesNothing() {
        for (int i = 0; i < 400; i++) {
            deal("Deal " + i);
        }
        Random weather = new Random(11);
        How[] faults = {How.SERVER_ERROR, How.CUT_BEFORE, How.CUT_AFTER};
        for (int i = 0; i < 25; i++) {
            hubspot.fail("/deals", faults[weather.nextInt(faults.length)]);
        }
        boolean more = true;
        while (more) {
            more = insist(() -> line.load(request)).more();
        }
        assertThat(deals()).isEqualTo(400);
        int before = hubspot.log().size();
        assertThat(line.load(request).records())
                .as("what was read is not read again")
                .isZero();
        assertThat(hubspot.log()).hasSize(before);
        assertThat(store.vendors()
                        .connections()
                        .find(tenant, "hubspot")
                        .orElseThrow()
                        .trouble())
                .isEmpty();
    }

    @Test
    void limitsAreKeptWhateverThereIsToRead() {
        // seven searches a second would be refused; the vendor's own limit of five is kept without being told
        hubspot.limits(100_000, 5);
        insist(() -> line.load(request));
        for (int i = 0; i < 8; i++) {
            insist(() -> line.changes(request));
        }
        assertThat(hubspot.refused()).isZero();
        assertThat(hubspot.log().stream()
                        .filter(call -> call.endsWith("/search"))
                        .count())
                .isGreaterThan(40);
    }

    @Test
    void repeatedAndShuffledCallsAreReadOnceEach() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ids.add(deal("Deal " + i));
        }
        List<Map<String, Object>> events = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            ids.forEach(id -> events.add(hubspot.event("deal.propertyChange", id)));
        }
        Collections.shuffle(events, new Random(5));
        for (Map<String, Object> event : events) {
            byte[] body = nextbest.vendors.Json.write(List.of(event)).getBytes(StandardCharsets.UTF_8);
            store.vendors().calls().keep(tenant, "hubspot", body);
            store.vendors().calls().keep(tenant, "hubspot", body);
        }
        store.vendors().calls().keep(tenant, "hubspot", "[{\"truncated".getBytes(StandardCharsets.UTF_8));
        assertThat(line.drain(request).records()).isEqualTo(30);
        assertThat(deals()).isEqualTo(30);
        assertThat(hubspot.log().stream()
                        .filter(call -> call.contains("deals/batch/read"))
                        .count())
                .as("30 deals in one batch, with their associations")
                .isOne();
        assertThat(line.drain(request).records()).isZero();
        assertThat(store.vendors().positions().refusals(tenant, "hubspot", 10))
                .singleElement()
                .satisfies(one -> assertThat(one.kind()).isEqualTo("webhook"));
    }

    @Test
    void callsThatCouldNotBeWorkedThroughWait() {
        String id = deal("Deal");
        store.vendors()
                .calls()
                .keep(
                        tenant,
                        "hubspot",
                        nextbest.vendors.Json.write(List.of(hubspot.event("deal.creation", id)))
                                .getBytes(StandardCharsets.UTF_8));
        hubspot.fail("batch/read", How.SERVER_ERROR);
        assertThatThrownBy(() -> line.drain(request)).isInstanceOf(Exception.class);
        assertThat(deals()).isZero();
        assertThat(line.drain(request).records()).isOne();
        assertThat(deals()).isOne();
    }

    @Test
    void anUnknownPersonOfADealCostsTheDealNothing() {
        String id = hubspot.create(
                "deals", Map.of("dealname", "Deal", "dealstage", "no-such-stage", "hubspot_owner_id", "404"));
        assertThat(insist(() -> line.load(request)).refused()).isOne();
        assertThat(deals()).isOne();
        assertThat(store.vendors().positions().refusals(tenant, "hubspot", 10))
                .extracting(one -> one.record() + " " + one.field())
                .containsExactlyInAnyOrder(id + " dealstage", id + " data.rep");
    }

    @Test
    void aWrongTokenWaitsForAPersonWhoReadsWhy() {
        hubspot.revokeToken();
        assertThatThrownBy(() -> line.load(request)).hasStackTraceContaining(VendorSyncActivities.NEEDS_A_PERSON);
        assertThat(store.vendors()
                        .connections()
                        .find(tenant, "hubspot")
                        .orElseThrow()
                        .trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("token").doesNotContain("pat-test"));
    }

    @Test
    void noAddressOfAVendorIsCalledThatIsNotConfigured() {
        keep(Map.of("base", "http://169.254.169.254"));
        assertThatThrownBy(() -> line.load(request)).hasStackTraceContaining("https://");
        assertThat(hubspot.log()).isEmpty();
    }

    private Map<String, Object> lastSaid(String type) {
        return store.database()
                .inTenant(
                        tenant,
                        transaction -> transaction
                                .selectFrom(Tables.INBOX)
                                .where(Tables.INBOX.TYPE.eq(type))
                                .orderBy(Tables.INBOX.OCCURRED_AT.desc(), Tables.INBOX.KNOWN_AT.desc())
                                .limit(1)
                                .fetchOne(row -> nextbest.store.json.RecordJson.map(row.getData())));
    }

    @Test
    void aDealThatMovedOrChangedItsOwnerIsNewsForItsWorkflow() {
        String rita = hubspot.owner("rita@example.com", "Rita", "Rep");
        String ravi = hubspot.owner("ravi@example.com", "Ravi", "Rao");
        String deal = deal("Acme");
        hubspot.change("deals", deal, Map.of("hubspot_owner_id", rita));
        line.load(request);
        assertThat(lastSaid("deal")).containsEntry("rep", rita);
        hubspot.change("deals", deal, Map.of("hubspot_owner_id", ravi));
        line.changes(request);
        assertThat(lastSaid("deal")).containsEntry("rep", ravi);
        List<String> origins = store.database()
                .inTenant(
                        tenant,
                        transaction -> transaction
                                .select(Tables.INBOX.ORIGIN)
                                .from(Tables.INBOX)
                                .where(Tables.INBOX.TYPE.eq("deal"))
                                .fetch(Tables.INBOX.ORIGIN));
        assertThat(origins).containsOnly("OUTSIDE");
        hubspot.change("deals", deal, Map.of("dealstage", "closedwon"));
        line.changes(request);
        assertThat(lastSaid("outcome")).containsEntry("kind", "WON");
    }

    @Test
    void whatWeWroteOurselvesIsRecognisedAndWhatSaysMoreIsNews() {
        String deal = deal("Acme");
        line.load(request);
        Instant at = store.time().now();
        VendorRecords records = store.vendors().records();
        assertThat(records.lately(tenant, "hubspot", at)).isEmpty();
        List<VendorRecords.Written> lately =
                List.of(new VendorRecords.Written(deal, RecordField.CLOSE_DATE, "2026-09-15", at));
        Map<String, Object> back = new HashMap<>(lastSaid("deal"));
        back.put("closeDate", "2026-09-15");
        Instant then = at.plusSeconds(5);
        assertThat(records.isEcho(tenant, "hubspot", lately, "deal", deal, then, back))
                .isTrue();
        Map<String, Object> other = new HashMap<>(back);
        other.put("closeDate", "2026-09-16");
        assertThat(records.isEcho(tenant, "hubspot", lately, "deal", deal, then, other))
                .as("another value")
                .isFalse();
        Map<String, Object> more = new HashMap<>(back);
        more.put("name", "Acme renewal");
        assertThat(records.isEcho(tenant, "hubspot", lately, "deal", deal, then, more))
                .as("somebody renamed it too")
                .isFalse();
        assertThat(records.isEcho(tenant, "hubspot", lately, "deal", deal, at.plusSeconds(3_600), back))
                .as("an hour later")
                .isFalse();
        assertThat(records.isEcho(tenant, "hubspot", lately, "deal", "1", then, back))
                .as("another deal")
                .isFalse();
    }

    @Test
    void aVendorsClockThatIsAheadMakesNothingHappenInTheFuture() {
        try (FakeHubSpot ahead =
                new FakeHubSpot(() -> InstantSource.system().instant().plusSeconds(7_200))) {
            keep(Map.of("base", ahead.base()));
            String deal = ahead.create("deals", Map.of("dealname", "Acme", "dealstage", "appointmentscheduled"));
            line.load(request);
            ahead.change("deals", deal, Map.of("dealstage", "closedwon"));
            line.changes(request);
            Instant now = store.time().now();
            List<Instant> moments = store.database()
                    .inTenant(
                            tenant,
                            transaction -> transaction
                                    .select(Tables.INBOX.OCCURRED_AT)
                                    .from(Tables.INBOX)
                                    .fetch(Tables.INBOX.OCCURRED_AT));
            assertThat(moments).isNotEmpty().allSatisfy(at -> assertThat(at).isBeforeOrEqualTo(now));
            assertThat(lastSaid("outcome")).containsEntry("kind", "WON");
        }
    }

    @Test
    void aFieldThatWasRenamedThereIsMissingAndTheDealStands() {
        store.vendors()
                .connections()
                .keep(
                        tenant,
                        new VendorConnection(
                                "hubspot",
                                "hubspot",
                                Map.of("base", hubspot.base(), "calls-per-10-seconds", "100000"),
                                Map.of("token", "pat-test"),
                                Map.of("appointmentscheduled", "discovery"),
                                Map.of("competitors", "was_called_so_once"),
                                true,
                                true,
                                Optional.empty()));
        deal("Acme");
        line.load(request);
        assertThat(lastSaid("deal")).containsEntry("name", "Acme").doesNotContainKey("competitors");
    }
}
