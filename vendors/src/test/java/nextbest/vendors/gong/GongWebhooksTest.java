package nextbest.vendors.gong;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import nextbest.vendors.port.Kind;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Signatures;
import nextbest.vendors.webhook.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GongWebhooksTest {
    private static final URI HOOK = URI.create("https://nextbest.example.com/webhooks/t/gong/key");
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    private final GongWorld world = new GongWorld();
    private final GongWorld other = new GongWorld();
    private final GongWebhooks webhooks = new GongWebhooks();
    private final String call = world.call();
    private final byte[] body = world.fake.told(call);

    @AfterEach
    void close() {
        world.close();
        other.close();
    }

    private boolean isGenuine(String authorization, byte[] sent, Instant at) {
        Incoming incoming = new Incoming("POST", HOOK, Map.of("authorization", authorization), sent, at);
        return webhooks.check(incoming, List.of(other.fake.publicKey(), world.fake.publicKey()))
                instanceof Verdict.Genuine;
    }

    private boolean isGenuine(String authorization) {
        return isGenuine(authorization, body, NOW);
    }

    private Map<String, Object> claims() {
        return new HashMap<>(Map.of(
                "webhook_url",
                HOOK.toString(),
                "body_sha256",
                // FIPS 180-4 by the platform, apart from the class under test
                HexFormat.of().formatHex(sha256(body)),
                "exp",
                NOW.plusSeconds(60).getEpochSecond()));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signed(Map<String, Object> claims) {
        return world.fake.signed(Map.of("alg", "RS256"), claims);
    }

    @Test
    void aSignedCallIsGenuineWithAndWithoutBearer() {
        assertThat(isGenuine(signed(claims()))).isTrue();
        assertThat(isGenuine("Bearer " + signed(claims()))).isTrue();
    }

    @Test
    void bothLiveKeysAreGood() {
        assertThat(isGenuine(other.fake.signed(Map.of("alg", "RS256"), claims())))
                .isTrue();
    }

    @Test
    void aKeyIsReadWithAndWithoutItsArmour() {
        String armoured = "-----BEGIN PUBLIC KEY-----\n" + world.fake.publicKey() + "\n-----END PUBLIC KEY-----\n";
        Incoming incoming = new Incoming("POST", HOOK, Map.of("Authorization", signed(claims())), body, NOW);
        assertThat(webhooks.check(incoming, List.of(armoured))).isInstanceOf(Verdict.Genuine.class);
        assertThat(webhooks.check(incoming, List.of("no key"))).isInstanceOf(Verdict.Forged.class);
        assertThat(webhooks.check(incoming, List.of())).isInstanceOf(Verdict.Forged.class);
    }

    /** Each is one step from a genuine call. */
    @Test
    void whatIsForgedReplayedTruncatedOrExpiredIsNot() {
        String good = signed(claims());
        try (GongWorld stranger = new GongWorld()) {
            assertThat(isGenuine(stranger.fake.signed(Map.of("alg", "RS256"), claims())))
                    .isFalse();
        }
        byte[] less = java.util.Arrays.copyOf(body, body.length - 1);
        assertThat(isGenuine(good, less, NOW)).as("truncated").isFalse();
        byte[] changed = body.clone();
        changed[20] ^= 1;
        assertThat(isGenuine(good, changed, NOW)).as("another body").isFalse();
        // a minute is allowed for clocks that differ
        assertThat(isGenuine(good, body, NOW.plusSeconds(119))).isTrue();
        assertThat(isGenuine(good, body, NOW.plusSeconds(121))).as("expired").isFalse();
        for (String claim : List.of("webhook_url", "body_sha256", "exp")) {
            Map<String, Object> without = claims();
            without.remove(claim);
            assertThat(isGenuine(signed(without))).as("without " + claim).isFalse();
        }
        Map<String, Object> elsewhere = claims();
        elsewhere.put("webhook_url", HOOK + "/");
        assertThat(isGenuine(signed(elsewhere))).as("another address").isFalse();
        Map<String, Object> upper = claims();
        upper.put("exp", "tomorrow");
        assertThat(isGenuine(signed(upper))).as("an end that is none").isFalse();
        assertThat(isGenuine(good.substring(0, good.length() - 4))).isFalse();
        assertThat(isGenuine("")).isFalse();
        assertThat(isGenuine("a.b.c")).isFalse();
        assertThat(isGenuine("Bearer " + "x".repeat(20_000) + ".b.c")).isFalse();
    }

    /** The token chooses no algorithm: none, and a MAC with the public key as its secret, are the known attacks. */
    @Test
    void theAlgorithmIsPinned() {
        String[] parts = signed(claims()).split("\\.", -1);
        String none = part("{\"alg\":\"none\"}");
        assertThat(isGenuine(none + "." + parts[1] + ".")).isFalse();
        assertThat(isGenuine(none + "." + parts[1] + "." + parts[2])).isFalse();
        String hs = part("{\"alg\":\"HS256\"}") + "." + parts[1];
        byte[] mac = Signatures.mac(
                Signatures.Algorithm.HMAC_SHA256, world.fake.publicKey(), hs.getBytes(StandardCharsets.US_ASCII));
        assertThat(isGenuine(hs + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac)))
                .isFalse();
        assertThat(isGenuine(world.fake.signed(Map.of("alg", "RS512"), claims())))
                .isFalse();
        assertThat(isGenuine(world.fake.signed(Map.of("alg", "RS256", "crit", List.of("b64")), claims())))
                .isFalse();
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private Hints read(String text) {
        return webhooks.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCallHintsAtItselfAndNothingOfItIsBelieved() {
        assertThat(webhooks.read(body)).isEqualTo(new Hints(List.of(new Hint(Kind.CALL, call)), List.of()));
        assertThat(read("{\"isTest\":true,\"callData\":{\"metaData\":{\"id\":\"1\"}}}"))
                .isEqualTo(new Hints(List.of(), List.of()));
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertThat(read("{\"callData\":{\"metaData\":{\"id\":\"../x\"}}}").oddities())
                .hasSize(1);
        assertThat(read("{\"callData\":{}}").oddities()).hasSize(1);
        assertThat(read("[1]").oddities()).hasSize(1);
        assertThat(read("{\"callData").oddities()).hasSize(1);
        assertThat(read("").oddities()).hasSize(1);
    }
}
