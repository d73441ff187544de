package nextbest.standalone.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import nextbest.store.backup.Backup;
import nextbest.store.backup.BackupKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./nextbest backup FILE}: everything that the database knows, as of one moment. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Writes all organisations, or one, into a file that outlives releases and versions of PostgreSQL.",
            "nextbest may be running meanwhile: the file holds one moment of the database. It holds personal data and keys;",
            "--key seals it."
        },
        footer = {
            "",
            "For example:",
            "  head -c 32 /dev/urandom > backup.key",
            "  ./nextbest backup monday.backup --key backup.key"
        })
final class BackupVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OwnersDatabase database;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Seals the contents with this key, of 32 bytes or more.")
    private Optional<Path> key = Optional.empty();

    @Option(names = "--tenant", paramLabel = "KEY", description = "Only this organisation.")
    private Optional<String> tenant = Optional.empty();

    @Parameters(
            paramLabel = "FILE",
            description = "Where to; a file of this name is replaced when the new one is complete.")
    private Path file;

    @Override
    public Integer call() {
        Backup.Summary written = database.with(
                true,
                spec.commandLine().getErr(),
                owner -> Backup.write(
                        owner,
                        file.toAbsolutePath(),
                        key.map(BackupKey::of),
                        tenant,
                        InstantSource.system().instant()));
        spec.commandLine()
                .getOut()
                .println("wrote " + written.total() + " rows of "
                        + written.rows().size() + " tables, schema " + written.schema() + ", to " + file);
        return 0;
    }
}
