package nextbest.standalone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the class path. */
public final class Version implements IVersionProvider {

    private static final String RESOURCE = "/nextbest/standalone/version.properties";

    Version() {}

    /**
     * This build's version, for example {@code 0.1.0}.
     *
     * @throws IllegalStateException when the class path holds no version: it was not built by the project's pom
     */
    public static String current() {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "Expected " + RESOURCE + " on the class path; it is missing. Run ./nextbest build.");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + RESOURCE, e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "nextbest " + current(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")",
            System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
