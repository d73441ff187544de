package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.standalone.parts.Credentials;
import nextbest.standalone.parts.TemporalBinary;
import nextbest.standalone.parts.TemporalOnPostgres;
import nextbest.store.Connections;
import nextbest.store.Migrations;
import nextbest.store.Store;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import nextbest.store.tenant.TenantSettings;
import nextbest.store.tenant.Tenants;
import nextbest.vendors.hubspot.FakeHubSpot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes are killed, disks stand still and fill up, clocks jump, and the wires to the mail server and to the CRM are cut,
 * slowed down and left half open at random moments while deals come in. The judges are the mailbox and the CRM, which are not
 * killed: each deal is urgent, so each must bring exactly one card and one task. {@code -Dnextbest.kills.deals=N} sets how many
 * deals; {@code -Dnextbest.kills.seed=N} which moments; {@code -Dnextbest.kills.pause=SECONDS} how long at most between two hits;
 * {@code -Dnextbest.temporal-server=FOLDER} lets Temporal keep its state in PostgreSQL.
 */
@Tag("long")
class KillsTest {
    private static final int DEALS = Integer.getInteger("nextbest.kills.deals", 300);
    private static final long SEED = Long.getLong("nextbest.kills.seed", 20_260_302L);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** So many deals at most are sent and have no card yet: the kills meet work in every stage, not a queue. */
    private static final int UNDER_WAY = 200;

    private static final int MOST_IN_A_BATCH = 8;
    /** Milliseconds; how long at most between two hits. */
    private static final int PAUSE = 1_000 * Integer.getInteger("nextbest.kills.pause", 5);

    @TempDir
    static Path folder;

    private final Random random = new Random(SEED);
    private final AtomicInteger nodes = new AtomicInteger();
    private Fleet fleet;
    private FakeHubSpot hubspot;
    private String token;

    @Test
    void noCardIsLostAndNoneIsRepeatedOutsideAnOpenWindow() throws Exception {
        assumeTrue(
                TemporalBinary.find().isPresent()
                        || TemporalOnPostgres.programs().isPresent(),
                () -> "skipped: no Temporal server on this machine; ./nextbest doctor --install gets it");
        try (FakeHubSpot crm = new FakeHubSpot(InstantSource.system());
                Fleet all = new Fleet(folder, URI.create(crm.base()).getPort())) {
            fleet = all;
            hubspot = crm;
            try (HikariDataSource owner = pool(all.postgres().owner(), 2)) {
                var _ = Migrations.run(owner);
            }
            try (HikariDataSource connections = pool(all.postgres().application(), 4)) {
                Catalogue catalogue = CatalogueReader.standard();
                Store store = Store.on(connections, InstantSource.system(), any -> catalogue, Engine.current());
                Tenants.Tenant tenant = prepare(store);
                all.start();
                connect(store, tenant);
                long started = System.nanoTime();
                underFire();
                KillsJudge judge = new KillsJudge(all.mailbox(), crm, store, tenant, DEALS);
                awaitAll(judge);
                judge.judge("""
                        %ntwo workers, two API nodes, PostgreSQL, Temporal on %s; %d hits in %d s, seed %d:
                        %s
                        not hit, because this machine has no means for it: %s
                        """.formatted(
                        all.temporalKind(),
                        all.hits().values().stream().mapToInt(Integer::intValue).sum(),
                        Duration.ofNanos(System.nanoTime() - started).toSeconds(),
                        SEED,
                        all.hits(),
                        EnumSet.complementOf(EnumSet.copyOf(all.victims()))));
            }
        }
    }

    private Tenants.Tenant prepare(Store store) {
        Tenants.Tenant tenant = store.tenants().create("main", "Kills", "EUR", "UTC");
        store.tenants()
                .setSettings(tenant.id(), TenantSettings.standard().withRecipientDomains(List.of("example.com")));
        store.tenants().setMode(tenant.id(), Tenants.Mode.LIVE);
        token = new Tokens(store.database(), store.time())
                .issue(tenant.id(), "crm", Role.INTEGRATION, Optional.empty(), Optional.empty())
                .secret();
        return tenant;
    }

    /** The CRM gets a task for each card, over a wire that is hit too. */
    private void connect(Store store, Tenants.Tenant tenant) throws InterruptedException {
        OtherProgram operator = new OtherProgram(
                "http://127.0.0.1:" + fleet.apiPort(0),
                new Tokens(store.database(), store.time())
                        .issue(tenant.id(), "operator", Role.OPERATOR, Optional.empty(), Optional.empty())
                        .secret());
        String settings = """
                {"vendor": "hubspot", "reads": false, "writes": true, "settings": [
                  {"key": "base", "value": "http://127.0.0.1:%d"}, {"key": "token", "value": "pat-test"},
                  {"key": "webhook-secret", "value": "the app's client secret"}]}""".formatted(fleet.crmPort());
        awaitTaken(() -> operator.put("/api/v1/connections/hubspot", settings));
        awaitTaken(() -> operator.post("/api/v1/connections/hubspot/survey", ""));
    }

