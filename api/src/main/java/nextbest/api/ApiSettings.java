package nextbest.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the API behaves: keys {@code nextbest.api.*}. An unknown key is an error at start.
 *
 * @param publicUrl where people reach the pages; links in mails start with it; with https, cookies are for https only
 * @param linkKey signs the links in mails, at least 32 bytes of text; empty: a key per organisation is made and kept in the
 *     database
 * @param sessionLength how long a log-in lasts, in real time
 * @param frameAncestors who may embed the pages, as CSP sources, for example {@code https://example.lightning.force.com};
 *     empty: nobody
 * @param requestsPerSecond how many requests a token may make per second, with bursts of twice as many; 0: no limit
 * @param temporalUi where operators watch workflows, with the namespace, for example
 *     {@code https://temporal.example.com/namespaces/nextbest}; empty: no links
 * @param loginsPerMinute how often a log-in name, and three times as often an address, may try a password per minute
 */
@ConfigurationProperties(prefix = "nextbest.api", ignoreUnknownFields = false)
public record ApiSettings(
        @DefaultValue("http://localhost:8080") URI publicUrl,
        @DefaultValue("") String linkKey,
        @DefaultValue("12h") Duration sessionLength,
        @DefaultValue List<String> frameAncestors,
        @DefaultValue("0") int requestsPerSecond,
        @DefaultValue("10") int loginsPerMinute,
        @DefaultValue("") String temporalUi) {
    public ApiSettings {
        frameAncestors = List.copyOf(frameAncestors);
        if (!"http".equals(publicUrl.getScheme()) && !"https".equals(publicUrl.getScheme())) {
            throw new IllegalArgumentException(
                    "nextbest.api.public-url must start with http:// or https://, but is " + publicUrl);
        }
        int bytes = linkKey.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > 0 && bytes < 32) {
            throw new IllegalArgumentException("nextbest.api.link-key needs at least 32 bytes, but has " + bytes);
        }
        if (sessionLength.compareTo(Duration.ofMinutes(1)) < 0 || sessionLength.compareTo(Duration.ofDays(31)) > 0) {
            throw new IllegalArgumentException(
                    "nextbest.api.session-length must be 1 minute to 31 days, but is " + sessionLength);
        }
        if (requestsPerSecond < 0 || loginsPerMinute < 1) {
            throw new IllegalArgumentException(
                    "nextbest.api.requests-per-second must be 0 or more and nextbest.api.logins-per-minute 1 or more,"
                            + " but are " + requestsPerSecond + " and " + loginsPerMinute);
        }
        if (!temporalUi.isEmpty() && !temporalUi.matches("https?://[^\\s\"'<>]+[^/\\s\"'<>]")) {
            throw new IllegalArgumentException(
                    "nextbest.api.temporal-ui must be an address such as https://temporal.example.com/namespaces/nextbest,"
                            + " without a slash at its end, but is " + temporalUi);
        }
        for (String source : frameAncestors) {
            if (!source.matches("https?://[A-Za-z0-9.*:-]+|'self'")) {
                throw new IllegalArgumentException(
                        "nextbest.api.frame-ancestors takes origins such as https://crm.example.com, but saw "
                                + source);
            }
        }
    }

    /** Whether people come over TLS, as the public address says. */
    public boolean isSecure() {
        return "https".equals(publicUrl.getScheme());
    }

    @Override
    public String toString() {
        return "ApiSettings[publicUrl=" + publicUrl + ", linkKey=" + (linkKey.isEmpty() ? "none" : "***")
                + ", sessionLength=" + sessionLength + ", frameAncestors=" + frameAncestors + ", requestsPerSecond="
                + requestsPerSecond + ", loginsPerMinute=" + loginsPerMinute + ", temporalUi=" + temporalUi + "]";
    }
}
