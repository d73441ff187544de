package nextbest.standalone.parts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Temporal server's program: found on the PATH, found in our cache folder, or built once with a
 * Go tool chain.
 *
 * @param path the program
 * @param server version of the server inside it, for example {@code 1.29.1}; it decides what the
 *     state file looks like
 */
public record TemporalBinary(Path path, String server) {

    private static final String MODULE = "github.com/temporalio/cli/cmd/temporal@v" + Versions.TEMPORAL_CLI;
    private static final Pattern SERVER = Pattern.compile("Server (\\d+)\\.(\\d+)\\.(\\d+)");
    private static final Pattern GO = Pattern.compile("go1\\.(\\d+)");

    /** From this Go on, a tool chain that a module asks for is fetched by Go itself. */
    private static final int LEAST_GO = 21;

    private static final Duration BUILD = Duration.ofMinutes(30);

    /** The folder for what is built once per machine: {@code nextbest} in XDG_CACHE_HOME or ~/.cache. */
    public static Path cache() {
        String chosen = System.getenv("XDG_CACHE_HOME");
        Path caches = chosen != null && !chosen.isBlank()
                ? Path.of(chosen)
                : Path.of(System.getProperty("user.home"), ".cache");
        return caches.resolve("nextbest");
    }

    /** The program, if this machine has one that fits the server version that nextbest is made for. */
    public static Optional<TemporalBinary> find() {
        return find(Versions.TEMPORAL_SERVER, new ArrayList<>());
    }

    /**
     * The program, built now if this machine has none.
     *
     * @param progress gets a line every few seconds while it is built (about three minutes on two cores)
     * @throws PartException when there is no fitting program and none can be built, saying how to get one
     */
    public static TemporalBinary findOrBuild(Consumer<String> progress) {
        return findOrBuild(Versions.TEMPORAL_SERVER, progress);
    }

    /** As above, for a data folder whose state was written by the given server version. */
    static TemporalBinary findOrBuild(String wanted, Consumer<String> progress) {
        List<String> rejected = new ArrayList<>();
        Optional<TemporalBinary> found = find(wanted, rejected);
        if (found.isPresent()) {
            return found.get();
        }
        if (!fits(Versions.TEMPORAL_SERVER, wanted)) {
            throw new PartException("Temporal's state in this data folder was written by server " + wanted
                    + ", but this nextbest brings server " + Versions.TEMPORAL_SERVER
                    + ", and its file has no upgrade. Move the folder 'temporal' aside and run ./nextbest reconcile: "
                    + "PostgreSQL holds everything that is needed to start the workflows again." + seen(rejected));
        }
        Path go = findGo().orElseThrow(() -> new PartException(howToGet(rejected)));
        return build(go, progress);
    }

    /** True when two servers write the same state file: the same version up to the patch number. */
    static boolean fits(String version, String wanted) {
        return minor(version).equals(minor(wanted));
    }

    /** How to get the program on a machine where it can not be built, for messages. */
    static String howToGet(List<String> rejected) {
        return "The Temporal server (command line " + Versions.TEMPORAL_CLI + ", server " + Versions.TEMPORAL_SERVER
                + ") is needed and was found neither on the PATH nor in " + cache().resolve("bin") + "."
                + seen(rejected)
                + "\nTo get it, either install Go 1." + LEAST_GO + " or newer and try again (nextbest then builds it "
                + "once: sudo apt-get install golang-go | brew install go), or put a 'temporal' "
                + Versions.TEMPORAL_CLI + " on the PATH (brew install temporal, or Temporal's own download page).";
    }

    private static Optional<TemporalBinary> find(String wanted, List<String> rejected) {
        return Stream.of(Programs.find("temporal"), Optional.of(cached()).filter(Files::isExecutable))
                .flatMap(Optional::stream)
                .flatMap(path -> look(path, wanted, rejected).stream())
                .findFirst();
    }

