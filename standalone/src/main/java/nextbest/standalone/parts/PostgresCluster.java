package nextbest.standalone.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The database's files and their passwords: made once, never half. */
final class PostgresCluster {

    static final String SUPERUSER = "postgres";

    private static final Duration INITDB = Duration.ofMinutes(2);

    private final Path path;
    private final PostgresProgram program;
    private final Passwords passwords;

    private PostgresCluster(Path path, PostgresProgram program, Passwords passwords) {
        this.path = path;
        this.program = program;
        this.passwords = passwords;
    }

    /**
     * The cluster of this room, made now if there is none.
     *
     * @throws PartException when it was written by another major version, or its passwords are missing
     */
    static PostgresCluster in(Path room, PostgresProgram program, Consumer<String> progress) {
        Path path = room.resolve("cluster");
        Path file = room.resolve("passwords.json");
        if (Files.isDirectory(path)) {
            checkMajorVersion(path);
            return new PostgresCluster(
                    path,
                    program,
                    DurableFile.readJson(file, Passwords.class)
                            .orElseThrow(() -> new PartException("Expected " + file
                                    + " with the passwords of the database in " + path
                                    + ", but it is missing. Restore it from a backup of the data folder.")));
        }
        progress.accept("making the database (once)");
        Passwords passwords = Passwords.generate();
        DurableFile.writeJson(file, passwords);
        make(room, path, program, passwords);
        return new PostgresCluster(path, program, passwords);
    }

    Path path() {
        return path;
    }

    Passwords passwords() {
        return passwords;
    }

    /** Everything the server is told, replaced as a whole. */
    void configure(String configuration) {
        Path file = path.resolve("nextbest.conf");
        DurableFile.write(file, configuration.getBytes(StandardCharsets.UTF_8));
        program.own(file);
    }

    /**
     * PostgreSQL refuses to start when the process id in its pid file belongs to any living process. After
     * a reboot that may be a stranger. Nobody else can have the folder, and no process of ours was found on
     * it, so the file is left over and is removed; the stranger is left alone.
     */
    void ignoreMisleadingPidFile() {
        if (pidInFile().flatMap(ProcessIdentity::of).isPresent()) {
            DurableFile.delete(path.resolve("postmaster.pid"));
        }
    }

    /** The process id in the cluster's pid file; whose process that is, the file does not prove. */
    Optional<Long> pidInFile() {
        Path file = path.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::valueOf);
        } catch (IOException e) {
            throw new PartException("Could not read " + file, e);
        }
    }

    /** Beside first and then renamed: a cut-off initdb leaves nothing that looks like a database. */
    private static void make(Path room, Path path, PostgresProgram program, Passwords passwords) {
        Path beside = room.resolve("cluster.new");
        Path passwordFile = room.resolve("superuser.password");
        try {
            PostgresProgram.deleteTree(beside);
            DurableFile.write(passwordFile, passwords.superuser().getBytes(StandardCharsets.UTF_8));
            program.own(passwordFile);
            program.run(
                            "initdb",
                            List.of(
                                    "--pgdata=" + beside,
                                    "--username=" + SUPERUSER,
                                    "--pwfile=" + passwordFile,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    // The same order of texts on Linux and macOS, whatever libc says.
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8",
                                    "--locale=C",
                                    "--data-checksums"),
                            INITDB)
                    .orFail("make the database");
            Files.writeString(beside.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
            Files.writeString(
                    beside.resolve("postgresql.conf"),
                    "# Everything nextbest sets is in nextbest.conf.\ninclude 'nextbest.conf'\n");
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.force(room);
        } catch (IOException e) {
            throw new PartException("Could not make the database in " + path, e);
        } finally {
            DurableFile.delete(passwordFile);
        }
    }

    private static void checkMajorVersion(Path path) {
        String expected = Versions.POSTGRES.substring(0, Versions.POSTGRES.indexOf('.'));
        String found;
        try {
            found = Files.readString(path.resolve("PG_VERSION")).strip();
        } catch (IOException e) {
            throw new PartException("Expected a PostgreSQL database in " + path + ", but it has no PG_VERSION", e);
        }
        if (!found.equals(expected)) {
            throw new PartException("The database in " + path + " was written by PostgreSQL " + found
                    + ", but this nextbest brings PostgreSQL " + expected
                    + ". Make a backup with the nextbest that wrote it, and restore that into a new data folder.");
        }
    }

    /** The file's form; 144 random bits each, in an alphabet that needs no quoting. */
    record Passwords(String superuser, String owner, String application) {

        Passwords {
            Objects.requireNonNull(superuser, "superuser");
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(application, "application");
        }

        static Passwords generate() {
            SecureRandom random = new SecureRandom();
            return new Passwords(word(random), word(random), word(random));
        }

        private static String word(SecureRandom random) {
            byte[] bytes = new byte[18];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        @Override
        public String toString() {
            return "Passwords (not shown)";
        }
    }
}
