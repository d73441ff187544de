package nextbest.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ActivityFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import nextbest.activities.port.Mail;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.delivery.Claim;
import nextbest.store.event.EventResult;
import nextbest.store.schema.Tables;
import nextbest.store.testing.TestPostgres;
import nextbest.store.vendor.Talk;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.FaultyServer.How;
import nextbest.vendors.Vendors;
import nextbest.vendors.gong.FakeGong;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.vendor.VendorRequest;
import nextbest.workflows.vendor.VendorStep;
import nextbest.workflows.vendor.VendorSyncActivities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recorded calls on their way to deals: put where they belong or listed, read once, taken back when they are deleted. */
class CallSyncTest {
    private static final String WORDS = "We have to see the CFO about the budget.";
    private static TestPostgres postgres;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
    private final FakeGong gong = new FakeGong(now::get);
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
        store = Store.on(postgres.source(), now::get, t -> CatalogueReader.standard(), Engine.current());
        tenant = store.tenants()
                .create("t" + Long.toHexString(System.nanoTime()), "Test", "EUR", "UTC")
                .id();
        keep(Map.of());
        SubjectLoops loops =
                new SubjectLoops(temporal.getWorkflowClient(), store.time()::clock, LoopSettings.standard());
        steps.registerActivitiesImplementations(new VendorSyncWork(store, loops, CallSyncTest::letter, Vendors::find));
        line = steps.newActivityStub(
                VendorSyncActivities.class,
                io.temporal.activity.ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(2))
                        .setRetryOptions(io.temporal.common.RetryOptions.newBuilder()
                                .setMaximumAttempts(1)
                                .build())
                        .build());
        request = new VendorRequest(tenant.value(), "gong");
        said("rep", "", Map.of("id", "rita", "name", "Rita Rep", "email", "rita@example.com"));
        said("client", "client:northwind", Map.of("name", "Northwind Pumps", "rep", "rita"));
        said(
                "contact",
                "",
                Map.of("id", "carla", "name", "Carla", "email", "Carla@Northwind.example", "client", "northwind"));
        deal("pumps", Map.of("stakeholders", List.of("carla")));
    }

    @AfterEach
    void close() {
        steps.close();
        temporal.close();
        gong.close();
    }

    private void keep(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "base", gong.base(), "access-key", "key", "calls-per-second", "100000", "calls-per-day", "1000000"));
        settings.putAll(more);
        store.vendors()
                .connections()
                .keep(
                        tenant,
                        new VendorConnection(
                                "gong",
                                "gong",
                                settings,
                                Map.of("access-key-secret", "key-secret"),
                                Map.of(),
                                Map.of("competitor-mentioned", "Competitors"),
                                true,
                                false,
                                Optional.empty()));
    }

    private static Mail.Message letter(TenantId tenant, Claim.Send claimed, boolean digest, Instant at) {
        throw new AssertionError("nothing is written to Gong");
    }

    /** An event of the CRM. */
    private void said(String type, String subject, Map<String, Object> data) {
        Optional<SubjectRef> about = subject.isEmpty()
                ? Optional.empty()
                : Optional.of(new SubjectRef(
                        SubjectRef.Kind.valueOf(subject.split(":", 2)[0].toUpperCase(java.util.Locale.ROOT)),
                        "crm",
                        subject.split(":", 2)[1]));
        assertThat(store.intake()
                        .take(
                                tenant,
                                List.of(new EventEnvelope(
                                        "crm",
                                        type + subject + data.hashCode(),
                                        EventType.ofWire(type).orElseThrow(),
                                        1,
                                        tenant,
                                        about,
                                        now.get(),
                                        now.get(),
                                        EventEnvelope.Origin.OUTSIDE,
                                        "test",
                                        data))))
                .singleElement()
                .isInstanceOf(EventResult.Accepted.class);
    }

    private SubjectId deal(String id, Map<String, Object> more) {
        Map<String, Object> data = new HashMap<>(Map.of("name", "Deal " + id, "client", "northwind", "rep", "rita"));
        data.putAll(more);
        data.values().removeIf(""::equals);
        said("deal", "deal:" + id, data);
        return idOf(id);
    }

    private SubjectId idOf(String deal) {
        return store.database()
                .inTenant(
                        tenant,
                        transaction -> new SubjectId(transaction
                                .select(Tables.EXTERNAL_REF.ENTITY_ID)
                                .from(Tables.EXTERNAL_REF)
                                .where(Tables.EXTERNAL_REF.EXTERNAL_ID.eq(deal))
                                .and(Tables.EXTERNAL_REF.TYPE.eq("deal"))
                                .fetchSingle(Tables.EXTERNAL_REF.ENTITY_ID)));
    }

    private FakeGong.Call call(String buyer) {
        return gong.call(now.get().minus(Duration.ofHours(1)))
                .party("Internal", "rita@example.com")
                .party("External", buyer)
                .says("s2", Duration.ofSeconds(754), WORDS);
    }

    private Talk talk(FakeGong.Call call) {
        return store.vendors().talks().find(tenant, "gong", List.of(call.id())).get(call.id());
    }

    /** What counts of a deal's signals: type, words and moment. */
    private List<String> signals() {
        return store.database()
                .inTenant(
                        tenant,
                        transaction -> transaction
                                .select(Tables.SIGNAL.SIGNAL_, Tables.SIGNAL.QUOTE, Tables.SIGNAL.OCCURRED_AT)
                                .from(Tables.SIGNAL)
                                .where(Tables.SIGNAL.TENANT.eq(tenant.value()), Tables.SIGNAL.RETRACTED.isFalse())
                                .orderBy(Tables.SIGNAL.SEQ)
                                .fetch(row -> row.value1() + "|" + row.value2() + "|" + row.value3()));
    }

    private int activities() {
        return store.database()
                .inTenant(
                        tenant,
                        transaction -> transaction.fetchCount(Tables.ACTIVITY, Tables.ACTIVITY.RETRACTED.isFalse()));
    }

    private long transcriptsRead() {
        return gong.log().stream()
                .filter(one -> one.endsWith("/v2/calls/transcript"))
                .count();
    }

    /** As the workflow does: what passes is tried again. */
    private VendorStep insist(Supplier<VendorStep> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.get();
            } catch (ActivityFailure e) {
                if (attempt == 50 || e.toString().contains(VendorSyncActivities.NEEDS_A_PERSON)) {
                    throw e;
                }
                now.updateAndGet(at -> at.plusSeconds(2));
            }
        }
    }

    private void load() {
        var unused = insist(() -> line.load(request));
        assert unused != null;
    }

    private void changesAfter(Duration time) {
        now.updateAndGet(at -> at.plus(time));
        var unused = insist(() -> line.changes(request));
        assert unused != null;
    }

    private void told(byte[] body) {
        store.vendors().calls().keep(tenant, "gong", body);
    }

    @Test
    void aCallOfAStakeholderBecomesASignalWithItsWordsAndTheirMoment() {
        FakeGong.Call call = call("carla@northwind.example");
        load();
        assertThat(talk(call).state()).isEqualTo(Talk.State.LINKED);
        assertThat(talk(call).confidence()).isEqualTo(0.95);
        assertThat(talk(call).basis()).isEqualTo("stakeholder+owner");
        // the call began at 07:00, and 754 seconds are 12:34
        assertThat(signals()).containsExactly("budget-discussed|" + WORDS + "|2026-03-02T07:12:34Z");
        assertThat(activities()).isOne();
        String inbox = store.database()
                .inTenant(
                        tenant,
                        transaction -> transaction
                                .select(Tables.INBOX.DATA)
                                .from(Tables.INBOX)
                                .where(Tables.INBOX.TENANT.eq(tenant.value()), Tables.INBOX.TYPE.eq("signal"))
                                .fetchSingle(Tables.INBOX.DATA)
                                .data());
        assertThat(inbox).contains("\"secondsIn\": 754", "https://app.gong.io/call?id=" + call.id(), "carla");
    }

    @Test
    void theCrmsOwnLinkIsTheSurest() {
        FakeGong.Call call = call("stranger@elsewhere.example").tied("SomeCrm", "Opportunity", "pumps");
        load();
        assertThat(talk(call).basis()).isEqualTo("tie+owner");
        assertThat(talk(call).confidence()).isEqualTo(0.98);
        assertThat(signals()).hasSize(1);
    }

    /** Salesforce's ids have two lengths: 0065g00000A1B2C of 15, and 18 with a check of capitals. */
    @Test
    void theTwoLengthsOfSalesforcesIdsAreOneId() {
        // capitals: block 1 none -> A; block 2 none -> A; block 3 (A1B2C) the first, third, fifth: 1+4+16 = 21 -> V
        deal("0065g00000A1B2CAAV", Map.of());
        FakeGong.Call call = call("stranger@elsewhere.example").tied("Salesforce", "Opportunity", "0065g00000A1B2C");
        load();
        assertThat(talk(call).deal()).contains(idOf("0065g00000A1B2CAAV"));
    }

    @Test
    void whatNobodyIsSureOfIsListedAndNotListenedTo() {
        deal("valves", Map.of());
        FakeGong.Call two = call("dan@northwind.example");
        FakeGong.Call stranger = call("stranger@elsewhere.example");
        FakeGong.Call shared = call("somebody@gmail.com");
        load();
        assertThat(signals()).isEmpty();
        assertThat(activities()).isZero();
        assertThat(transcriptsRead()).as("what was said was not read").isZero();
        assertThat(store.vendors().talks().list(tenant, "gong", Talk.State.UNLINKED, 10))
                .extracting(Talk::call)
                .containsExactlyInAnyOrder(two.id(), stranger.id(), shared.id());
        assertThat(talk(two).candidates())
                .extracting(Talk.Candidate::basis, Talk.Candidate::confidence)
                .containsOnly(org.assertj.core.groups.Tuple.tuple("domain+owner", 0.4));
        assertThat(talk(stranger).candidates()).isEmpty();
        assertThat(talk(stranger).basis()).isEqualTo("nothing");
    }

    @Test
    void theThresholdIsTheConnections() {
        FakeGong.Call call = call("dan@northwind.example");
        keep(Map.of("link-from", "0.9"));
        load();
        assertThat(talk(call).state()).isEqualTo(Talk.State.UNLINKED);
        assertThat(talk(call).confidence()).isEqualTo(0.8);
        keep(Map.of("link-from", "0.8"));
        changesAfter(Duration.ofHours(2));
        assertThat(talk(call).state()).isEqualTo(Talk.State.LINKED);
    }

    @Test
    void aCallIsPutToItsDealOnceTheDealIsKnown() {
        FakeGong.Call call = call("stranger@elsewhere.example").tied("SomeCrm", "Opportunity", "later");
        load();
        assertThat(talk(call).state()).isEqualTo(Talk.State.UNLINKED);
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(30)));
        deal("later", Map.of());
        changesAfter(Duration.ofMinutes(31));
        assertThat(talk(call).deal()).contains(idOf("later"));
        assertThat(signals()).hasSize(1);
    }

    @Test
    void aPersonSaysWhereACallBelongs() {
        SubjectId valves = deal("valves", Map.of());
        FakeGong.Call call = call("stranger@elsewhere.example");
        load();
        assertThat(store.vendors().talks().link(tenant, "gong", call.id(), valves, "Olga"))
                .isTrue();
        assertThat(store.vendors().talks().link(tenant, "gong", call.id(), idOf("pumps"), "Olga"))
                .as("it belongs to a deal already")
                .isFalse();
        line.drain(request);
        assertThat(talk(call).heard()).isTrue();
        assertThat(talk(call).basis()).isEqualTo("person");
        assertThat(talk(call).linkedBy()).contains("Olga");
        assertThat(signals()).hasSize(1);
    }

    @Test
    void wordsThatComeLaterAreReadThenAndOnce() {
        FakeGong.Call call = call("carla@northwind.example").untranscribed();
        load();
        assertThat(talk(call).heard()).isFalse();
        assertThat(signals()).isEmpty();
        gong.transcribe(call.id());
        changesAfter(Duration.ofMinutes(5));
        assertThat(signals()).hasSize(1);
        long read = transcriptsRead();
        changesAfter(Duration.ofMinutes(5));
        changesAfter(Duration.ofHours(2));
        assertThat(transcriptsRead()).isEqualTo(read);
        assertThat(signals()).hasSize(1);
    }

    @Test
    void withoutWordsForADayWhatTheTrackersFoundHasToDo() {
        FakeGong.Call call = call("carla@northwind.example")
                .untranscribed()
                .found("Competitors", "Acme", "s2", Duration.ofSeconds(10));
        load();
        changesAfter(Duration.ofHours(20));
        assertThat(signals()).isEmpty();
        changesAfter(Duration.ofHours(5));
        assertThat(signals()).containsExactly("competitor-mentioned|null|2026-03-02T07:00:10Z");
        assertThat(talk(call).heard()).isTrue();
    }

    @Test
    void aLoadUnderFaultsLosesNothingAndTakesNothingTwice() {
        for (int i = 0; i < 230; i++) {
            var unused = call("carla@northwind.example");
            assert unused != null;
        }
        Random weather = new Random(11);
        How[] faults = {How.SERVER_ERROR, How.CUT_BEFORE, How.CUT_AFTER, How.TRUNCATED, How.THROTTLED};
        for (int i = 0; i < 20; i++) {
            gong.fail(i % 2 == 0 ? "extensive" : "transcript", faults[weather.nextInt(faults.length)]);
        }
        load();
        assertThat(activities()).isEqualTo(230);
        assertThat(signals()).hasSize(230);
        assertThat(store.vendors()
                        .connections()
                        .find(tenant, "gong")
                        .orElseThrow()
                        .trouble())
                .isEmpty();
    }

    @Test
    void repeatedAndShuffledWebhooksAreReadOnceEach() {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            FakeGong.Call call = call("carla@northwind.example");
            byte[] body = gong.told(call.id());
            for (int round = 0; round < 5; round++) {
                // told at different moments, so the bodies differ
                bodies.add((new String(body, StandardCharsets.UTF_8) + " ".repeat(round))
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        Collections.shuffle(bodies, new Random(5));
        bodies.forEach(this::told);
        told("{\"callData\":{\"metaData".getBytes(StandardCharsets.UTF_8));
        assertThat(line.drain(request).records()).isEqualTo(30);
        assertThat(signals()).hasSize(30);
        assertThat(gong.log().stream().filter(one -> one.endsWith("/extensive")).count())
                .as("thirty calls by id at once")
                .isOne();
        assertThat(store.vendors().positions().refusals(tenant, "gong", 10))
                .singleElement()
                .satisfies(one -> assertThat(one.kind()).isEqualTo("webhook"));
    }

    @Test
    void whatWasSaidInADeletedCallNoLongerCounts() {
        FakeGong.Call call = call("carla@northwind.example");
        FakeGong.Call other = call("carla@northwind.example");
        load();
        assertThat(signals()).hasSize(2);
        byte[] body = gong.told(call.id());
        gong.delete(call.id());
        told(body);
        line.drain(request);
        assertThat(signals()).hasSize(1);
        assertThat(activities()).isOne();
        assertThat(talk(call).state()).isEqualTo(Talk.State.GONE);
        // nobody tells of the other one: it is missed at night
        gong.delete(other.id());
        now.updateAndGet(at -> at.plus(Duration.ofHours(21)));
        boolean more = true;
        while (more) {
            more = insist(() -> line.walk(request)).more();
        }
        assertThat(signals()).isEmpty();
        assertThat(activities()).isZero();
    }

    @Test
    void aVendorsClockThatIsAheadMakesNothingHappenInTheFuture() {
        gong.call(now.get().plus(Duration.ofSeconds(1)))
                .party("Internal", "rita@example.com")
                .party("External", "carla@northwind.example")
                .says("s2", Duration.ofSeconds(754), WORDS);
        now.updateAndGet(at -> at.plusSeconds(2));
        load();
        assertThat(signals()).containsExactly("budget-discussed|" + WORDS + "|" + now.get());
    }

    @Test
    void aPrivateCallIsNotListenedToAndSaidToBeLeftOut() {
        FakeGong.Call call = call("carla@northwind.example").with("isPrivate", true);
        load();
        assertThat(talk(call)).isNull();
        assertThat(transcriptsRead()).isZero();
        assertThat(store.vendors().positions().refusals(tenant, "gong", 10))
                .extracting(one -> one.record() + " " + one.field())
                .containsExactly(call.id() + " isPrivate");
    }

    @Test
    void aKeyThatIsNoLongerGoodWaitsForAPersonWhoReadsWhy() {
        gong.replaceKey();
        assertThatThrownBy(() -> line.load(request)).hasStackTraceContaining(VendorSyncActivities.NEEDS_A_PERSON);
        assertThat(store.vendors()
                        .connections()
                        .find(tenant, "gong")
                        .orElseThrow()
                        .trouble())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("access key").doesNotContain("key-secret"));
    }
}
