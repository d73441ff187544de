package nextbest.worker;

import java.net.URI;
import nextbest.workflows.TemporalFrontend;
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
 * @param temporalTls whether to go over TLS; a file or a name below turns it on too
 * @param temporalCa certificates (PEM) that the server's is checked against; empty: those that the platform trusts
 * @param temporalCertificate our own (PEM), where the server asks for one
 * @param temporalKey its key (PKCS#8, PEM)
 * @param temporalServerName the name in the server's certificate, where it is another than the host's
 * @param temporalApiKey sent with each call, for a hosted Temporal
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
        @DefaultValue("false") boolean temporalTls,
        @DefaultValue("") String temporalCa,
        @DefaultValue("") String temporalCertificate,
        @DefaultValue("") String temporalKey,
        @DefaultValue("") String temporalServerName,
        @DefaultValue("") String temporalApiKey,
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

    TemporalFrontend temporal() {
        return TemporalFrontend.of(
                temporalTarget,
                temporalTls,
                temporalCa,
                temporalCertificate,
                temporalKey,
                temporalServerName,
                temporalApiKey);
    }

    @Override
    public String toString() {
        return "WorkerProgramSettings[databaseUrl=" + databaseUrl.replaceAll("password=[^&]*", "password=***")
                + ", databaseUser=" + databaseUser
                + ", databasePassword=***, connections=" + connections + ", temporal=" + temporal()
                + ", temporalNamespace="
                + temporalNamespace + ", publicUrl=" + publicUrl + ", linkKey=" + (linkKey.isEmpty() ? "none" : "***")
                + "]";
    }
}
