package nextbest.standalone.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import nextbest.standalone.parts.DataFolder;

/** Sends what programs say to themselves into a file of the data folder; a person sees progress and results only. */
final class Logs {
    private Logs() {}

    /** These look, and leave nothing behind: no folder is made for what they say to themselves. */
    private static final Set<String> LOOKING = Set.of("doctor", "help", "--help", "-h", "--version", "-V");

    /** Must run before the first logger is made. The data folder is looked for where every verb has it: {@code --data}. */
    static void into(String[] arguments) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        Path data = DataFolder.standard();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--data=")) {
                data = Path.of(arguments[i].substring("--data=".length()));
            } else if (arguments[i].equals("--data") && i + 1 < arguments.length) {
                data = Path.of(arguments[i + 1]);
            }
        }
        Path folder = data.toAbsolutePath().normalize().resolve("log");
        boolean looksOnly = arguments.length == 0 || Arrays.stream(arguments).anyMatch(LOOKING::contains);
        if (looksOnly && !Files.isWritable(folder)) {
            System.setProperty("nextbest.log", "/dev/null");
            return;
        }
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("the log folder " + folder + " cannot be made", e);
        }
        System.setProperty("nextbest.log", folder.resolve("nextbest.log").toString());
    }
}
