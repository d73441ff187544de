package nextbest.standalone;

import static nextbest.store.schema.Tables.OUTBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.temporal.api.enums.v1.IndexedValueType;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.standalone.parts.Credentials;
import nextbest.standalone.parts.DataFolder;
import nextbest.standalone.parts.EmbeddedPostgres;
import nextbest.standalone.parts.Mailbox;
import nextbest.standalone.parts.Ports;
import nextbest.standalone.parts.ReceivedMail;
import nextbest.standalone.parts.TemporalBinary;
import nextbest.standalone.parts.TemporalServer;
import nextbest.store.Migrations;
import nextbest.store.Store;
import nextbest.store.report.LoopReport;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import nextbest.store.tenant.TenantSettings;
import nextbest.store.tenant.Tenants;
import nextbest.workflows.SearchAttributes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes are killed at random moments while deals come in: two workers, the API, PostgreSQL, the Temporal server, and all
 * of them at once. The judge is the mailbox, which is not killed: each deal is urgent, so each must bring exactly one card.
 * {@code -Dnextbest.kills.deals=N} sets how many; {@code -Dnextbest.kills.seed=N} which moments.
 */
@Tag("long")
class KillsTest {
    private static final int DEALS = Integer.getInteger("nextbest.kills.deals", 300);
    private static final long SEED = Long.getLong("nextbest.kills.seed", 20_260_302L);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    static Path folder;

    /** What is killed. */
    private enum Victim {
        WORKER,
        API,
        POSTGRES,
        TEMPORAL,
        EVERYTHING
    }