    /** Asks until a node that is up, and reaches what it needs, says yes. */
    private static void awaitTaken(Supplier<OtherProgram.Reply> ask) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < end) {
            try {
                OtherProgram.Reply reply = ask.get();
                if (reply.status() == 200) {
                    return;
                }
                last = reply.toString();
            } catch (UncheckedIOException e) {
                last = e.toString(); // it is not up yet
            }
            Thread.sleep(500);
        }
        throw new AssertionError("no API node answered in " + PATIENCE + "; at last: " + last);
    }

    private void underFire() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread killer = Thread.ofPlatform().start(() -> {
            try {
                killUntil(stop);
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        try {
            send();
        } finally {
            stop.set(true);
            killer.join();
        }
        assertThat(failure.get()).isNull();
    }

    private void killUntil(AtomicBoolean stop) throws Exception {
        Random moments = new Random(SEED + 1);
        List<Fleet.Victim> victims = fleet.victims();
        while (!stop.get()) {
            awaitWork(stop);
            Thread.sleep(moments.nextInt(PAUSE));
            fleet.hit(victims.get(moments.nextInt(victims.size())), moments);
        }
    }

    /** What is not up yet cannot be met at work: the next hit waits until cards have come since the last, but not for ever. */
    private void awaitWork(AtomicBoolean stop) throws InterruptedException {
        int before = fleet.mailbox().all().size();
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!stop.get() && fleet.mailbox().all().size() < before + 3 && System.nanoTime() < end) {
            Thread.sleep(100);
        }
    }

    // ------------------------------------------------------------------ load

    private void send() throws InterruptedException {
        String rita = hubspot.owner("rita@example.com", "Rita", "Rep");
        post("""
                {"events": [{"source": "hubspot", "id": "rep", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "%s", "name": "Rita", "email": "rita@example.com", "zone": "UTC", "workFrom": 0,
                  "workUntil": 24}}]}""".formatted(rita));
        // she works around the clock, so that no hour of the day is quiet
        Instant now = InstantSource.system().instant();
        int sent = 0;
        while (sent < DEALS) {
            int most = Math.min(1 + random.nextInt(MOST_IN_A_BATCH), DEALS - sent);
            post(IntStream.range(0, most)
                    .mapToObj(i -> deal(hubspot.create("deals", Map.of("dealname", "Deal")), rita, now))
                    .collect(Collectors.joining(",", "{\"events\": [", "]}")));
            sent += most;
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (sent - fleet.mailbox().all().size() > UNDER_WAY && System.nanoTime() < end) {
                Thread.sleep(200);
            }
            Thread.sleep(random.nextInt(1_000));
        }
    }

    /** All of it has happened also for a node whose clock is two hours behind. */
    private static String deal(String id, String rep, Instant now) {
        return """
                {"source": "hubspot", "id": "%1$s-deal", "type": "deal", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "%2$s",
                 "data": {"name": "Deal %1$s", "stage": "Discovery", "rep": "%4$s",
                  "amount": {"amount": 48000, "currency": "EUR"}, "createdAt": "%2$s"}},
                {"source": "hubspot", "id": "%1$s-contact", "type": "contact", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "%2$s", "data": {"id": "P%1$s", "name": "Buyer", "roles": ["economic-buyer"]}},
                {"source": "hubspot", "id": "%1$s-budget", "type": "signal", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "%3$s", "data": {"signal": "budget-discussed", "contact": "P%1$s"}}
                """.formatted(id, now.minus(Duration.ofDays(20)), now.minus(Duration.ofHours(3)), rep);
    }

    /** A sender keeps what was not taken and sends it again, to the other node: the events have ids. */
    private void post(String body) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < end) {
            try {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + fleet.apiPort(nodes.getAndIncrement()) + "/api/v1/events")
                                .toURL()
                                .openConnection();
                connection.setConnectTimeout(2_000);
                connection.setReadTimeout(20_000);
                connection.setRequestMethod("POST");
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setRequestProperty("Authorization", "Bearer " + token);
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                int status = connection.getResponseCode();
                if (status == 200) {
                    return;
                }
                last = "status " + status;
                if (status < 500 && status != 429) {
                    throw new IllegalStateException("the events were refused with " + status);
                }
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("the events were not taken in " + PATIENCE + "; at last: " + last);
    }

    /** Waits until every deal's card and task has come, or until nothing has come for a while. */
    private void awaitAll(KillsJudge judge) throws InterruptedException {
        long quietSince = System.nanoTime();
        int before = -1;
        while (System.nanoTime() - quietSince < Duration.ofMinutes(4).toNanos()) {
            int arrived = judge.cards() + judge.tasks();
            if (arrived >= 2 * DEALS) {
                Thread.sleep(10_000); // a repetition would come now
                break;
            }
            if (arrived != before) {
                before = arrived;
                quietSince = System.nanoTime();
            }
            Thread.sleep(500);
        }
    }

    private HikariDataSource pool(Credentials who, int size) {
        return new HikariDataSource(
                Connections.to("kills", fleet.postgres().jdbcUrl(), who.user(), who.password(), size));
    }
}
