package nextbest.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema of a database to what this release needs. Forward only. */
public final class Migrations {
    /** The role under which the application works; row-level security applies to it. */
    public static final String APPLICATION_ROLE = "nextbest_app";

    private Migrations() {}

    /**
     * Runs the migrations that are missing.
     *
     * @param owner connections of the role that owns the tables, where {@value #APPLICATION_ROLE} exists
     * @return how many were run
     */
    public static int run(DataSource owner) {
        return Flyway.configure()
                .dataSource(owner)
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