    private final Random random = new Random(SEED);
    private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);
    private final List<Process> workers = new ArrayList<>();
    private DataFolder data;
    private EmbeddedPostgres postgres;
    private TemporalServer temporal;
    private Mailbox mailbox;
    private Process api;
    private int apiPort;
    private String token;

    @Test
    void noCardIsLostAndNoneIsRepeatedOutsideAnOpenWindow() throws Exception {
        assumeTrue(
                TemporalBinary.find().isPresent(),
                () -> "skipped: no Temporal server on this machine; ./nextbest doctor --install gets it");
        data = DataFolder.claim(folder);
        postgres = EmbeddedPostgres.start(data);
        temporal = startTemporal();
        mailbox = Mailbox.start(data, 0, InstantSource.system());
        apiPort = Ports.of(data).port("api", 0);
        try (HikariDataSource owner = pool(postgres.owner(), 2)) {
            Migrations.run(owner);
        }
        try (HikariDataSource connections = pool(postgres.application(), 4)) {
            Catalogue catalogue = CatalogueReader.standard();
            Store store = Store.on(connections, InstantSource.system(), any -> catalogue, Engine.current());
            Tenants.Tenant tenant = prepare(store);
            workers.add(worker(0));
            workers.add(worker(1));
            api = api();
            long started = System.nanoTime();
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
            int sent = awaitCards();
            judge(store, tenant, sent, Duration.ofNanos(System.nanoTime() - started));
        } finally {
            workers.forEach(Process::destroyForcibly);
            if (api != null) {
                api.destroyForcibly();
            }
            mailbox.close();
            temporal.close();
            postgres.close();
            data.close();
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

    // ------------------------------------------------------------------ processes

    private TemporalServer startTemporal() {
        return TemporalServer.start(
                data,
                TemporalServer.Settings.laptop(SearchAttributes.all().stream()
                        .collect(Collectors.toMap(
                                key -> key.getName(), key -> IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD))),
                line -> {});
    }

    private Process worker(int number) throws IOException {
        return program(
                "worker-" + number,
                "worker",
                "--nextbest.worker.database-url=" + postgres.jdbcUrl(),
                "--nextbest.worker.database-password=" + postgres.application().password(),
                "--nextbest.worker.connections=8",
                "--nextbest.worker.temporal-target=" + temporal.address(),
                "--nextbest.worker.temporal-namespace=" + temporal.namespace(),
                "--nextbest.smtp.host=127.0.0.1",
                "--nextbest.smtp.port=" + mailbox.port());
    }

    private Process api() throws IOException {
        return program(
                "api",
                "api",
                "--nextbest.database.url=" + postgres.jdbcUrl(),
                "--nextbest.database.password=" + postgres.application().password(),
                "--nextbest.database.connections=4",
                "--nextbest.temporal.target=" + temporal.address(),
                "--nextbest.temporal.namespace=" + temporal.namespace(),
                "--server.address=127.0.0.1",
                "--server.port=" + apiPort);
    }

    private Process program(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "nextbest.standalone.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".out").toFile()));
        builder.environment().put("NEXTBEST_DATA", folder.resolve(name).toString());
        return builder.start();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private void killUntil(AtomicBoolean stop) throws Exception {
        Thread.sleep(15_000); // they must be up once
        while (!stop.get()) {
            Thread.sleep(1_000 + random.nextInt(9_000));
            Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
            kills.merge(victim, 1, Integer::sum);
            boolean all = victim == Victim.EVERYTHING;
            int which = random.nextInt(workers.size());
            for (int i = 0; i < workers.size(); i++) {
                if (all || (victim == Victim.WORKER && i == which)) {
                    kill(workers.get(i).pid());
                }
            }
            if (all || victim == Victim.API) {
                kill(api.pid());
            }
            if (all || victim == Victim.TEMPORAL) {
                kill(temporal.pid());
            }
            if (all || victim == Victim.POSTGRES) {
                kill(postgres.pid());
            }
            Thread.sleep(random.nextInt(2_000)); // who lives on meets what is dead
            if (all || victim == Victim.POSTGRES) {
                postgres = again(() -> EmbeddedPostgres.start(data));
            }
            if (all || victim == Victim.TEMPORAL) {
                temporal = again(this::startTemporal);
            }
            for (int i = 0; i < workers.size(); i++) {
                if (!workers.get(i).isAlive()) {
                    workers.set(i, worker(i));
                }
            }
            if (!api.isAlive()) {
                api = api();
            }
        }
    }

    private interface Start<T> {
        T run();
    }

    /** What is left of a killed process takes a moment to go. */
    private static <T> T again(Start<T> start) throws InterruptedException {
        RuntimeException last = null;
        for (int attempt = 0; attempt < 10; attempt++) {
            try {
                return start.run();
            } catch (RuntimeException e) {
                last = e;
                Thread.sleep(2_000);
            }
        }
        throw last;
    }

    // ------------------------------------------------------------------ load

    private void send() throws InterruptedException {
        post("""
                {"events": [{"source": "crm", "id": "rep", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "R", "name": "Rita", "email": "rita@example.com", "zone": "UTC"}}]}""");
        Instant now = InstantSource.system().instant();
        for (int i = 0; i < DEALS; i++) {
            post("""
                    {"events": [
                    {"source": "crm", "id": "%1$s-deal", "type": "deal", "subject": {"kind": "deal", "id": "%1$s"},
                     "occurredAt": "%2$s",
                     "data": {"name": "Deal %1$s", "stage": "Discovery", "rep": "R",
                      "amount": {"amount": 48000, "currency": "EUR"}, "createdAt": "%2$s"}},
                    {"source": "crm", "id": "%1$s-contact", "type": "contact", "subject": {"kind": "deal", "id": "%1$s"},
                     "occurredAt": "%2$s", "data": {"id": "P%1$s", "name": "Buyer", "roles": ["economic-buyer"]}},
                    {"source": "crm", "id": "%1$s-budget", "type": "signal", "subject": {"kind": "deal", "id": "%1$s"},
                     "occurredAt": "%3$s", "data": {"signal": "budget-discussed", "contact": "P%1$s"}}]}
                    """.formatted("D" + i, now.minus(Duration.ofDays(20)), now.minus(Duration.ofHours(1))));
            Thread.sleep(random.nextInt(1_200));
        }
    }

    /** A sender keeps what was not taken and sends it again: the events have ids. */
    private void post(String body) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < end) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create("http://127.0.0.1:" + apiPort + "/api/v1/events")
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
            } catch (ConnectException e) {
                last = "no connection";
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
        for (ReceivedMail mail : mailbox.all()) {
            mails.merge(mail.cardId().orElse("none"), 1, Integer::sum);
        }
        return mails;
    }

    /** Waits until every deal's card has come, or until nothing has come for a while. */
    private int awaitCards() throws InterruptedException {
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
        return mailsByCard().size();
    }

    private void judge(Store store, Tenants.Tenant tenant, int cards, Duration took) {
        Map<String, Integer> mails = mailsByCard();
        long repeated = mails.values().stream().filter(count -> count > 1).count();
        // an attempt that was begun and never confirmed: the only place where a mail can be sent twice
        int windows = store.database()
                .inTenant(tenant.id(), transaction -> transaction.fetchCount(OUTBOX, OUTBOX.ATTEMPTS.gt(1)));
        Map<String, Set<String>> ids = new TreeMap<>();
        mailbox.all()
                .forEach(mail -> ids.computeIfAbsent(mail.cardId().orElse("none"), any -> new HashSet<>())
                        .add(mail.messageId().orElse("none")));
        long otherIds = ids.values().stream().filter(all -> all.size() > 1).count();
        LoopReport report = store.reports()
                .of(
                        tenant.id(),
                        Instant.parse("2020-01-01T00:00:00Z"),
                        store.time().now().plus(Duration.ofDays(1)));
        String table = """
                %nkilled: %s, seed %d, in %d s
                deals   cards   lost   repeated   open windows   repeated under another Message-ID   ledger adds up
                %5d   %5d   %4d   %8d   %12d   %33d   %s%n""".formatted(
                        kills,
                        SEED,
                        took.toSeconds(),
                        DEALS,
                        cards,
                        DEALS - cards,
                        repeated,
                        windows,
                        otherIds,
                        report.addsUp());
        System.out.print(table);
        try {
            Files.writeString(Path.of("target", "kills.txt"), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(cards).as("cards that arrived").isEqualTo(DEALS);
        assertThat(repeated).as("repeated outside an open window").isLessThanOrEqualTo(windows);
        assertThat(otherIds).isZero();
        assertThat(report.addsUp()).isTrue();
    }

    private HikariDataSource pool(Credentials who, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl());
        config.setUsername(who.user());
        config.setPassword(who.password());
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }
}
