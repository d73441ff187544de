package nextbest.standalone;

import io.temporal.api.enums.v1.IndexedValueType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nextbest.standalone.parts.DataFolder;
import nextbest.standalone.parts.EmbeddedPostgres;
import nextbest.standalone.parts.Mailbox;
import nextbest.standalone.parts.Ports;
import nextbest.standalone.parts.TemporalOnPostgres;
import nextbest.standalone.parts.TemporalServer;
import nextbest.workflows.SearchAttributes;

/**
 * An installation of several processes: two workers, two API nodes, PostgreSQL, the Temporal server, and wires to the mailbox
 * and to the CRM. Each of them can be killed and comes back.
 */
final class Fleet implements AutoCloseable {
    /** What is hit. */
    enum Victim {
        WORKER,
        API,
        POSTGRES,
        TEMPORAL,
        EVERYTHING,
        /** Nothing of the database moves for seconds: how a disk that stands still looks from outside. */
        POSTGRES_FROZEN,
        /** No byte is left where the database and Temporal's state are. */
        DISK_FULL,
        /** One program's clock is minutes or hours off, forward or back, and then right again. */
        CLOCK_JUMP,
        MAIL_CUT,
        MAIL_SLOW,
        MAIL_HALF_OPEN,
        CRM_CUT,
        CRM_SLOW,
        CRM_HALF_OPEN
    }

    private static final int OF_EACH = 2;

    private final Path folder;
    private final DataFolder data;
    private final SmallDisk disk;
    private final JumpingClocks clocks;
    private final Mailbox mailbox;
    private final LoopbackWire mail;
    private final LoopbackWire crm;
    private final List<Process> workers = new ArrayList<>();
    private final List<Process> apis = new ArrayList<>();
    private final List<Integer> apiPorts = new ArrayList<>();
    private final Map<Victim, Integer> hits = new EnumMap<>(Victim.class);
    private EmbeddedPostgres postgres;
    private Temporal temporal;

    /** The Temporal server, whatever it keeps its state in. */
    record Temporal(String kind, String address, String namespace, long pid, Runnable stop) {}

    /**
     * @param folder where everything lives
     * @param crm the port of the vendor on loopback
     */
    Fleet(Path folder, int crm) throws Exception {
        this.folder = folder;
        this.disk = SmallDisk.at(folder.resolve("postgres"));
        this.clocks = JumpingClocks.in(folder);
        this.data = DataFolder.claim(folder);
        this.postgres = startPostgres();
        this.temporal = startTemporal();
        this.mailbox = Mailbox.start(data, 0, InstantSource.system());
        this.mail = new LoopbackWire(mailbox.port());
        this.crm = new LoopbackWire(crm);
    }

    /** What can be hit on this machine. */
    List<Victim> victims() {
        return Arrays.stream(Victim.values())
                .filter(victim -> switch (victim) {
                    case DISK_FULL -> disk.canBeFilled();
                    case CLOCK_JUMP -> clocks.canJump();
                    default -> true;
                })
                .toList();
    }

    /** Where the vendor is called: a wire of its own. */
    int crmPort() {
        return crm.port();
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
                "--nextbest.smtp.port=" + mail.port());
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
        builder.environment().putAll(clocks.environment(name));
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
            case MAIL_CUT -> mail.become(LoopbackWire.Condition.CUT);
            case MAIL_SLOW -> mail.become(LoopbackWire.Condition.SLOW);
            case MAIL_HALF_OPEN -> mail.become(LoopbackWire.Condition.HALF_OPEN);
            case CRM_CUT -> crm.become(LoopbackWire.Condition.CUT);
            case CRM_SLOW -> crm.become(LoopbackWire.Condition.SLOW);
            case CRM_HALF_OPEN -> crm.become(LoopbackWire.Condition.HALF_OPEN);
            case POSTGRES_FROZEN -> signal("STOP");
            case DISK_FULL -> disk.fill();
            case CLOCK_JUMP ->
                clocks.jump((random.nextBoolean() ? "worker-" : "api-") + which, random.nextInt(-7_200, 7_200));
            case WORKER, API, POSTGRES, TEMPORAL, EVERYTHING -> {}
        }
        Thread.sleep(random.nextInt(2_000));
        mail.become(LoopbackWire.Condition.SOUND);
        crm.become(LoopbackWire.Condition.SOUND);
        switch (victim) {
            case POSTGRES_FROZEN -> signal("CONT");
            case DISK_FULL -> disk.free();
            case CLOCK_JUMP -> clocks.right();
            default -> {}
        }
        // a database whose log could not be written stops itself
        if (!ProcessHandle.of(postgres.pid()).map(ProcessHandle::isAlive).orElse(false)) {
            postgres = again(this::startPostgres);
        }
        if (!ProcessHandle.of(temporal.pid()).map(ProcessHandle::isAlive).orElse(false)) {
            temporal = again(this::startTemporal);
        }
        bringBack();
    }

    /** To the database and all its processes. */
    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        ProcessHandle.of(postgres.pid()).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
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
        mail.close();
        crm.close();
        mailbox.close();
        temporal.stop().run();
        postgres.close();
        data.close();
        disk.close();
    }
}
