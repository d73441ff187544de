package nextbest.api.security.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A provider on this machine: codes work once, for who asked for them, and tokens can be made wrong. */
final class Provider implements AutoCloseable {
    static final String CLIENT = "nextbest";
    static final String SECRET = "the client's secret";

    private final HttpServer server;
    private final RSAKey key;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    /** What is said of the person who logs in. */
    final Map<String, Object> person = new ConcurrentHashMap<>();
    /** Makes the claims of the next tokens wrong. */
    volatile Consumer<JWTClaimsSet.Builder> claims = any -> {};
    /** Makes the next tokens wrong. */
    volatile UnaryOperator<String> token = same -> same;

    volatile boolean down;

    Provider() {
        try {
            key = new RSAKeyGenerator(2048).keyID("one").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException | JOSEException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token of this provider's making, signed by whatever key. */
    static String signed(JWTClaimsSet claims, RSAKey by) {
        try {
            JWSSigner signer = new RSASSASigner(by);
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(by.getKeyID())
                            .build(),
                    claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As tokens count: seconds since 1970. */
    private static long now() {
        return InstantSource.system().instant().getEpochSecond();
    }

    static void over(JWTClaimsSet.Builder claims) {
        claims.claim("exp", now() - 600);
    }

    static String unsigned(String token) {
        try {
            return new PlainJWT(SignedJWT.parse(token).getJWTClaimsSet()).serialize();
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static String byAnotherKey(String token) {
        try {
            return signed(
                    SignedJWT.parse(token).getJWTClaimsSet(),
                    new RSAKeyGenerator(2048).keyID("one").generate());
        } catch (java.text.ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (down) {
                send(exchange, 503, "{}");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> send(exchange, 200, """
                        {"issuer": "%1$s", "authorization_endpoint": "%1$s/door", "token_endpoint": "%1$s/token",
                         "jwks_uri": "%1$s/keys", "response_types_supported": ["code"],
                         "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
                        """.formatted(issuer()));
                case "/keys" -> send(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
                case "/door" -> door(exchange);
                case "/token" -> token(exchange);
                default -> send(exchange, 404, "{}");
            }
        }
    }

    /** The person is known at once: a code goes back. */
    private void door(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .add("Location", asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> begun = codes.remove(asked.getOrDefault("code", ""));
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT + ":" + java.net.URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{\"error\": \"invalid_client\"}");
        } else if (begun == null
                || !begun.get("redirect_uri").equals(asked.get("redirect_uri"))
                || !begun.get("code_challenge").equals(challenge(asked.get("code_verifier")))) {
            send(exchange, 400, "{\"error\": \"invalid_grant\"}");
        } else {
            JWTClaimsSet.Builder said = new JWTClaimsSet.Builder()
                    .issuer(issuer())
                    .audience(CLIENT)
                    .subject("subject-1")
                    .claim("iat", now())
                    .claim("exp", now() + 60)
                    .claim("nonce", begun.get("nonce"));
            person.forEach(said::claim);
            claims.accept(said);
            send(
                    exchange,
                    200,
                    "{\"access_token\": \"a\", \"token_type\": \"Bearer\", \"id_token\": \""
                            + token.apply(signed(said.build(), key)) + "\"}");
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void send(HttpExchange exchange, int status, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        try {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
