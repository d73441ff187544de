package nextbest.standalone.parts;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM that runs a test's {@code main}, says {@value #READY} when it has done its part, and
 * then waits to be killed: a parent whose death is not clean.
 */
final class ChildJvm implements AutoCloseable {

    static final String READY = "ready";

    private final Process process;
    private final List<String> said = new ArrayList<>();

    private ChildJvm(Process process) {
        this.process = process;
    }

    /** Starts it and returns when it said that it is ready. */
    static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ChildJvm child = new ChildJvm(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start());
        BufferedReader lines = child.process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            child.said.add(line);
            if (line.equals(READY)) {
                return child;
            }
        }
        throw new IOException("The child JVM ended before it was ready: " + String.join("\n", child.said));
    }

    /** What it printed before it was ready, one {@code name value} a line. */
    String said(String name) {
        return said.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No '" + name + "' among " + said));
    }

    /** In the child: says that everything is done and waits for its end. */
    static void readyAndWait() throws InterruptedException {
        System.out.println(READY);
        Thread.sleep(Long.MAX_VALUE);
    }

    /** The session that a process belongs to (Linux): Ctrl-C in a terminal reaches that terminal's session only. */
    static String sessionOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // After the name in parentheses: state, parent, group, session (proc(5), field 6).
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }

    /** {@code kill -9}: no shutdown hook, no finally. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
