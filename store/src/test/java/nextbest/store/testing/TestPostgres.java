package nextbest.store.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import nextbest.store.Database;
import nextbest.store.Migrations;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.tenant.Tenants;

/**
 * A real PostgreSQL for tests: one server per JVM, the migrated schema as a template, and a database of its own for each
 * test class. The connections are those of the application role, so row-level security is in force.
 */
public final class TestPostgres {
    private static final String TEMPLATE = "nextbest_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static EmbeddedPostgres server;

    private final HikariDataSource source;
    private final String name;

    private TestPostgres(String name) {
        this.name = name;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(
                "jdbc:postgresql://localhost:" + server.getPort() + "/" + name + "?reWriteBatchedInserts=true");
        config.setUsername(Migrations.APPLICATION_ROLE);
        config.setPassword("test");
        config.setMaximumPoolSize(16);
        // every test class has a database of its own, and all share the server's connections
        config.setMinimumIdle(1);
        config.setIdleTimeout(10_000);
        this.source = new HikariDataSource(config);
    }

    /** A fresh database with the current schema and no rows. */
    public static synchronized TestPostgres fresh() {
        try {
            if (server == null) {
                server = start();
            }
            String name = "t" + COUNTER.incrementAndGet();
            onServer("postgres", "create database " + name + " template " + TEMPLATE);
            return new TestPostgres(name);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the embedded PostgreSQL for tests did not start", e);
        }
    }

    private static EmbeddedPostgres start() throws IOException, SQLException {
        EmbeddedPostgres started = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "300")
                .start();
        server = started;
        onServer("postgres", "create role " + Migrations.APPLICATION_ROLE + " login password 'test'");
        onServer("postgres", "create database " + TEMPLATE);
        Migrations.run(started.getDatabase("postgres", TEMPLATE));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                started.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        return started;
    }

    private static void onServer(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement as the owner of the tables, who sees every tenant. */
    public void asOwner(String sql) {
        try {
            onServer(name, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A database without a schema, as its owner. */
    public static synchronized DataSource withoutSchema() {
        try {
            if (server == null) {
                server = start();
            }
            String name = "t" + COUNTER.incrementAndGet();
            onServer("postgres", "create database " + name);
            return server.getDatabase("postgres", name);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the embedded PostgreSQL for tests did not start", e);
        }
    }

    /** Connections of the owner of the tables, who sees every tenant. */
    public DataSource owner() {
        return server.getDatabase("postgres", name);
    }

    public HikariDataSource source() {
        return source;
    }

    public Database database() {
        return new Database(source);
    }

    /** A business clock that stands at the given moment until a test sets it anew. */
    public static BusinessTime standingAt(Database database, Instant moment) {
        return new BusinessTime(database, standing(moment));
    }

    public static InstantSource standing(Instant moment) {
        return InstantSource.fixed(moment);
    }

    /** An organisation for a test. */
    public static Tenants.Tenant tenant(Database database, BusinessTime time, String key) {
        return new Tenants(database, time, new NewIds(InstantSource.fixed(time.realNow())))
                .create(key, key, "EUR", "Europe/Berlin");
    }
}
