package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.standalone.parts.Credentials;
import nextbest.standalone.parts.ReceivedMail;
import nextbest.standalone.parts.TemporalBinary;
import nextbest.standalone.parts.TemporalOnPostgres;
import nextbest.store.Connections;
import nextbest.store.Migrations;
import nextbest.store.Store;
import nextbest.store.report.LoopReport;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import nextbest.store.tenant.TenantSettings;
import nextbest.store.tenant.Tenants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes are killed and the wire to the mail server is cut, slowed down and left half open at random moments while deals come
 * in. The judge is the mailbox, which is not killed: each deal is urgent, so each must bring exactly one card. A mailbox that
 * knows Message-IDs sees a repetition as the same mail; what it would see without is counted against the open windows.
 * {@code -Dnextbest.kills.deals=N} sets how many; {@code -Dnextbest.kills.seed=N} which moments; {@code
 * -Dnextbest.temporal-server=FOLDER} lets Temporal keep its state in PostgreSQL.
 */
@Tag("long")
class KillsTest {
    private static final int DEALS = Integer.getInteger("nextbest.kills.deals", 300);
    private static final long SEED = Long.getLong("nextbest.kills.seed", 20_260_302L);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** So many deals at most are sent and have no card yet: the kills meet work in every stage, not a queue. */
    private static final int UNDER_WAY = 200;

    private static final int MOST_IN_A_BATCH = 8;

    @TempDir
    static Path folder;

    private final Random random = new Random(SEED);
    private final AtomicInteger nodes = new AtomicInteger();
    private Fleet fleet;
    private String token;

