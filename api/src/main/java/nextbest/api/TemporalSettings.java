package nextbest.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the workflow server is: keys {@code nextbest.temporal.*}. An unknown key is an error at start.
 *
 * @param target host and port
 * @param namespace on that server
 */
@ConfigurationProperties(prefix = "nextbest.temporal", ignoreUnknownFields = false)
record TemporalSettings(
        @DefaultValue("127.0.0.1:7233") String target,
        @DefaultValue("default") String namespace) {
    TemporalSettings {
        if (!target.matches("[^:/\\s]+:[0-9]{1,5}")) {
            throw new IllegalArgumentException("nextbest.temporal.target must be HOST:PORT, but is '" + target + "'");
        }
    }
}
