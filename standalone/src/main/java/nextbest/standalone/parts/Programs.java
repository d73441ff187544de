package nextbest.standalone.parts;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine: where they are, and what they say when they are run to their end. */
final class Programs {

    private Programs() {}

    /** The first program of this name on the PATH. */
    static Optional<Path> find(String name) {
        String path = System.getenv("PATH");
        return Stream.of(path == null ? new String[0] : path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Runs a short command to its end.
     *
     * @throws PartException when it cannot be started, or still runs after the given time (it is then ended)
     */
    static Ended run(List<String> command, Map<String, String> environment, Duration patience) {
        Path output = null;
        try {
            // A file and not a pipe: a server that the command leaves running inherits it, and would keep a pipe open.
            output = Files.createTempFile("nextbest-", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new PartException("Expected '" + String.join(" ", command) + "' to end within "
                        + patience.toSeconds() + " s, but it still ran. So far it said: " + read(output));
            }
            return new Ended(command, process.exitValue(), read(output));
        } catch (IOException e) {
            throw new PartException("Could not run '" + String.join(" ", command) + "'", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartException("Interrupted while waiting for '" + String.join(" ", command) + "'", e);
        } finally {
            if (output != null) {
                DurableFile.delete(output);
            }
        }
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
    }

    /**
     * How a command ended.
     *
     * @param command the command line
     * @param code its exit code, 0 when all went well
     * @param output what it printed, standard output and error together
     */
    record Ended(List<String> command, int code, String output) {

        /** The output, or a clear failure when the exit code is not 0. */
        String orFail(String purpose) {
            if (code != 0) {
                throw new PartException("Could not " + purpose + ": '" + String.join(" ", command)
                        + "' ended with code " + code + " and said: " + output);
            }
            return output;
        }
    }
}
