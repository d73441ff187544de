package nextbest.store;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateResult;

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
     * @throws SchemaException the schema is not one that this release can bring forward; nothing was changed
     */
    public static int run(DataSource owner) {
        Flyway flyway = configured(owner).load();
        check(flyway, latest(owner));
        return flyway.migrate().migrationsExecuted;
    }

    /** Looks before anything is changed, because what the tool itself says of these does not tell what to do. */
    private static void check(Flyway flyway, int latest) {
        for (MigrationInfo migration : flyway.info().all()) {
            String which = migration.getVersion() + " (" + migration.getDescription() + ")";
            if (migration.getState().isFailed()) {
                throw new SchemaException("the change of the schema to " + which + " was begun at "
                        + migration.getInstalledOn()
                        + " and did not end. Nothing was done now. Restore the backup that was"
                        + " taken before (docs/backup.md), or take back by hand what it did, delete its row from"
                        + " flyway_schema_history, and run this again");
            }
            if (migration.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new SchemaException(
                        "the database has schema " + which + ", and this release knows those up to " + latest
                                + ". Data is never taken back to an older schema: use the release that wrote it or a newer one");
            }
        }
        ValidateResult seen = flyway.validateWithResult();
        seen.invalidMigrations.stream()
                .filter(one -> one.errorDetails.errorCode == CoreErrorCode.CHECKSUM_MISMATCH)
                .findFirst()
                .ifPresent(one -> {
                    throw new SchemaException("the schema was brought to " + one.version + " (" + one.description
                            + ") by another text than this release has: a change that has run is never edited. Nothing was"
                            + " done now; use the release that ran it");
                });
    }

    /** A schema that this release must leave as it is; the message says why, and what to do. */
    public static final class SchemaException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SchemaException(String message) {
            super(message);
        }
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
