package nextbest.worker;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a worker that runs by itself needs: keys {@code nextbest.worker.*}. An unknown key is an error at start.
 *
 * @param databaseUrl {@code jdbc:postgresql://HOST:PORT/NAME}
 * @param databaseUser the application role, which must not be a superuser: row-level security would be void
 * @param databasePassword of that role
 * @param connections the most connections at once, 1 to 200
 * @param temporalTarget host and port of the Temporal frontend
 * @param temporalNamespace on that server
 * @param publicUrl where people reach the API's pages; links in mails start with it
 * @param linkKey signs the links in mails, the same as the API's; empty: a key per organisation is kept in the database
 */
@ConfigurationProperties(prefix = "nextbest.worker", ignoreUnknownFields = false)
record WorkerProgramSettings(
        String databaseUrl,
        @DefaultValue("nextbest_app") String databaseUser,
        @DefaultValue("") String databasePassword,
        @DefaultValue("30") int connections,
        @DefaultValue("127.0.0.1:7233") String temporalTarget,
        @DefaultValue("default") String temporalNamespace,
        @DefaultValue("http://localhost:8080") URI publicUrl,
        @DefaultValue("") String linkKey) {
    WorkerProgramSettings {
        if (databaseUrl == null || !databaseUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "nextbest.worker.database-url must be jdbc:postgresql://HOST:PORT/NAME, but is "
                            + (databaseUrl == null
                                    ? "not set"
                                    : databaseUrl.replaceAll("password=[^&]*", "password=***")));
        }
        if (connections < 1 || connections > 200) {
            throw new IllegalArgumentException("nextbest.worker.connections must be 1 to 200, but is " + connections);
        }
    }

    @Override
    public String toString() {
        return "WorkerProgramSettings[databaseUrl=" + databaseUrl.replaceAll("password=[^&]*", "password=***")
                + ", databaseUser=" + databaseUser
                + ", databasePassword=***, connections=" + connections + ", temporalTarget=" + temporalTarget
                + ", temporalNamespace="
                + temporalNamespace + ", publicUrl=" + publicUrl + ", linkKey=" + (linkKey.isEmpty() ? "none" : "***")
                + "]";
    }
}