    private static Optional<TemporalBinary> look(Path path, String wanted, List<String> rejected) {
        try {
            String said = Programs.run(List.of(path.toString(), "--version"), Map.of(), Duration.ofSeconds(30))
                    .orFail("ask for the version of Temporal");
            Matcher server = SERVER.matcher(said);
            if (server.find()) {
                String version = server.group().substring("Server ".length());
                if (fits(version, wanted)) {
                    return Optional.of(new TemporalBinary(path, version));
                }
            }
            rejected.add(path + " is '" + said + "'");
        } catch (PartException e) {
            rejected.add(path + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    private static Path cached() {
        return cache().resolve("bin").resolve("temporal-" + Versions.TEMPORAL_CLI);
    }

    private static Optional<Path> findGo() {
        return Stream.concat(
                        Programs.find("go").stream(),
                        Stream.of("/usr/local/go/bin/go", "/usr/lib/go/bin/go", "/opt/homebrew/bin/go", "/snap/bin/go")
                                .map(Path::of)
                                .filter(Files::isExecutable))
                .filter(go -> {
                    Matcher version =
                            GO.matcher(Programs.run(List.of(go.toString(), "version"), Map.of(), Duration.ofSeconds(30))
                                    .output());
                    return version.find() && Integer.parseInt(version.group(1)) >= LEAST_GO;
                })
                .findFirst();
    }

    /**
     * Builds into the cache folder. Go's own caches for this build lie there too and are removed
     * afterwards: they are ten times the size of the program and nobody else needs them.
     */
    private static TemporalBinary build(Path go, Consumer<String> progress) {
        Path scratch = cache().resolve("build");
        try {
            Files.createDirectories(cached().getParent());
            try (FileChannel channel = FileChannel.open(
                            cache().resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = waitFor(channel, progress)) {
                if (lock.isValid() && !Files.isExecutable(cached())) {
                    PostgresProgram.deleteTree(scratch);
                    Files.createDirectories(scratch.resolve("bin"));
                    compile(go, scratch, progress);
                    Files.move(scratch.resolve("bin/temporal"), cached(), StandardCopyOption.ATOMIC_MOVE);
                    PostgresProgram.deleteTree(scratch);
                }
            }
        } catch (IOException e) {
            throw new PartException("Could not build the Temporal server in " + cache(), e);
        }
        List<String> rejected = new ArrayList<>();
        return look(cached(), Versions.TEMPORAL_SERVER, rejected)
                .orElseThrow(() -> new PartException(
                        "The Temporal server was built, but is not what was expected." + seen(rejected)));
    }

    private static FileLock waitFor(FileChannel channel, Consumer<String> progress) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock == null) {
            progress.accept("waiting for another process that builds the Temporal server");
            lock = channel.lock();
        }
        return lock;
    }

    private static void compile(Path go, Path scratch, Consumer<String> progress) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        go.toString(), "install", "-v", "-trimpath", "-ldflags=-s -w", MODULE)
                .directory(scratch.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("GOBIN", scratch.resolve("bin").toString());
        environment.put("GOPATH", scratch.resolve("path").toString());
        environment.put("GOMODCACHE", scratch.resolve("path/pkg/mod").toString());
        environment.put("GOCACHE", scratch.resolve("cache").toString());
        environment.put("GOFLAGS", (environment.getOrDefault("GOFLAGS", "") + " -modcacherw").strip());
        environment.put("GOTOOLCHAIN", "auto");
        environment.put("CGO_ENABLED", "0");
        environment.put("GOWORK", "off");

        long started = System.nanoTime();
        progress.accept("building the Temporal server " + Versions.TEMPORAL_CLI + " with " + go
                + " (once per machine, about 3 minutes on 2 cores)");
        Process process = builder.start();
        List<String> said = new ArrayList<>();
        AtomicInteger packages = new AtomicInteger();
        Thread reader = Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.startsWith("go: downloading")) {
                        packages.incrementAndGet();
                    }
                    synchronized (said) {
                        said.add(line);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            while (!process.waitFor(10, TimeUnit.SECONDS)) {
                long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
                progress.accept("  " + seconds + " s, " + packages.get() + " packages");
                if (seconds > BUILD.toSeconds()) {
                    throw new PartException("The build of the Temporal server was given up after " + BUILD.toMinutes()
                            + " minutes. " + howToGet(List.of()));
                }
            }
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartException("Interrupted while the Temporal server was built", e);
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            List<String> tail;
            synchronized (said) {
                tail = List.copyOf(said.subList(Math.max(0, said.size() - 10), said.size()));
            }
            throw new PartException("Could not build the Temporal server: 'go install " + MODULE + "' ended with code "
                    + process.exitValue() + " and said at last:\n" + String.join("\n", tail) + "\n"
                    + howToGet(List.of()));
        }
        progress.accept("built the Temporal server in "
                + Duration.ofNanos(System.nanoTime() - started).toSeconds() + " s");
    }

    private static String minor(String version) {
        return version.substring(0, version.lastIndexOf('.'));
    }

    private static String seen(List<String> rejected) {
        return rejected.isEmpty() ? "" : " Found, but not fitting: " + String.join("; ", rejected) + ".";
    }
}
