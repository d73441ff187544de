package nextbest.standalone.cli;

import java.util.concurrent.Callable;
import nextbest.store.Migrations;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./nextbest migrate}: the schema of a database elsewhere. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Brings the schema of a PostgreSQL that is elsewhere to what this release needs; forward only.",
            "The role nextbest_app must exist there before. The password comes from NEXTBEST_OWNER_PASSWORD."
        })
final class MigrateVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--url", required = true, paramLabel = "URL", description = "jdbc:postgresql://HOST:PORT/NAME")
    private String url;

    @Option(names = "--user", required = true, paramLabel = "ROLE", description = "The role that owns the tables.")
    private String user;

    @Override
    public Integer call() {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setURL(url);
        owner.setUser(user);
        owner.setPassword(System.getenv().getOrDefault("NEXTBEST_OWNER_PASSWORD", ""));
        spec.commandLine().getOut().println("ran " + Migrations.run(owner) + " migrations");
        return 0;
    }
}
