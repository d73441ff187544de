package nextbest.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import nextbest.identity.SubjectId;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.store.Migrations;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    @TempDir
    static Path folder;

    private static TestPostgres postgres;
    private static String one;
    private static String other;

    @BeforeAll
    static void twoOrganisations() {
        postgres = TestPostgres.fresh();
        one = organisation("Ä \\t \"quoted\" \\");
        other = organisation("B");
    }

    private static String organisation(String deal) {
        SellingHouse house = new SellingHouse(postgres, NOW);
        house.rep("R");
        SubjectId subject = house.deal(deal, "R", 5_000);
        var decision = house.decides(subject, Arm.ENGINE);
        var _ = house.answers(subject, decision, 1, RepDisposition.ACCEPTED);
        return house.store.tenants().get(house.tenant).key();
    }

    @Test
    void everythingIsBackAndTheDatabaseGoesOn() throws SQLException {
        Path file = written("all", Optional.empty(), Optional.empty());
        DataSource empty = TestPostgres.withoutSchema();

        Backup.Summary loaded = Restore.load(empty, file, Optional.empty());

        assertThat(loaded.rows()).containsEntry("tenant", 2L);
        assertThat(loaded.rows().get("candidate")).isPositive();
        assertThat(contents(empty)).isEqualTo(contents(postgres.owner()));
        // numbers that the database gives begin after those that were loaded
        assertThat(number(empty, "select last_value from signal_seq_seq"))
                .isEqualTo(number(empty, "select max(seq) from signal"));
    }

    @Test
    void oneOrganisationComesAlone() throws SQLException {
        Path file = written("one", Optional.empty(), Optional.of(one));
        DataSource empty = TestPostgres.withoutSchema();
        Restore.load(empty, file, Optional.empty());
        assertThat(number(empty, "select count(*) from tenant")).isOne();
        assertThat(number(empty, "select count(*) from decision"))
                .isPositive()
                .isEqualTo(number(
                        postgres.owner(),
                        "select count(*) from decision d join tenant t on t.id = d.tenant where t.key = '" + one
                                + "'"));

        Restore.load(empty, written("other", Optional.empty(), Optional.of(other)), Optional.empty());
        assertThat(number(empty, "select count(*) from tenant")).isEqualTo(2);

        assertThatThrownBy(() -> Restore.load(empty, file, Optional.empty()))
                .hasMessageContaining("has an organisation '" + one + "' already");
    }

    @Test
    void aSealedBackupNeedsItsKeyAndShowsNothing() throws IOException, SQLException {
        BackupKey key = key("right", 1);
        Path file = written("sealed", Optional.of(key), Optional.empty());
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("candidate", one);
        DataSource empty = TestPostgres.withoutSchema();
        assertThatThrownBy(() -> Restore.load(empty, file, Optional.empty()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("is sealed");
        BackupKey wrong = key("wrong", 2);
        assertThatThrownBy(() -> Restore.load(empty, file, Optional.of(wrong)))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("the key is not the one");
        assertThat(hasSchema(empty)).isFalse();
        Restore.load(empty, file, Optional.of(key));
        assertThat(contents(empty)).isEqualTo(contents(postgres.owner()));
    }

    @Test
    void aDamagedOrCutFileIsRefusedWhereverItIsDamagedAndNothingIsLoaded() throws IOException, SQLException {
        byte[] good = Files.readAllBytes(written("good", Optional.empty(), Optional.empty()));
        Path file = folder.resolve("bad");
        DataSource empty = TestPostgres.withoutSchema();
        List<String> accepted = new ArrayList<>();
        int steps = 60;
        for (int i = 0; i < steps; i++) {
            int at = (int) ((long) i * (good.length - 1) / (steps - 1));
            byte[] flipped = good.clone();
            flipped[at] ^= 0x10;
            byte[] cut = Arrays.copyOf(good, at);
            for (Map.Entry<String, byte[]> bad :
                    Map.of("flipped at " + at, flipped, "cut at " + at, cut).entrySet()) {
                Files.write(file, bad.getValue());
                try {
                    Restore.load(empty, file, Optional.empty());
                    accepted.add(bad.getKey());
                } catch (BackupException e) {
                    assertThat(e.getMessage())
                            .as(bad.getKey())
                            .containsAnyOf("is damaged", "was cut short", "is not a backup", "newer format");
                }
            }
        }
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        Files.write(file, longer);
        assertThatThrownBy(() -> Restore.load(empty, file, Optional.empty())).hasMessageContaining("after the end");
        assertThat(accepted).isEmpty();
        assertThat(hasSchema(empty)).isFalse();
    }

    @Test
    void aDatabaseThatIsNotEmptyIsLeftAsItIs() throws SQLException {
        Path file = written("full", Optional.empty(), Optional.empty());
        Map<String, String> before = contents(postgres.owner());
        assertThatThrownBy(() -> Restore.load(postgres.owner(), file, Optional.empty()))
                .hasMessageContaining("into an empty database only")
                .hasMessageContaining("2 organisations");
        assertThat(contents(postgres.owner())).isEqualTo(before);
    }

    @Test
    void aBackupOfANewerReleaseIsRefusedWithTheReason() throws SQLException {
        DataSource newer = TestPostgres.withoutSchema();
        Migrations.run(newer);
        run(newer, """
                insert into flyway_schema_history
                    (installed_rank, version, description, type, script, installed_by, execution_time, success)
                values (999, '999', 'from the future', 'SQL', 'V999__future.sql', 'test', 0, true)
                """);
        Path file = folder.resolve("newer");
        Backup.write(newer, file, Optional.empty(), Optional.empty(), NOW);
        DataSource empty = TestPostgres.withoutSchema();
        assertThatThrownBy(() -> Restore.load(empty, file, Optional.empty()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("made by a newer release")
                .hasMessageContaining("999");
        assertThat(hasSchema(empty)).isFalse();
    }

    @Test
    void aBackupOfAnOlderReleaseIsBroughtUpToDate() throws SQLException {
        DataSource older = TestPostgres.withoutSchema();
        // the schema of the release before the one that introduced models: contribution has no column 'changed' there
        Migrations.runTo(older, 5);
        run(older, """
                insert into tenant (id, key, name, currency, zone, mode, real_created_at)
                values ('01970000-0000-7000-8000-000000000001', 'old', 'Old', 'EUR', 'UTC', 'SHADOW', '2026-01-01Z')
                """);
        Path file = folder.resolve("older");
        assertThat(Backup.write(older, file, Optional.empty(), Optional.empty(), NOW)
                        .schema())
                .isEqualTo(5);
        DataSource empty = TestPostgres.withoutSchema();
        Restore.load(empty, file, Optional.empty());
        assertThat(number(empty, "select count(*) from tenant where key = 'old'"))
                .isOne();
        assertThat(number(empty, "select count(*) from model_switch")).isZero();
        assertThat(number(empty, "select max(version::integer) from flyway_schema_history"))
                .isEqualTo(Migrations.latest(empty));
    }

    private static Path written(String name, Optional<BackupKey> key, Optional<String> tenant) {
        Path file = folder.resolve(name);
        Backup.write(postgres.owner(), file, key, tenant, NOW);
        return file;
    }

    private static BackupKey key(String name, int fill) throws IOException {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return BackupKey.of(Files.write(folder.resolve(name + ".key"), bytes));
    }

    /** Every row of every table; only the transaction that wrote a row is another one after loading. */
    private static Map<String, String> contents(DataSource source) throws SQLException {
        Map<String, String> contents = new TreeMap<>();
        try (Connection connection = source.getConnection()) {
            for (Manifest.Table table : Tables.inOrder(connection)) {
                Tables.query(
                        connection,
                        "select coalesce(string_agg(r, E'\\n' order by r), '') from (select (to_jsonb(t) - 'changed')::text as r"
                                + " from \"" + table.name() + "\" t) x",
                        row -> contents.put(table.name(), row.getString(1)));
            }
        }
        return contents;
    }

    private static boolean hasSchema(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return Tables.schema(connection).isPresent();
        }
    }

    private static long number(DataSource source, String sql) throws SQLException {
        long[] found = {0};
        try (Connection connection = source.getConnection()) {
            Tables.query(connection, sql, row -> found[0] = row.getLong(1));
        }
        return found[0];
    }

    private static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
