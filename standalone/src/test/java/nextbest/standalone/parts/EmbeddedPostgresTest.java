package nextbest.standalone.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One data folder for all: unpacking and initdb are the slow part, and going on with a folder is the point. */
@TestMethodOrder(OrderAnnotation.class)
class EmbeddedPostgresTest {

    @TempDir
    static Path folder;

    /** The parent that is killed. */
    static final class Parent {
        public static void main(String[] arguments) throws InterruptedException {
            DataFolder data = DataFolder.claim(Path.of(arguments[0]));
            EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
            System.out.println("pid " + postgres.pid());
            System.out.println("port " + postgres.port());
            ChildJvm.readyAndWait();
        }
    }

    @Test
    @Order(1)
    void firstStartMakesADurableClosedServerWithThreeRoles() throws Exception {
        List<String> progress = new ArrayList<>();
        try (DataFolder data = DataFolder.claim(folder);
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(data, EmbeddedPostgres.Settings.LAPTOP, progress::add)) {
            assertThat(progress).hasSize(3).last().asString().endsWith("on port " + postgres.port());

            assertThat(ask(postgres, postgres.application(), "SHOW fsync")).isEqualTo("on");
            assertThat(ask(postgres, postgres.application(), "SHOW synchronous_commit"))
                    .isEqualTo("on");
            assertThat(ask(postgres, postgres.application(), "SHOW max_connections"))
                    .isEqualTo("60");
            assertThat(ask(postgres, postgres.application(), "SHOW listen_addresses"))
                    .isEqualTo("127.0.0.1");
            assertThat(ask(postgres, postgres.application(), "SHOW timezone")).isEqualTo("UTC");

            String powers = "SELECT rolsuper::text || rolbypassrls::text || rolcreaterole::text "
                    + "FROM pg_roles WHERE rolname = current_user";
            assertThat(ask(postgres, postgres.application(), powers)).isEqualTo("falsefalsefalse");
            assertThat(ask(postgres, postgres.owner(), powers)).isEqualTo("falsefalsefalse");
            assertThat(ask(postgres, postgres.superuser(), powers)).startsWith("true");
            assertThat(ask(
                            postgres,
                            postgres.superuser(),
                            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'nextbest'"))
                    .isEqualTo(postgres.owner().user());
        }
    }

    @Test
    @Order(2)
    void rowLevelSecurityBindsTheApplicationAndNotTheOwner() throws Exception {
        try (DataFolder data = DataFolder.claim(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            tell(
                    postgres,
                    postgres.owner(),
                    "CREATE TABLE kept (tenant int, word text)",
                    "ALTER TABLE kept ENABLE ROW LEVEL SECURITY",
                    "CREATE POLICY one ON kept USING (tenant = 1)",
                    "GRANT SELECT ON kept TO " + postgres.application().user(),
                    "INSERT INTO kept VALUES (1, 'ours'), (2, 'foreign')");

            assertThat(ask(postgres, postgres.application(), "SELECT string_agg(word, ' ') FROM kept"))
                    .isEqualTo("ours");
            // The negative twin: without a role that the policy binds, both rows show.
            assertThat(ask(postgres, postgres.owner(), "SELECT string_agg(word, ' ' ORDER BY tenant) FROM kept"))
                    .isEqualTo("ours foreign");
        }
    }

    @Test
    @Order(3)
    void aWrongPasswordAndAMissingOneAreRefusedAndThePasswordsAreTheOwnersSecret() throws Exception {
        try (DataFolder data = DataFolder.claim(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            assertThatThrownBy(() -> ask(postgres, new Credentials("postgres", "postgres"), "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> ask(postgres, new Credentials("nextbest_app", ""), "SELECT 1"))
                    .isInstanceOf(SQLException.class);
            Path passwords = data.path().resolve("postgres/passwords.json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
                    .isEqualTo("rw-------");
            assertThat(postgres.application().toString())
                    .doesNotContain(postgres.application().password());
        }
    }

    @Test
    @Order(4)
    void dataPortAndPasswordsAreTheSameAfterARestart() throws Exception {
        int port;
        Credentials application;
        try (DataFolder data = DataFolder.claim(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            port = postgres.port();
            application = postgres.application();
        }
        assertThat(Ports.isFree(port)).as("the server has stopped").isTrue();
        try (DataFolder data = DataFolder.claim(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.application()).isEqualTo(application);
            assertThat(postgres.wasAdopted()).isFalse();
            assertThat(ask(postgres, application, "SELECT word FROM kept")).isEqualTo("ours");
        }
    }

    @Test
    @Order(5)
    void theOrphanOfAKilledParentIsAdoptedWithItsData() throws Exception {
        try (ChildJvm parent = ChildJvm.start(Parent.class, folder)) {
            long orphan = Long.parseLong(parent.said("pid"));
            assertThatThrownBy(() -> DataFolder.claim(folder))
                    .as("while the parent lives nobody else gets the folder")
                    .isInstanceOf(PartException.class)
                    .hasMessageContaining("in use by process");
            parent.kill();
            assertThat(ProcessIdentity.of(orphan))
                    .as("the server survives its parent")
                    .isPresent();

            try (DataFolder data = DataFolder.claim(folder);
                    EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
                assertThat(postgres.wasAdopted()).isTrue();
                assertThat(postgres.pid()).isEqualTo(orphan);
                assertThat(ask(postgres, postgres.application(), "SELECT word FROM kept"))
                        .isEqualTo("ours");
            }
            assertThat(ProcessIdentity.of(orphan))
                    .as("an adopted server is stopped like any other")
                    .isEmpty();
        }
    }

    @Test
    @Order(6)
    void anOrphanWithOtherSettingsOrWithoutARecordIsStoppedAndStartedAnew() throws Exception {
        try (ChildJvm parent = ChildJvm.start(Parent.class, folder)) {
            long orphan = Long.parseLong(parent.said("pid"));
            parent.kill();
            // As if the parent had been killed between the start and the record.
            Files.delete(folder.resolve("postgres/process.json"));

            try (DataFolder data = DataFolder.claim(folder);
                    EmbeddedPostgres postgres =
                            EmbeddedPostgres.start(data, new EmbeddedPostgres.Settings(0, 30, 32), line -> {})) {
                assertThat(postgres.wasAdopted()).isFalse();
                assertThat(postgres.pid()).isNotEqualTo(orphan);
                assertThat(ProcessIdentity.of(orphan)).isEmpty();
                assertThat(ask(postgres, postgres.application(), "SHOW max_connections"))
                        .isEqualTo("30");
                assertThat(ask(postgres, postgres.application(), "SELECT word FROM kept"))
                        .isEqualTo("ours");
            }
        }
    }

    @Test
    @Order(7)
    void aForeignProcessWithTheRecordedIdIsNeverTouched() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessIdentity now = ProcessIdentity.of(stranger.pid()).orElseThrow();
            ProcessIdentity before = new ProcessIdentity(now.pid(), "an earlier birth");
            new ChildProcess(before, Versions.POSTGRES, 20_000, "").recordIn(folder.resolve("postgres"));
            // What a power cut leaves behind; PostgreSQL itself would refuse to start on it.
            Files.writeString(folder.resolve("postgres/cluster/postmaster.pid"), stranger.pid() + "\n");

            try (DataFolder data = DataFolder.claim(folder);
                    EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
                assertThat(postgres.wasAdopted()).isFalse();
                assertThat(postgres.pid()).isNotEqualTo(stranger.pid());
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    @Order(8)
    void aTakenPortIsNamedTogetherWithWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                DataFolder data = DataFolder.claim(folder)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(
                            data, EmbeddedPostgres.Settings.LAPTOP.withPort(taken.getLocalPort()), line -> {}))
                    .isInstanceOf(PartException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("taken by another process");
        }
    }

    @Test
    @Order(9)
    void aDatabaseOfAnotherMajorVersionIsRefusedWithTheWayOver() throws Exception {
        Path version = folder.resolve("postgres/cluster/PG_VERSION");
        String written = Files.readString(version);
        Files.writeString(version, "17\n");
        try (DataFolder data = DataFolder.claim(folder)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                    .isInstanceOf(PartException.class)
                    .hasMessageContaining("written by PostgreSQL 17")
                    .hasMessageContaining("backup");
        } finally {
            Files.writeString(version, written);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Order(20)
    void ctrlCInTheTerminalDoesNotReachTheServer() throws Exception {
        try (DataFolder data = DataFolder.claim(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            assertThat(ChildJvm.sessionOf(postgres.pid()))
                    .isNotEqualTo(ChildJvm.sessionOf(ProcessHandle.current().pid()));
        }
    }

    private static String ask(EmbeddedPostgres postgres, Credentials role, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), role.user(), role.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void tell(EmbeddedPostgres postgres, Credentials role, String... commands) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), role.user(), role.password());
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }
}
