package nextbest.standalone.cli;

import java.nio.file.Path;
import nextbest.standalone.parts.DataFolder;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code --data}: the folder that a verb works in. Verbs of a verb take it over, so it may be said after any of them. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "The data folder (default: NEXTBEST_DATA, or 'data' beside ./nextbest).")
    private Path folder;

    /** The one that was asked for, or the standard one. */
    Path folder() {
        return folder == null ? DataFolder.standard() : folder;
    }
}
