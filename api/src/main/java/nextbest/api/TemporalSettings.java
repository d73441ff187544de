package nextbest.api;

import nextbest.workflows.TemporalFrontend;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the workflow server is: keys {@code nextbest.temporal.*}. An unknown key is an error at start.
 *
 * @param target host and port
 * @param namespace on that server
 * @param tls whether to go over TLS; a file or a name below turns it on too
 * @param ca certificates (PEM) that the server's is checked against; empty: those that the platform trusts
 * @param certificate our own (PEM), where the server asks for one
 * @param key its key (PKCS#8, PEM)
 * @param serverName the name in the server's certificate, where it is another than the host's
 * @param apiKey sent with each call, for a hosted Temporal
 */
@ConfigurationProperties(prefix = "nextbest.temporal", ignoreUnknownFields = false)
record TemporalSettings(
        @DefaultValue("127.0.0.1:7233") String target,
        @DefaultValue("default") String namespace,
        @DefaultValue("false") boolean tls,
        @DefaultValue("") String ca,
        @DefaultValue("") String certificate,
        @DefaultValue("") String key,
        @DefaultValue("") String serverName,
        @DefaultValue("") String apiKey) {
    TemporalFrontend frontend() {
        return TemporalFrontend.of(target, tls, ca, certificate, key, serverName, apiKey);
    }

    @Override
    public String toString() {
        return "TemporalSettings[" + frontend() + ", namespace=" + namespace + "]";
    }
}
