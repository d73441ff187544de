package nextbest.store;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the schema of a database to what this release needs. Forward only. */
public final class Migrations {
    /** The role under which the application works; row-level security applies to it. */
    public static final String APPLICATION_ROLE = "nextbest_app";

    private static final String LOCATION = "classpath:db/migration";

    private Migrations() {}

    /**
     * Runs the migrations that are missing.
     *
     * @param owner connections of the role that owns the tables, where {@value #APPLICATION_ROLE} exists
     * @return how many were run
     */
    public static int run(DataSource owner) {
        return configured(owner).load().migrate().migrationsExecuted;
    }

    /**
     * As {@link #run}, but no further than a version: for data that an older release wrote.
     *
     * @param version the number of a migration of this release
     */
    public static int runTo(DataSource owner, int version) {
        return configured(owner)
                .target(MigrationVersion.fromVersion(String.valueOf(version)))
                .load()
                .migrate()
                .migrationsExecuted;
    }

    /**
     * The number of the last migration of this release.
     *
     * @param owner connections to any database; nothing is changed there
     */
    public static int latest(DataSource owner) {
        return Arrays.stream(configured(owner).load().info().all())
                .filter(migration ->
                        migration.getVersion() != null && !migration.getState().isFailed())
                .filter(migration -> migration.getState() != MigrationState.FUTURE_SUCCESS)
                .mapToInt(migration -> Integer.parseInt(migration.getVersion().getVersion()))
                .max()
                .orElse(0);
    }

    private static FluentConfiguration configured(DataSource owner) {
        return Flyway.configure().dataSource(owner).locations(LOCATION);
    }
}
