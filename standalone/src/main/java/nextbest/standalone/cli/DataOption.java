package nextbest.standalone.cli;

import java.nio.file.Path;
import nextbest.standalone.parts.DataFolder;
import picocli.CommandLine.Option;

/** {@code --data}: the folder that a verb works in. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The data folder (default: NEXTBEST_DATA, or 'data' beside ./nextbest).")
    private Path folder;

    /** The one that was asked for, or the standard one. */
    Path folder() {
        return folder == null ? DataFolder.standard() : folder;
    }
}
