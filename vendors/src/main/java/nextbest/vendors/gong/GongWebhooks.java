package nextbest.vendors.gong;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import nextbest.vendors.Json;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Gong's webhooks: a JWT (RFC 7519) in the header {@code Authorization}, signed with RS256, that names the address that is called
 * and the SHA-256 of the body. The algorithm is pinned: what the token says of itself must agree with it and chooses nothing.
 */
final class GongWebhooks implements Webhooks {
    /** Longer than any token of Gong's, and short enough to look at. */
    private static final int MOST_TOKEN = 8_192;

    /** Clocks differ: a token is good for so long after its end. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    @Override
    public Verdict check(Incoming call, List<String> secrets) {
        if (secrets.isEmpty()) {
            return forged("no webhook-secret is configured, so no call can be checked");
        }
        Optional<String> token = call.header("Authorization")
                .map(value -> value.regionMatches(true, 0, "Bearer ", 0, 7) ? value.substring(7) : value)
                .map(String::strip)
                .filter(value -> value.length() <= MOST_TOKEN);
        String[] parts = token.orElse("").split("\\.", -1);
        if (parts.length != 3) {
            return forged("the header Authorization with a signed token of three parts is missing");
        }
        Optional<JsonNode> header = decoded(parts[0]).flatMap(GongWebhooks::json);
        if (header.flatMap(one -> Json.text(one, "alg")).filter("RS256"::equals).isEmpty()
                || header.get().has("crit")) {
            return forged("the token is not one that is signed with RS256 and nothing else");
        }
        Optional<byte[]> signature = decoded(parts[2]);
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        if (signature.isEmpty() || !isSigned(signed, signature.get(), secrets)) {
            return forged("the token is not signed with a key that is configured as webhook-secret");
        }
        return decoded(parts[1])
                .flatMap(GongWebhooks::json)
                .map(claims -> claims(call, claims))
                .orElseGet(() -> forged("the token's claims are no JSON"));
    }

    private static Verdict claims(Incoming call, JsonNode claims) {
        if (!Json.text(claims, "webhook_url").equals(Optional.of(call.uri().toString()))) {
            return forged("the token is for another address than " + call.uri().getPath());
        }
        byte[] sent = Json.text(claims, "body_sha256").orElse("").getBytes(StandardCharsets.UTF_8);
        byte[] ours = HexFormat.of().formatHex(sha256(call.body())).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(sent, ours)) {
            return forged("the token is for another body");
        }
        JsonNode end = claims.path("exp");
        if (!end.isNumber() || end.asDouble() < 0 || end.asDouble() > 99_999_999_999.0) {
            return forged("the token says not until when it is good");
        }
        Instant exp = Instant.ofEpochSecond((long) end.asDouble());
        return exp.plus(SKEW).isAfter(call.at())
                ? new Verdict.Genuine()
                : forged("the token was good until " + exp + ", and it is " + call.at());
    }

    private static Verdict forged(String reason) {
        return new Verdict.Forged(reason);
    }

    /** All keys are tried, so that two are good while one is being replaced. */
    private static boolean isSigned(byte[] message, byte[] signature, List<String> keys) {
        boolean good = false;
        for (String key : keys) {
            good |= isSigned(message, signature, key);
        }
        return good;
    }

    private static boolean isSigned(byte[] message, byte[] signature, String key) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key(key));
            rsa.update(message);
            return rsa.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // no key, or no signature of its length: neither is good
            return false;
        }
    }

    /** As the rule's editor shows it, or with the lines that others put around it. */
    private static PublicKey key(String text) throws GeneralSecurityException {
        String base64 = text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Optional<byte[]> decoded(String part) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> json(byte[] bytes) {
        try {
            return Optional.of(Json.read(bytes)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Nothing of a call is taken from here but its id: it is read again. */
    @Override
    public Hints read(byte[] body) {
        Optional<JsonNode> told = json(body);
        if (told.isEmpty()) {
            return odd("body", body.length + " bytes that are no JSON object", "a JSON object with callData");
        }
        if (told.get().path("isTest").asBoolean(false)) {
            return new Hints(List.of(), List.of());
        }
        List<Hint> hints = new ArrayList<>();
        Json.text(told.get().path("callData").path("metaData"), "id")
                .filter(id -> id.matches("\\d{1,20}"))
                .ifPresent(id -> hints.add(new Hint(Kind.CALL, id)));
        return hints.isEmpty()
                ? odd("callData.metaData.id", "nothing, or no number", "the id of a call: up to 20 digits")
                : new Hints(hints, List.of());
    }

    private static Hints odd(String field, String seen, String allowed) {
        return new Hints(List.of(), List.of(new Item.Oddity(field, seen, allowed)));
    }
}
