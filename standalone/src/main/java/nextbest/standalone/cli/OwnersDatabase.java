package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import nextbest.standalone.parts.Credentials;
import nextbest.standalone.parts.DataFolder;
import nextbest.standalone.parts.EmbeddedPostgres;
import nextbest.standalone.parts.InstanceFile;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The database as its owner: the one of a data folder, running or started for this verb alone, or one elsewhere. */
final class OwnersDatabase {
    @Mixin
    private DataOption dataFolder;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A PostgreSQL elsewhere: jdbc:postgresql://HOST:PORT/NAME. The password comes from"
                    + " NEXTBEST_OWNER_PASSWORD.")
    private String url;

    @Option(names = "--user", paramLabel = "ROLE", description = "With --url: the role that owns the tables.")
    private String user = "nextbest_owner";

    /** What a verb does with it. */
    interface Work<T> {
        T on(DataSource owner);
    }

    /**
     * Works on the database.
     *
     * @param mayRun whether nextbest may be running on it
     */
    <T> T with(boolean mayRun, PrintWriter progress, Work<T> work) {
        if (url != null) {
            return work.on(
                    source(url, new Credentials(user, System.getenv().getOrDefault("NEXTBEST_OWNER_PASSWORD", ""))));
        }
        Path data = dataFolder.folder();
        Optional<InstanceFile.Instance> running = InstanceFile.running(data);
        if (running.isPresent()) {
            if (!mayRun) {
                throw new IllegalStateException("nextbest is running in " + data + " (process "
                        + running.get().pid() + "); stop it first");
            }
            Credentials owner = EmbeddedPostgres.ownerIn(data)
                    .orElseThrow(() -> new IllegalStateException("the passwords of the database in " + data
                            + " are missing; expected them in postgres/passwords.json"));
            return work.on(source(
                    "jdbc:postgresql://" + running.get().address("postgres") + "/" + EmbeddedPostgres.DATABASE, owner));
        }
        try (DataFolder claimed = DataFolder.claim(data);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(
                        claimed, EmbeddedPostgres.Settings.LAPTOP, line -> progress.println("  " + line))) {
            return work.on(source(postgres.jdbcUrl(), postgres.owner()));
        }
    }

    private static DataSource source(String address, Credentials who) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(address);
        source.setUser(who.user());
        source.setPassword(who.password());
        return source;
    }
}
