package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import nextbest.store.backup.Backup;
import nextbest.store.backup.BackupKey;
import nextbest.store.backup.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./nextbest restore FILE}: a backup into an empty database. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Loads a backup into an empty database, or one organisation into a database that does not have it.",
            "The file is checked from end to end first; then everything is loaded in one transaction, or nothing is.",
            "A backup of an older release is brought up to date; one of a newer release is refused."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest restore monday.backup --key backup.key --data new-data",
            "  ./nextbest up --data new-data                  starts every loop where it stood",
            "  ./nextbest reconcile --rebuild                 instead, where the Temporal server was not lost"
        })
final class RestoreVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OwnersDatabase database;

    @Option(names = "--key", paramLabel = "FILE", description = "The key that the backup was sealed with.")
    private Optional<Path> key = Optional.empty();

    @Option(names = "--check", description = "Only check the file; no database is needed.")
    private boolean checkOnly;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (checkOnly) {
            print(out, "holds", Restore.check(file, key.map(BackupKey::of)));
            return 0;
        }
        Backup.Summary loaded = database.with(
                false, spec.commandLine().getErr(), owner -> Restore.load(owner, file, key.map(BackupKey::of)));
        print(out, "loaded", loaded);
        out.println("Next: ./nextbest up starts the loops where they stood, if its Temporal file is new;");
        out.println("if the Temporal server was not lost: ./nextbest reconcile --rebuild");
        return 0;
    }

    private static void print(PrintWriter out, String what, Backup.Summary summary) {
        out.println(what + " " + summary.total() + " rows of " + summary.rows().size() + " tables, schema "
                + summary.schema() + ", made " + summary.made());
    }
}