    @Test
    void noCardIsLostAndNoneIsRepeatedOutsideAnOpenWindow() throws Exception {
        assumeTrue(
                TemporalBinary.find().isPresent()
                        || TemporalOnPostgres.programs().isPresent(),
                () -> "skipped: no Temporal server on this machine; ./nextbest doctor --install gets it");
        try (Fleet all = new Fleet(folder)) {
            fleet = all;
            try (HikariDataSource owner = pool(all.postgres().owner(), 2)) {
                var _ = Migrations.run(owner);
            }
            try (HikariDataSource connections = pool(all.postgres().application(), 4)) {
                Catalogue catalogue = CatalogueReader.standard();
                Store store = Store.on(connections, InstantSource.system(), any -> catalogue, Engine.current());
                Tenants.Tenant tenant = prepare(store);
                all.start();
                long started = System.nanoTime();
                underFire();
                awaitCards();
                judge(store, tenant, Duration.ofNanos(System.nanoTime() - started));
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
        Fleet.Victim[] victims = Fleet.Victim.values();
        while (!stop.get()) {
            awaitWork(stop);
            Thread.sleep(moments.nextInt(5_000));
            fleet.hit(victims[moments.nextInt(victims.length)], moments);
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
        post("""
                {"events": [{"source": "crm", "id": "rep", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "R", "name": "Rita", "email": "rita@example.com", "zone": "UTC"}}]}""");
        Instant now = InstantSource.system().instant();
        int sent = 0;
        while (sent < DEALS) {
            int most = Math.min(1 + random.nextInt(MOST_IN_A_BATCH), DEALS - sent);
            int from = sent;
            post(IntStream.range(0, most)
                    .mapToObj(i -> deal("D" + (from + i), now))
                    .collect(Collectors.joining(",", "{\"events\": [", "]}")));
            sent += most;
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (sent - fleet.mailbox().all().size() > UNDER_WAY && System.nanoTime() < end) {
                Thread.sleep(200);
            }
            Thread.sleep(random.nextInt(1_000));
        }
    }

    private static String deal(String id, Instant now) {
        return """
                {"source": "crm", "id": "%1$s-deal", "type": "deal", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "%2$s",
                 "data": {"name": "Deal %1$s", "stage": "Discovery", "rep": "R",
                  "amount": {"amount": 48000, "currency": "EUR"}, "createdAt": "%2$s"}},
                {"source": "crm", "id": "%1$s-contact", "type": "contact", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "%2$s", "data": {"id": "P%1$s", "name": "Buyer", "roles": ["economic-buyer"]}},
                {"source": "crm", "id": "%1$s-budget", "type": "signal", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "%3$s", "data": {"signal": "budget-discussed", "contact": "P%1$s"}}
                """.formatted(id, now.minus(Duration.ofDays(20)), now.minus(Duration.ofHours(1)));
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

    // ------------------------------------------------------------------ the judge

    private Map<String, Integer> mailsByCard() {
        Map<String, Integer> mails = new HashMap<>();
        for (ReceivedMail mail : fleet.mailbox().all()) {
            mails.merge(mail.cardId().orElse("none"), 1, Integer::sum);
        }
        return mails;
    }

    /** Waits until every deal's card has come, or until nothing has come for a while. */
    private void awaitCards() throws InterruptedException {
        long quietSince = System.nanoTime();
        int before = -1;
        while (System.nanoTime() - quietSince < Duration.ofMinutes(4).toNanos()) {
            int cards = mailsByCard().size();
            if (cards >= DEALS) {
                Thread.sleep(10_000); // a repetition would come now
                break;
            }
            if (cards != before) {
                before = cards;
                quietSince = System.nanoTime();
            }
            Thread.sleep(500);
        }
    }

    private void judge(Store store, Tenants.Tenant tenant, Duration took) {
        Map<String, Integer> mails = mailsByCard();
        Set<String> repeated = mails.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        // an attempt that was begun and never confirmed: the only place where a mail can be sent twice
        Set<String> windows = column(
                store, tenant, "select jsonb_array_elements_text(payload -> 'cards') from outbox where attempts > 1");
        Set<String> outside = new HashSet<>(repeated);
        outside.removeAll(windows);
        Map<String, Set<String>> ids = new TreeMap<>();
        fleet.mailbox()
                .all()
                .forEach(mail -> ids.computeIfAbsent(mail.cardId().orElse("none"), any -> new HashSet<>())
                        .add(mail.messageId().orElse("none")));
        long otherIds = ids.values().stream().filter(all -> all.size() > 1).count();
        Map<String, String> deals = store.database()
                .inTenant(
                        tenant.id(),
                        transaction -> transaction.fetch("select id::text, subject_id::text from card").stream()
                                .collect(Collectors.toMap(
                                        row -> row.get(0, String.class), row -> row.get(1, String.class))));
        long served = mails.keySet().stream().map(deals::get).distinct().count();
        Set<String> overCap = column(store, tenant, """
                select d.subject_id::text from candidate c join decision d on d.tenant = c.tenant and d.id = c.decision_id
                where c.disposition = 'DELIVERED' group by d.subject_id, d.decided_at::date having count(distinct c.key) > 3""");
        LoopReport report = store.reports()
                .of(
                        tenant.id(),
                        Instant.parse("2020-01-01T00:00:00Z"),
                        store.time().now().plus(Duration.ofDays(1)));
        String table = """
                %ntwo workers, two API nodes, PostgreSQL, Temporal on %s; %d hits in %d s, seed %d:
                %s
                deals   cards   deals without card   repeated   open windows   repeated outside them   under another Message-ID   over the cap   ledger adds up
                %5d   %5d   %18d   %8d   %12d   %21d   %24d   %12d   %s%n""".formatted(
                fleet.temporalKind(),
                fleet.hits().values().stream().mapToInt(Integer::intValue).sum(),
                took.toSeconds(),
                SEED,
                fleet.hits(),
                DEALS,
                mails.size(),
                DEALS - served,
                repeated.size(),
                windows.size(),
                outside.size(),
                otherIds,
                overCap.size(),
                report.addsUp());
        if (served < DEALS) {
            table += without(store, tenant, mails.keySet());
        }
        System.out.print(table);
        try {
            Files.writeString(Path.of("target", "kills.txt"), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(served).as("deals whose card arrived").isEqualTo(DEALS);
        assertThat(outside).as("repeated outside an open window").isEmpty();
        assertThat(otherIds).isZero();
        assertThat(overCap).isEmpty();
        assertThat(report.addsUp()).isTrue();
    }

    /** Where the deals stand that have no card in the mailbox. */
    private static String without(Store store, Tenants.Tenant tenant, Set<String> cards) {
        return "without a card:\n"
                + store.database()
                        .inTenant(
                                tenant.id(),
                                transaction -> transaction.fetch("""
                                        select s.id, (select count(*) from inbox i where i.subject_id = s.id) events,
                                          (select count(*) from inbox i where i.subject_id = s.id and real_signalled_at is null) untold,
                                          (select count(*) from decision d where d.subject_id = s.id) decisions,
                                          c.id card, c.state, o.state outbox, o.attempts, o.last_error, o.real_updated_at
                                        from subject s left join card c on c.subject_id = s.id
                                        left join outbox o on o.payload -> 'cards' @> to_jsonb(c.id::text)
                                        where s.kind = 'DEAL' and not exists (select 1 from card k where k.subject_id = s.id and k.id::text = any(?))""", new Object[] {cards.toArray(String[]::new)}))
                        .format();
    }

    private static Set<String> column(Store store, Tenants.Tenant tenant, String sql) {
        return store.database()
                .inTenant(
                        tenant.id(),
                        transaction -> new HashSet<>(transaction.fetch(sql).getValues(0, String.class)));
    }

    private HikariDataSource pool(Credentials who, int size) {
        return new HikariDataSource(
                Connections.to("kills", fleet.postgres().jdbcUrl(), who.user(), who.password(), size));
    }
}
