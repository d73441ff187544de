package nextbest.standalone.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * A real PostgreSQL server on loopback whose data lies in the data folder.
 *
 * <p>Durable: {@code fsync} and {@code synchronous_commit} are on, unlike in the binaries' usual use
 * for tests. Closed: no socket file, only 127.0.0.1, SCRAM passwords that are generated once and
 * readable by the owner of the folder only. Three roles: {@code postgres} (superuser, for nothing
 * but set-up), {@code nextbest_owner} (owns the database {@code nextbest}; migrations run as it) and
 * {@code nextbest_app} (neither superuser nor owner, so that row-level security binds it).
 *
 * <p>The server is a process of its own in a session of its own: Ctrl-C in the terminal does not
 * reach it, and it survives a killed parent. The next {@link #start} on the same folder adopts that
 * orphan when program and settings are the same and it answers, and otherwise stops it and starts anew.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** The name of the database that is made. */
    public static final String DATABASE = "nextbest";

    private static final String ROOM = "postgres";
    private static final String SUPERUSER = PostgresCluster.SUPERUSER;
    private static final String OWNER = "nextbest_owner";
    private static final String APPLICATION = "nextbest_app";
    private static final String HOST = "127.0.0.1";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final long LOG_LIMIT = 5_000_000;

    private final Path room;
    private final PostgresProgram program;
    private final ChildProcess server;
    private final PostgresCluster cluster;
    private final boolean adopted;
    private boolean closed;

    private EmbeddedPostgres(
            Path room, PostgresProgram program, PostgresCluster cluster, ChildProcess server, boolean adopted) {
        this.room = room;
        this.program = program;
        this.server = server;
        this.cluster = cluster;
        this.adopted = adopted;
    }

    /**
     * What can be chosen.
     *
     * @param port 1 to 65535, or 0 for the port of the last start or else a free one
     * @param maxConnections how many connections the server accepts, 10 to 1000
     * @param sharedBuffersMegabytes the server's own cache, 16 to 4096
     */
    public record Settings(int port, int maxConnections, int sharedBuffersMegabytes) {

        /** For a laptop: 60 connections, 64 MB. */
        public static final Settings LAPTOP = new Settings(0, 60, 64);

        public Settings {
            require("port", port, 0, 65_535);
            require("maxConnections", maxConnections, 10, 1_000);
            require("sharedBuffersMegabytes", sharedBuffersMegabytes, 16, 4_096);
        }

        /** The same on another port. */
        public Settings withPort(int other) {
            return new Settings(other, maxConnections, sharedBuffersMegabytes);
        }

        private static void require(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        name + " must be " + least + " to " + most + ", but is " + value + ".");
            }
        }

        private String asConfiguration(int chosenPort) {
            return """
                    # Written by nextbest at every start; changes made here are lost.
                    listen_addresses = '%s'
                    port = %d
                    unix_socket_directories = ''
                    max_connections = %d
                    password_encryption = 'scram-sha-256'
                    fsync = on
                    synchronous_commit = on
                    autovacuum_naptime = 5s
                    full_page_writes = on
                    shared_buffers = '%dMB'
                    work_mem = '8MB'
                    maintenance_work_mem = '64MB'
                    effective_cache_size = '512MB'
                    max_wal_size = '512MB'
                    checkpoint_timeout = '10min'
                    max_worker_processes = 4
                    max_parallel_workers = 2
                    jit = off
                    timezone = 'UTC'
                    log_timezone = 'UTC'
                    lc_messages = 'C'
                    log_line_prefix = '%%m [%%p] %%u '
                    """.formatted(HOST, chosenPort, maxConnections, sharedBuffersMegabytes);
        }
    }

    /**
     * Starts the server of this data folder, or adopts the one that a killed parent left behind. On the
     * first start the programs are unpacked and the database and its roles are made (a few seconds).
     *
     * @param data the claimed folder; it stays claimed for as long as the server runs
     * @param settings what can be chosen
     * @param progress gets a short line before each step that takes a while
     * @throws PartException when the server does not come up, with the end of its log
     */
    public static EmbeddedPostgres start(DataFolder data, Settings settings, Consumer<String> progress) {
        Path room = data.room(ROOM);
        PostgresProgram program = PostgresProgram.unpackedIn(room, progress);
        PostgresCluster cluster = PostgresCluster.in(room, program, progress);
        Ports ports = Ports.of(data);

        Optional<ChildProcess> orphan = leftBehind(room, cluster, program);
        if (orphan.isPresent()) {
            if (isAsWanted(orphan.get(), settings) && answers(orphan.get().port(), cluster.passwords())) {
                progress.accept("taking over the PostgreSQL that a killed nextbest left running");
                ports.record(ROOM, orphan.get().port());
                orphan.get().recordIn(room);
                return new EmbeddedPostgres(room, program, cluster, orphan.get(), true);
            }
            progress.accept("stopping the PostgreSQL that a killed nextbest left running");
            stop(room, cluster, program, orphan.get().process());
        }
        cluster.ignoreMisleadingPidFile();

        int port = ports.port(ROOM, settings.port());
        String configuration = settings.asConfiguration(port);
        cluster.configure(configuration);
        Path log = room.resolve("postgres.log");
        shorten(log);
        progress.accept("starting PostgreSQL " + Versions.POSTGRES + " on port " + port);
        Programs.Ended ended = program.run(
                "pg_ctl",
                List.of(
                        "start",
                        "-D",
                        cluster.path().toString(),
                        "-l",
                        log.toString(),
                        "-w",
                        "-t",
                        "" + START.toSeconds()),
                START.plusSeconds(10));
        ChildProcess server = cluster.pidInFile()
                .flatMap(ProcessIdentity::of)
                .filter(process -> ended.code() == 0)
                .map(process -> new ChildProcess(process, Versions.POSTGRES, port, configuration))
                .orElseThrow(() -> new PartException("PostgreSQL did not start: pg_ctl ended with code " + ended.code()
                        + " and said: " + ended.output() + "\nThe end of " + log + ":\n" + LogTail.of(log)));
        server.recordIn(room);
        EmbeddedPostgres started = new EmbeddedPostgres(room, program, cluster, server, false);
        try {
            started.prepareDatabase();
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** {@link #start(DataFolder, Settings, Consumer)} with what suits a laptop, in silence. */
    public static EmbeddedPostgres start(DataFolder data) {
        return start(data, Settings.LAPTOP, line -> {});
    }

    /** The owner of the database in a data folder that another process may have claimed; empty if none was made there. */
    public static Optional<Credentials> ownerIn(Path folder) {
        return DurableFile.readJson(
                        folder.toAbsolutePath().normalize().resolve(ROOM).resolve("passwords.json"),
                        PostgresCluster.Passwords.class)
                .map(passwords -> new Credentials(OWNER, passwords.owner()));
    }

    /** Where the server answers on 127.0.0.1. */
    public int port() {
        return server.port();
    }

    /** The address of the database {@value #DATABASE} for JDBC, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(port(), DATABASE);
    }

    /** The role that owns the database and its tables: for migrations only. */
    public Credentials owner() {
        return new Credentials(OWNER, cluster.passwords().owner());
    }

    /** The role that the platform works with; row-level security binds it. */
    public Credentials application() {
        return new Credentials(APPLICATION, cluster.passwords().application());
    }

    /** The superuser: for looking at the server itself, never for the platform's work. */
    public Credentials superuser() {
        return new Credentials(SUPERUSER, cluster.passwords().superuser());
    }

    /** True when the server was not started by us but found running, left behind by a killed parent. */
    public boolean wasAdopted() {
        return adopted;
    }

    /** True while the server's process lives. */
    public boolean isRunning() {
        return server.process().isAlive();
    }

    /** The server's process id. */
    public long pid() {
        return server.process().pid();
    }

    /**
     * Stops the server: open transactions are rolled back, everything that was committed is on disk, and
     * the next start needs no recovery. Does nothing the second time.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stop(room, cluster, program, server.process());
        }
    }

    /** Roles and database, once: a start that was cut off in between goes on where it stopped. */
    private void prepareDatabase() {
        try (Connection connection = connect(port(), "postgres", superuser());
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + OWNER + "'")) {
                statement.execute("CREATE ROLE " + OWNER + " LOGIN PASSWORD '"
                        + cluster.passwords().owner() + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + APPLICATION + "'")) {
                statement.execute("CREATE ROLE " + APPLICATION + " LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '"
                        + cluster.passwords().application() + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
            }
            statement.execute("REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
            statement.execute("GRANT CONNECT, TEMPORARY ON DATABASE " + DATABASE + " TO " + APPLICATION);
        } catch (SQLException e) {
            throw new PartException("Could not make the roles and the database " + DATABASE, e);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    // ------------------------------------------------------------------ orphans

    /**
     * Our own server that a killed parent left behind: by its record, or, when that parent was killed
     * before it could write one, by the process that runs our program on our cluster.
     */
    private static Optional<ChildProcess> leftBehind(Path room, PostgresCluster cluster, PostgresProgram program) {
        Optional<ChildProcess> recorded = ChildProcess.leftIn(room);
        if (recorded.isPresent()) {
            return recorded;
        }
        return cluster.pidInFile()
                .flatMap(ProcessIdentity::of)
                .filter(process -> process.handle().filter(program::runs).isPresent())
                .map(process -> new ChildProcess(process, Versions.POSTGRES, 0, "started by a parent that was killed"));
    }

    private static boolean isAsWanted(ChildProcess orphan, Settings settings) {
        return orphan.program().equals(Versions.POSTGRES)
                && orphan.port() != 0
                && (settings.port() == 0 || settings.port() == orphan.port())
                && orphan.settings().equals(settings.asConfiguration(orphan.port()));
    }

    private static boolean answers(int port, PostgresCluster.Passwords passwords) {
        try (Connection connection = connect(port, DATABASE, new Credentials(OWNER, passwords.owner()))) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void stop(Path room, PostgresCluster cluster, PostgresProgram program, ProcessIdentity process) {
        if (process.isAlive()) {
            // 'fast' ends sessions and writes a checkpoint; 'immediate' is as good as a power cut, and safe as one.
            program.run(
                    "pg_ctl",
                    List.of("stop", "-D", cluster.path().toString(), "-m", "fast", "-w", "-t", "" + STOP.toSeconds()),
                    STOP.plusSeconds(10));
            if (!ChildProcess.awaitEnd(process, Duration.ofSeconds(5))) {
                program.run(
                        "pg_ctl",
                        List.of("stop", "-D", cluster.path().toString(), "-m", "immediate", "-w", "-t", "10"),
                        STOP);
                if (!ChildProcess.awaitEnd(process, Duration.ofSeconds(5))) {
                    throw new PartException("PostgreSQL (" + process + ", data in " + cluster.path()
                            + ") did not stop. Look at " + room.resolve("postgres.log") + ".");
                }
            }
        }
        ChildProcess.forget(room);
    }

    // ------------------------------------------------------------------ small things

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
    }

    private static Connection connect(int port, String database, Credentials role) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role.user());
        properties.setProperty("password", role.password());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "nextbest set-up");
        return DriverManager.getConnection(jdbcUrl(port, database), properties);
    }

    private static void shorten(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new PartException("Could not put aside " + log, e);
        }
    }
}
