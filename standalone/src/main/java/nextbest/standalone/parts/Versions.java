package nextbest.standalone.parts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of the parts, as the root pom names them. */
final class Versions {

    /** The PostgreSQL server's binaries, for example {@code 18.4.0}. */
    static final String POSTGRES;

    /** Temporal's command line as it is installed, for example {@code 1.5.1}. */
    static final String TEMPORAL_CLI;

    /** The Temporal server inside it, for example {@code 1.29.1}: this one decides what the state file looks like. */
    static final String TEMPORAL_SERVER;

    static {
        Properties versions = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("/nextbest/standalone/version.properties")) {
            if (in == null) {
                throw new IllegalStateException(
                        "Expected nextbest/standalone/version.properties on the class path. Run ./nextbest build.");
            }
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        POSTGRES = versions.getProperty("postgres");
        TEMPORAL_CLI = versions.getProperty("temporal.cli");
        TEMPORAL_SERVER = versions.getProperty("temporal.server");
    }

    private Versions() {}
}
