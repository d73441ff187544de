package nextbest.standalone.parts;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A real Temporal server with its web UI on loopback, as a child process whose state lies in the
 * data folder.
 *
 * <p>It is Temporal's development server on an SQLite file (write-ahead log, {@code synchronous =
 * normal}: a power cut can lose the last moments, never the file). The file has no promised upgrade,
 * so the server's version is pinned in {@code temporal/version.json}; PostgreSQL is the record, and
 * {@code reconcile} is the way over.
 *
 * <p>Like the database it runs in a session of its own and survives a killed parent; the next {@link
 * #start} adopts that orphan when it was started with the same command and answers, and otherwise
 * stops it and starts anew.
 */
public final class TemporalServer implements AutoCloseable {

    private static final String ROOM = "temporal";
    private static final String HOST = "127.0.0.1";
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final long LOG_LIMIT = 5_000_000;

    private final Path room;
    private final ChildProcess server;
    private final int uiPort;
    private final String namespace;
    private final boolean adopted;
    private final boolean startedEmpty;
    private boolean closed;

    private TemporalServer(
            Path room, ChildProcess server, int uiPort, String namespace, boolean adopted, boolean startedEmpty) {
        this.room = room;
        this.server = server;
        this.uiPort = uiPort;
        this.namespace = namespace;
        this.adopted = adopted;
        this.startedEmpty = startedEmpty;
    }

    /**
     * What can be chosen.
     *
     * @param port the port for clients, 1 to 65535, or 0 for the one of the last start or else a free one
     * @param uiPort the port of the web UI, likewise
     * @param namespace the namespace that is made
     * @param searchAttributes names and types that are registered; about ten of type keyword are there to be had
     * @param retention how long closed workflows stay visible, at least one day
     * @param dynamicConfiguration the server's own settings: key to JSON value, for example {@code
     *     "limit.numPendingActivities.error"} to {@code "4000"}
     * @param logLevel debug, info, warn, error or never; the log is {@code temporal/temporal.log}
     */
    public record Settings(
            int port,
            int uiPort,
            String namespace,
            Map<String, IndexedValueType> searchAttributes,
            Duration retention,
            Map<String, String> dynamicConfiguration,
            String logLevel) {

        public Settings {
            Objects.requireNonNull(namespace, "namespace");
            searchAttributes = Map.copyOf(searchAttributes);
            dynamicConfiguration = new LinkedHashMap<>(dynamicConfiguration);
            if (retention.compareTo(Duration.ofDays(1)) < 0) {
                throw new IllegalArgumentException("retention must be at least one day, but is " + retention + ".");
            }
            if (!List.of("debug", "info", "warn", "error", "never").contains(logLevel)) {
                throw new IllegalArgumentException(
                        "logLevel must be debug, info, warn, error or never, but is '" + logLevel + "'.");
            }
        }

        /** For a laptop: namespace {@code nextbest}, closed workflows visible for 30 days. */
        public static Settings laptop(Map<String, IndexedValueType> searchAttributes) {
            return new Settings(0, 0, "nextbest", searchAttributes, Duration.ofDays(30), Map.of(), "warn");
        }

        /** The same on other ports. */
        public Settings withPorts(int otherPort, int otherUiPort) {
            return new Settings(
                    otherPort, otherUiPort, namespace, searchAttributes, retention, dynamicConfiguration, logLevel);
        }
    }

    /**
     * Starts the server of this data folder, or adopts the one that a killed parent left behind, and
     * returns when it answers, knows the namespace and has the search attributes.
     *
     * @param data the claimed folder; it stays claimed for as long as the server runs
     * @param settings what can be chosen
     * @param progress gets a short line before each step that takes a while
     * @throws PartException when there is no fitting program, when the server does not come up (with the
     *     end of its log), or when a search attribute exists with another type
     */
    public static TemporalServer start(DataFolder data, Settings settings, Consumer<String> progress) {
        Path room = data.room(ROOM);
        Path pin = room.resolve("version.json");
        String wanted =
                DurableFile.readJson(pin, Pinned.class).map(Pinned::server).orElse(Versions.TEMPORAL_SERVER);
        TemporalBinary binary = TemporalBinary.findOrBuild(wanted, progress);
        Path database = room.resolve("temporal.db");
        Ports ports = Ports.of(data);

        Optional<ChildProcess> orphan = leftBehind(room, database);
        if (orphan.isPresent()) {
            // Without a record the port is not known; such an orphan lives for the moment between two lines of code.
            Optional<TemporalServer> adopted = adopt(orphan.get(), room, database, binary, settings, ports);
            if (adopted.isPresent()) {
                progress.accept("taking over the Temporal server that a killed nextbest left running");
                return adopted.get();
            }
            progress.accept("stopping the Temporal server that a killed nextbest left running");
            stop(room, orphan.get().process());
        }

        int port = ports.port(ROOM, settings.port());
        int uiPort = ports.port(ROOM + "-ui", settings.uiPort());
        boolean empty = !Files.exists(database);
        List<String> arguments = arguments(settings, port, uiPort, database);
        DurableFile.writeJson(pin, new Pinned(binary.server()));
        progress.accept("starting Temporal " + binary.server() + " on port " + port);
        Path log = room.resolve("temporal.log");
        ProcessIdentity process = launch(binary, arguments, log);
        ChildProcess server = new ChildProcess(process, binary.server(), port, String.join(" ", arguments));
        server.recordIn(room);
        TemporalServer started = new TemporalServer(room, server, uiPort, settings.namespace(), false, empty);
        try {
            started.awaitReady(settings, log);
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** Where clients connect, for example {@code 127.0.0.1:20417}. */
    public String address() {
        return HOST + ":" + server.port();
    }

    /** The web UI, for example {@code http://127.0.0.1:21733}. */
    public String uiAddress() {
        return "http://" + HOST + ":" + uiPort;
    }

    /** The namespace that was made. */
    public String namespace() {
        return namespace;
    }

    /** The server's version, for example {@code 1.29.1}. */
    public String version() {
        return server.program();
    }

    /** True when the server was not started by us but found running, left behind by a killed parent. */
    public boolean wasAdopted() {
        return adopted;
    }

    /** True when the server began with a new file: it knows of no workflow, whatever the database says. */
    public boolean startedEmpty() {
        return startedEmpty;
    }

    /** True while the server's process lives. */
    public boolean isRunning() {
        return server.process().isAlive();
    }

    /** The server's process id. */
    public long pid() {
        return server.process().pid();
    }

    /** Stops the server; workflows go on where they are at the next start. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stop(room, server.process());
        }
    }

    // ------------------------------------------------------------------ starting

    private static List<String> arguments(Settings settings, int port, int uiPort, Path database) {
        List<String> arguments = new ArrayList<>(List.of(
                "server",
                "start-dev",
                "--ip",
                HOST,
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(uiPort),
                "--db-filename",
                database.toString(),
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=normal",
                "--namespace",
                settings.namespace(),
                "--log-level",
                settings.logLevel(),
                "--color",
                "never",
                // Nothing of the user's own Temporal set-up reaches in here.
                "--disable-config-file",
                "--disable-config-env"));
        settings.dynamicConfiguration().forEach((key, value) -> {
            arguments.add("--dynamic-config-value");
            arguments.add(key + "=" + value);
        });
        return arguments;
    }

    private static ProcessIdentity launch(TemporalBinary binary, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        command.add(binary.path().toString());
        command.addAll(arguments);
        try {
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder builder = new ProcessBuilder(ChildProcess.inOwnSession(command))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("TEMPORAL_"));
            // It would ask a server of the makers whether there is a newer version.
            builder.environment().put("TEMPORAL_VERSION_CHECK_DISABLED", "1");
            Process process = builder.start();
            return ProcessIdentity.of(process.pid())
                    .orElseThrow(() -> new PartException(
                            "The Temporal server ended at once. The end of " + log + ":\n" + LogTail.of(log)));
        } catch (IOException e) {
            throw new PartException("Could not start " + binary.path(), e);
        }
    }

    private void awaitReady(Settings settings, Path log) {
        long patience = System.nanoTime() + START.toNanos();
        try (TemporalAdministration administration = new TemporalAdministration(address(), namespace)) {
            while (!administration.isReady()) {
                if (!isRunning()) {
                    throw new PartException("The Temporal server ended while it was starting. The end of " + log + ":\n"
                            + LogTail.of(log));
                }
                if (System.nanoTime() > patience) {
                    throw new PartException("Expected the Temporal server to answer on " + address() + " within "
                            + START.toSeconds() + " s, but it did not. The end of " + log + ":\n" + LogTail.of(log));
                }
                Thread.sleep(100);
            }
            administration.keepClosedWorkflowsFor(settings.retention());
            administration.register(settings.searchAttributes());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartException("Interrupted while the Temporal server was starting", e);
        } catch (StatusRuntimeException e) {
            throw new PartException("Could not set up the namespace " + namespace + " at " + address(), e);
        }
    }

    // ------------------------------------------------------------------ orphans

    private static Optional<ChildProcess> leftBehind(Path room, Path database) {
        Optional<ChildProcess> recorded = ChildProcess.leftIn(room);
        if (recorded.isPresent()) {
            return recorded;
        }
        return ChildProcess.unrecorded("temporal", database)
                .map(process -> new ChildProcess(process, "unknown", 0, "started by a parent that was killed"));
    }

    private static Optional<TemporalServer> adopt(
            ChildProcess orphan, Path room, Path database, TemporalBinary binary, Settings settings, Ports ports) {
        Optional<Integer> uiPort = ports.recorded(ROOM + "-ui");
        if (orphan.port() == 0
                || uiPort.isEmpty()
                || (settings.port() != 0 && settings.port() != orphan.port())
                || (settings.uiPort() != 0 && settings.uiPort() != uiPort.get())
                || !orphan.program().equals(binary.server())
                || !orphan.settings()
                        .equals(String.join(" ", arguments(settings, orphan.port(), uiPort.get(), database)))) {
            return Optional.empty();
        }
        TemporalServer adopted = new TemporalServer(room, orphan, uiPort.get(), settings.namespace(), true, false);
        try (TemporalAdministration administration =
                new TemporalAdministration(adopted.address(), settings.namespace())) {
            if (!administration.isReady()) {
                return Optional.empty();
            }
            administration.keepClosedWorkflowsFor(settings.retention());
            administration.register(settings.searchAttributes());
            return Optional.of(adopted);
        } catch (StatusRuntimeException e) {
            return Optional.empty();
        }
    }

    private static void stop(Path room, ProcessIdentity process) {
        if (!ChildProcess.terminate(process, STOP)) {
            // SQLite's write-ahead log makes this as safe as a power cut.
            process.handle().ifPresent(ProcessHandle::destroyForcibly);
            if (!ChildProcess.awaitEnd(process, STOP)) {
                throw new PartException("The Temporal server (" + process + ") did not stop. Look at "
                        + room.resolve("temporal.log") + ".");
            }
        }
        ChildProcess.forget(room);
    }

    /** The form of {@code version.json}: the server that wrote the state file. */
    record Pinned(String server) {}
}
