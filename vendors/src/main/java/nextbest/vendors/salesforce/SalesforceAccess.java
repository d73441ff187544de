package nextbest.vendors.salesforce;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.Connection;
import nextbest.vendors.Json;
import nextbest.vendors.OAuth;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;

/**
 * Tokens of the server flows: client credentials, or a JWT that is signed here (RFC 7523, RS256). Neither brings a refresh token;
 * a new one is minted when the old one is refused.
 */
final class SalesforceAccess {
    /** The answer does not say how long a token lives; the org's session settings do. A refused one is minted anew before. */
    private static final Duration LIFE = Duration.ofHours(1);

    /** A JWT is good for so long. */
    private static final Duration ASSERTION = Duration.ofMinutes(3);

    private final Connection connection;
    private final Wire wire;
    private final URI base;
    private final Tokens tokens;

    SalesforceAccess(Connection connection, Wire wire, URI base, Tokens tokens) {
        this.connection = connection;
        this.wire = wire;
        this.base = base;
        this.tokens = tokens;
    }

    /** @param refused one that was just said no to */
    String token(Optional<String> refused) {
        return tokens.current(refused, last -> mint());
    }

    private Tokens.Token mint() {
        Map<String, String> form = new LinkedHashMap<>();
        if (connection.find(Salesforce.PRIVATE_KEY).isPresent()) {
            form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
            form.put("assertion", assertion());
        } else {
            form.put("grant_type", "client_credentials");
            form.put("client_id", connection.get(Salesforce.CLIENT_ID));
            form.put("client_secret", connection.get(Salesforce.CLIENT_SECRET));
        }
        return new OAuth(
                        "Salesforce",
                        URI.create(base + "/services/oauth2/token"),
                        LIFE,
                        "look at the external client app and connect again",
                        List.of())
                .exchange(wire, form);
    }

    private String assertion() {
        Instant now = wire.real().instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", connection.get(Salesforce.CLIENT_ID));
        claims.put("sub", connection.get(Salesforce.USERNAME));
        claims.put("aud", connection.get(Salesforce.AUDIENCE));
        claims.put("exp", now.plus(ASSERTION).getEpochSecond());
        String signed = part(Json.write(Map.of("alg", "RS256", "typ", "JWT"))) + "." + part(Json.write(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key(connection.get(Salesforce.PRIVATE_KEY)));
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // the cause may quote the key
            throw new VendorTrouble(
                    VendorTrouble.Cause.REJECTED,
                    "private-key must be an RSA key in PEM form (-----BEGIN PRIVATE KEY-----), but cannot be read as one");
        }
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
