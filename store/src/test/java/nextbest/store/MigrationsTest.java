package nextbest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private static final int BEFORE = 5;

    @Test
    void theMissingOnesAreRunAndASecondRunHasNothingToDo() {
        DataSource owner = TestPostgres.withoutSchema();
        assertThat(Migrations.runTo(owner, BEFORE)).isEqualTo(BEFORE);
        assertThat(Migrations.run(owner)).isEqualTo(Migrations.latest(owner) - BEFORE);
        assertThat(Migrations.run(owner)).isZero();
    }

    @Test
    void oneThatWasBegunAndDidNotEndIsNamedAndNothingIsDone() throws SQLException {
        DataSource owner = TestPostgres.withoutSchema();
        Migrations.runTo(owner, BEFORE);
        remember(owner, "6", "live model", "V6__live_model.sql", false);
        long before = tables(owner);
        assertThatThrownBy(() -> Migrations.run(owner))
                .isInstanceOf(Migrations.SchemaException.class)
                .hasMessageContainingAll("6 (live model)", "did not end", "Restore the backup");
        assertThat(tables(owner)).isEqualTo(before);
    }

    @Test
    void aDatabaseOfANewerReleaseIsLeftAsItIs() throws SQLException {
        DataSource owner = TestPostgres.withoutSchema();
        Migrations.run(owner);
        remember(owner, "999", "from the future", "V999__future.sql", true);
        assertThatThrownBy(() -> Migrations.run(owner))
                .isInstanceOf(Migrations.SchemaException.class)
                .hasMessageContainingAll("999 (from the future)", "never taken back", "a newer one");
    }

    @Test
    void anEditedOneIsRefused() throws SQLException {
        DataSource owner = TestPostgres.withoutSchema();
        Migrations.run(owner);
        run(owner, "update flyway_schema_history set checksum = checksum + 1 where version = '3'");
        assertThatThrownBy(() -> Migrations.run(owner))
                .isInstanceOf(Migrations.SchemaException.class)
                .hasMessageContainingAll("brought to 3", "never edited");
    }

    private static void remember(DataSource owner, String version, String description, String script, boolean success)
            throws SQLException {
        run(owner, """
                insert into flyway_schema_history
                    (installed_rank, version, description, type, script, installed_by, execution_time, success)
                values (999, '%s', '%s', 'SQL', '%s', 'test', 0, %s)
                """.formatted(version, description, script, success));
    }

    private static void run(DataSource owner, String sql) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long tables(DataSource owner) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from information_schema.tables where table_schema = 'public'")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
