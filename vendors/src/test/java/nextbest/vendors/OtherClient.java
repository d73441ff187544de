package nextbest.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs clients that others made, in Python, against a fake. */
public final class OtherClient {
    /** Which Python; the variable names one that has the clients. */
    public static final String PYTHON =
            Optional.ofNullable(System.getenv("NEXTBEST_VENDOR_PYTHON")).orElse("python3");

    private OtherClient() {}

    /** How it ended, and all that it wrote. */
    public record Ran(int status, String out) {
        public String lastLine() {
            return out.lines().reduce((earlier, later) -> later).orElseThrow();
        }
    }

    public static Ran run(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = PYTHON;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Ran(127, "no " + PYTHON);
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), out);
    }
}
