package nextbest.standalone.parts;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Temporal server of a production installation, with its state in PostgreSQL, as one process. Its two programs ({@code
 * server} and {@code sql} of go.temporal.io/server) are looked for in the folder that the system property {@value #PROPERTY}
 * names.
 */
public final class TemporalOnPostgres implements AutoCloseable {
    /** Names the folder with the programs. */
    public static final String PROPERTY = "nextbest.temporal-server";

    private static final String NAMESPACE = "nextbest";
    private static final Duration START = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private TemporalOnPostgres(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The folder with both programs, if there is one. */
    public static Optional<Path> programs() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .filter(folder ->
                        Files.isExecutable(folder.resolve("server")) && Files.isExecutable(folder.resolve("sql")));
    }

    /** Starts the server; the first start of a data folder makes its databases, its namespace and its search attributes. */
    public static TemporalOnPostgres start(
            Path programs, DataFolder data, EmbeddedPostgres postgres, Map<String, IndexedValueType> attributes)
            throws IOException, InterruptedException {
        Path room = data.room("temporal-on-postgres");
        Ports ports = Ports.of(data);
        if (!Files.exists(room.resolve("made"))) {
            makeDatabases(programs, room, postgres);
            Files.createFile(room.resolve("made"));
        }
        int port = ports.port("temporal-frontend", 0);
        Path configuration = room.resolve("development.yaml");
        Files.writeString(configuration, configuration(ports, postgres));
        Path log = room.resolve("temporal.log");
        Process process = new ProcessBuilder(
                        programs.resolve("server").toString(),
                        "--root",
                        room.toString(),
                        "--config",
                        ".",
                        "--env",
                        "development",
                        "start")
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        TemporalOnPostgres started = new TemporalOnPostgres(process, port);
        try {
            started.awaitReady(attributes, log);
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
        return started;
    }

    private static void makeDatabases(Path programs, Path room, EmbeddedPostgres postgres)
            throws IOException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres",
                postgres.superuser().user(),
                postgres.superuser().password())) {
            for (String name : List.of("temporal", "temporal_visibility")) {
                try (var statement = connection.createStatement()) {
                    statement.execute("create database " + name);
                }
                run(programs, room, postgres, name, "setup-schema", "-v", "0.0");
                run(
                        programs,
                        room,
                        postgres,
                        name,
                        "update-schema",
                        "--schema-name",
                        "postgresql/v12/" + (name.equals("temporal") ? "temporal" : "visibility"));
            }
        } catch (SQLException e) {
            throw new PartException("Could not make the databases of the Temporal server", e);
        }
    }

    private static void run(Path programs, Path room, EmbeddedPostgres postgres, String database, String... verb)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("sql").toString(),
                "--plugin",
                "postgres12",
                "--ep",
                "127.0.0.1",
                "-p",
                Integer.toString(postgres.port()),
                "-u",
                postgres.superuser().user(),
                "--db",
                database));
        command.addAll(List.of(verb));
        Path log = room.resolve("schema.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("SQL_PASSWORD", postgres.superuser().password());
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new PartException(
                    String.join(" ", verb) + " of " + database + " ended with " + exit + ":\n" + LogTail.of(log));
        }
    }

    private static String configuration(Ports ports, EmbeddedPostgres postgres) {
        StringBuilder services = new StringBuilder();
        for (String service : List.of("frontend", "matching", "history", "worker")) {
            services.append("""
                      %s:
                        rpc: {grpcPort: %d, membershipPort: %d, bindOnIP: "127.0.0.1"}
                    """.formatted(
                            service,
                            ports.port("temporal-" + service, 0),
                            ports.port("temporal-" + service + "-membership", 0)));
        }
        String store = """
                sql: {pluginName: postgres12, databaseName: %%s, connectAddr: "127.0.0.1:%d", connectProtocol: tcp,
                      user: %s, password: "%s", maxConns: %%d, maxIdleConns: %%d}
                """.formatted(
                        postgres.port(),
                        postgres.superuser().user(),
                        postgres.superuser().password())
                .replace("\n", " ");
        return """
                log: {stdout: true, level: warn}
                persistence:
                  defaultStore: default
                  visibilityStore: visibility
                  numHistoryShards: 16
                  datastores:
                    default: {%s}
                    visibility: {%s}
                global:
                  membership: {maxJoinDuration: 30s, broadcastAddress: "127.0.0.1"}
                services:
                %sclusterMetadata:
                  enableGlobalNamespace: false
                  failoverVersionIncrement: 10
                  masterClusterName: active
                  currentClusterName: active
                  clusterInformation:
                    active: {enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "127.0.0.1:%d"}
                """.formatted(
                        store.formatted("temporal", 20, 20),
                        store.formatted("temporal_visibility", 5, 5),
                        services,
                        ports.port("temporal-frontend", 0));
    }

    private void awaitReady(Map<String, IndexedValueType> attributes, Path log) throws InterruptedException {
        long patience = System.nanoTime() + START.toNanos();
        try (TemporalAdministration administration = new TemporalAdministration(address(), NAMESPACE)) {
            while (!administration.isReady()) {
                if (!process.isAlive() || System.nanoTime() > patience) {
                    throw new PartException(
                            "The Temporal server did not come up. The end of " + log + ":\n" + LogTail.of(log));
                }
                registerNamespace();
                Thread.sleep(500);
            }
            registered(administration, attributes, patience);
        }
    }

    /** A namespace that was just made is known to every part of the server only seconds later. */
    private static void registered(
            TemporalAdministration administration, Map<String, IndexedValueType> attributes, long patience)
            throws InterruptedException {
        while (true) {
            try {
                administration.register(attributes);
                return;
            } catch (RuntimeException e) {
                if (System.nanoTime() > patience) {
                    throw e;
                }
                Thread.sleep(1_000);
            }
        }
    }

    private void registerNamespace() {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build());
        try {
            var _ = stubs.blockingStub()
                    .withDeadlineAfter(Duration.ofSeconds(2))
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace(NAMESPACE)
                            .setWorkflowExecutionRetentionPeriod(com.google.protobuf.util.Durations.fromDays(3))
                            .build());
        } catch (io.grpc.StatusRuntimeException notYetOrAlready) {
            // looked at again by the caller
        } finally {
            stubs.shutdownNow();
        }
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public String namespace() {
        return NAMESPACE;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
