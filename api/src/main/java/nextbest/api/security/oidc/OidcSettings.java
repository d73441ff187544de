package nextbest.api.security.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which provider: keys {@code nextbest.oidc.*}. An unknown key is an error at start.
 *
 * @param issuer its address as its tokens say it, for example {@code https://login.example.com/realms/sales}; empty: there is none
 * @param clientId what we are called there
 * @param clientSecret empty for a public client
 * @param name of the provider on the log-in page
 * @param claim whose value is the login here; {@code email} counts only if the provider has verified it
 * @param algorithm how tokens are signed; no other is taken
 * @param passwords whether people may log in with a password too
 */
@ConfigurationProperties(prefix = "nextbest.oidc", ignoreUnknownFields = false)
public record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("") String name,
        @DefaultValue("email") String claim,
        @DefaultValue("RS256") String algorithm,
        @DefaultValue("true") boolean passwords) {
    private static final List<JWSAlgorithm> ALGORITHMS = List.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384);

    public OidcSettings {
        if (issuer.isEmpty() != clientId.isEmpty()) {
            throw new IllegalArgumentException("nextbest.oidc.issuer and nextbest.oidc.client-id belong together; "
                    + (issuer.isEmpty() ? "the issuer" : "the client id") + " is not set");
        }
        if (issuer.isEmpty() && !passwords) {
            throw new IllegalArgumentException(
                    "nextbest.oidc.passwords=false would leave no way in: set nextbest.oidc.issuer, too");
        }
        if (!issuer.isEmpty() && !isSafe(URI.create(issuer))) {
            throw new IllegalArgumentException(
                    "nextbest.oidc.issuer must start with https:// (http:// on this machine only), but is " + issuer);
        }
        if (!ALGORITHMS.contains(JWSAlgorithm.parse(algorithm))) {
            throw new IllegalArgumentException(
                    "nextbest.oidc.algorithm must be one of " + ALGORITHMS + ", but is " + algorithm);
        }
        if (claim.isBlank()) {
            throw new IllegalArgumentException(
                    "nextbest.oidc.claim must name a claim, for example email or preferred_username");
        }
    }

    private static boolean isSafe(URI address) {
        return "https".equals(address.getScheme())
                || ("http".equals(address.getScheme())
                        && List.of("localhost", "127.0.0.1", "[::1]").contains(address.getHost()));
    }

    /** Whether there is a provider. */
    public boolean isThere() {
        return !issuer.isEmpty();
    }

    /** What people call it. */
    public String called() {
        return name.isEmpty() ? URI.create(issuer).getHost() : name;
    }

    @Override
    public String toString() {
        return "OidcSettings[issuer=" + issuer + ", clientId=" + clientId + ", clientSecret="
                + (clientSecret.isEmpty() ? "none" : "***") + ", claim=" + claim + ", algorithm=" + algorithm
                + ", passwords=" + passwords + "]";
    }
}
