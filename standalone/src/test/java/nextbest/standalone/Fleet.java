package nextbest.standalone;

import io.temporal.api.enums.v1.IndexedValueType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nextbest.standalone.parts.DataFolder;
import nextbest.standalone.parts.EmbeddedPostgres;
import nextbest.standalone.parts.Mailbox;
import nextbest.standalone.parts.Ports;
import nextbest.standalone.parts.TemporalOnPostgres;
import nextbest.standalone.parts.TemporalServer;
import nextbest.workflows.SearchAttributes;

/**
 * An installation of several processes: two workers, two API nodes, PostgreSQL, the Temporal server, and a wire to the mailbox.
 * Each of them can be killed and comes back.
 */
final class Fleet implements AutoCloseable {
    /** What is hit. */
    enum Victim {
        WORKER,
        API,
        POSTGRES,
        TEMPORAL,
        EVERYTHING,
        MAIL_CUT,
        MAIL_SLOW,
        MAIL_HALF_OPEN
    }

    private static final int OF_EACH = 2;

    private final Path folder;
    private final DataFolder data;
    private final Mailbox mailbox;
    private final LoopbackWire wire;
    private final List<Process> workers = new ArrayList<>();
    private final List<Process> apis = new ArrayList<>();
    private final List<Integer> apiPorts = new ArrayList<>();
    private final Map<Victim, Integer> hits = new EnumMap<>(Victim.class);
    private EmbeddedPostgres postgres;
    private Temporal temporal;

    /** The Temporal server, whatever it keeps its state in. */
    record Temporal(String kind, String address, String namespace, long pid, Runnable stop) {}

    Fleet(Path folder) throws Exception {
        this.folder = folder;
        this.data = DataFolder.claim(folder);
        this.postgres = startPostgres();
        this.temporal = startTemporal();
        this.mailbox = Mailbox.start(data, 0, InstantSource.system());
        this.wire = new LoopbackWire(mailbox.port());
    }

    /** Starts the programs; the database has its schema by then. */
    void start() throws IOException {
        for (int i = 0; i < OF_EACH; i++) {
            apiPorts.add(Ports.of(data).port("api-" + i, 0));
            workers.add(worker(i));
            apis.add(api(i));
        }
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    String temporalKind() {
        return temporal.kind();
    }

    /** What was hit how often. */
    Map<Victim, Integer> hits() {
        return hits;
    }

    int apiPort(int node) {
        return apiPorts.get(node % OF_EACH);
    }

    private EmbeddedPostgres startPostgres() {
        // Temporal's own connections come on top of those of four programs
        return EmbeddedPostgres.start(data, new EmbeddedPostgres.Settings(0, 120, 128), line -> {});
    }

    private Temporal startTemporal() throws Exception {
        Map<String, IndexedValueType> attributes = SearchAttributes.all().stream()
                .collect(Collectors.toMap(key -> key.getName(), key -> IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        if (TemporalOnPostgres.programs().isPresent()) {
            TemporalOnPostgres server =
                    TemporalOnPostgres.start(TemporalOnPostgres.programs().get(), data, postgres, attributes);
            return new Temporal("PostgreSQL", server.address(), server.namespace(), server.pid(), server::close);
        }
        TemporalServer server = TemporalServer.start(data, TemporalServer.Settings.laptop(attributes), line -> {});
        return new Temporal("a file", server.address(), server.namespace(), server.pid(), server::close);
    }

    private Process worker(int number) throws IOException {
        return program(
                "worker-" + number,
                "worker",
                "--nextbest.worker.database-url=" + postgres.jdbcUrl(),
                "--nextbest.worker.database-password=" + postgres.application().password(),
                "--nextbest.worker.connections=10",
                "--nextbest.worker.temporal-target=" + temporal.address(),
                "--nextbest.worker.temporal-namespace=" + temporal.namespace(),
                "--nextbest.smtp.host=127.0.0.1",
                "--nextbest.smtp.port=" + wire.port());
    }

    private Process api(int number) throws IOException {
        return program(
                "api-" + number,
                "api",
                "--nextbest.database.url=" + postgres.jdbcUrl(),
                "--nextbest.database.password=" + postgres.application().password(),
                "--nextbest.database.connections=6",
                "--nextbest.temporal.target=" + temporal.address(),
                "--nextbest.temporal.namespace=" + temporal.namespace(),
                "--server.address=127.0.0.1",
                "--server.port=" + apiPort(number));
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

    /** Hits one or all, lets those that live on meet what is dead, and brings back what was hit. */
    void hit(Victim victim, Random random) throws Exception {
        hits.merge(victim, 1, Integer::sum);
        boolean all = victim == Victim.EVERYTHING;
        int which = random.nextInt(OF_EACH);
        for (int i = 0; i < OF_EACH; i++) {
            if (all || (victim == Victim.WORKER && i == which)) {
                kill(workers.get(i).pid());
            }
            if (all || (victim == Victim.API && i == which)) {
                kill(apis.get(i).pid());
            }
        }
        if (all || victim == Victim.TEMPORAL) {
            kill(temporal.pid());
        }
        if (all || victim == Victim.POSTGRES) {
            kill(postgres.pid());
        }
        switch (victim) {
            case MAIL_CUT -> wire.become(LoopbackWire.Condition.CUT);
            case MAIL_SLOW -> wire.become(LoopbackWire.Condition.SLOW);
            case MAIL_HALF_OPEN -> wire.become(LoopbackWire.Condition.HALF_OPEN);
            case WORKER, API, POSTGRES, TEMPORAL, EVERYTHING -> {}
        }
        Thread.sleep(random.nextInt(2_000));
        wire.become(LoopbackWire.Condition.SOUND);
        if (all || victim == Victim.POSTGRES) {
            postgres = again(this::startPostgres);
        }
        if (all || victim == Victim.TEMPORAL) {
            temporal = again(this::startTemporal);
        }
        bringBack();
    }

    private void bringBack() throws IOException {
        for (int i = 0; i < OF_EACH; i++) {
            if (!workers.get(i).isAlive()) {
                workers.set(i, worker(i));
            }
            if (!apis.get(i).isAlive()) {
                apis.set(i, api(i));
            }
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** What is left of a killed process takes a moment to go. */
    private static <T> T again(Callable<T> start) throws Exception {
        Exception last = null;
        for (int attempt = 0; attempt < 10; attempt++) {
            try {
                return start.call();
            } catch (Exception e) {
                last = e;
                Thread.sleep(2_000);
            }
        }
        throw last;
    }

    @Override
    public void close() throws IOException {
        workers.forEach(Process::destroyForcibly);
        apis.forEach(Process::destroyForcibly);
        wire.close();
        mailbox.close();
        temporal.stop().run();
        postgres.close();
        data.close();
    }
}
