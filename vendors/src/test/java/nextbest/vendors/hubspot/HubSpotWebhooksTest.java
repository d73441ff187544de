package nextbest.vendors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import nextbest.vendors.port.Kind;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Signatures;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import org.junit.jupiter.api.Test;

class HubSpotWebhooksTest {
    private static final URI HOOK = URI.create("https://nextbest.example.com/webhooks/t/hubspot/key");
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final byte[] BODY =
            "[{\"subscriptionType\":\"deal.propertyChange\",\"objectId\":17}]".getBytes(StandardCharsets.UTF_8);

    private final Webhooks webhooks = new HubSpot().webhooks().orElseThrow();

    private static Incoming signed(String secret, URI uri, byte[] body, Instant signedAt, Instant now) {
        String time = Long.toString(signedAt.toEpochMilli());
        byte[] message =
                ("POST" + uri + new String(body, StandardCharsets.UTF_8) + time).getBytes(StandardCharsets.UTF_8);
        String signature =
                Base64.getEncoder().encodeToString(Signatures.mac(Signatures.Algorithm.HMAC_SHA256, secret, message));
        return new Incoming(
                "POST",
                HOOK,
                Map.of("x-hubspot-signature-v3", signature, "X-HubSpot-Request-Timestamp", time),
                body,
                now);
    }

    private Verdict check(Incoming call) {
        return webhooks.check(call, List.of("new", "old"));
    }

    @Test
    void bothLiveSecretsAreGood() {
        assertThat(check(signed("new", HOOK, BODY, NOW, NOW))).isInstanceOf(Verdict.Genuine.class);
        assertThat(check(signed("old", HOOK, BODY, NOW, NOW))).isInstanceOf(Verdict.Genuine.class);
    }

    /** Each is one step from a genuine call. */
    @Test
    void whatIsForgedReplayedOrTruncatedIsNot() {
        byte[] other = BODY.clone();
        other[other.length - 3] = '8';
        assertThat(List.of(
                        signed("wrong", HOOK, BODY, NOW, NOW),
                        signed("new", URI.create("https://other.example.com/"), BODY, NOW, NOW),
                        signed("new", HOOK, BODY, NOW.minus(Duration.ofSeconds(301)), NOW),
                        signed("new", HOOK, BODY, NOW.plus(Duration.ofSeconds(301)), NOW),
                        new Incoming("POST", HOOK, Map.of(), BODY, NOW),
                        new Incoming(
                                "POST",
                                HOOK,
                                Map.of(
                                        "X-HubSpot-Request-Timestamp",
                                        Long.toString(NOW.toEpochMilli()),
                                        "X-HubSpot-Signature-v3",
                                        "no base64!"),
                                BODY,
                                NOW)))
                .allSatisfy(call -> assertThat(check(call)).isInstanceOf(Verdict.Forged.class));
        Incoming genuine = signed("new", HOOK, BODY, NOW, NOW);
        Incoming swapped = new Incoming(
                "POST",
                HOOK,
                Map.of(
                        "X-HubSpot-Signature-v3",
                        genuine.header("X-HubSpot-Signature-v3").orElseThrow(),
                        "X-HubSpot-Request-Timestamp",
                        genuine.header("X-HubSpot-Request-Timestamp").orElseThrow()),
                other,
                NOW);
        assertThat(check(swapped)).isInstanceOf(Verdict.Forged.class);
    }

    @Test
    void withoutASecretNothingIsGenuine() {
        assertThat(webhooks.check(signed("any", HOOK, BODY, NOW, NOW), List.of()))
                .isInstanceOf(Verdict.Forged.class);
    }

    /** The vendor decodes these escapes before it signs. */
    @Test
    void theAddressIsDecodedAsTheVendorDoes() {
        URI escaped = URI.create("https://nextbest.example.com/webhooks?at=10%3A30%2c%40x");
        Incoming call = signed("new", URI.create("https://nextbest.example.com/webhooks?at=10:30,@x"), BODY, NOW, NOW);
        Incoming arrived = new Incoming(
                "POST",
                escaped,
                Map.of(
                        "X-HubSpot-Signature-v3",
                        call.header("X-HubSpot-Signature-v3").orElseThrow(),
                        "X-HubSpot-Request-Timestamp",
                        call.header("X-HubSpot-Request-Timestamp").orElseThrow()),
                BODY,
                NOW);
        assertThat(check(arrived)).isInstanceOf(Verdict.Genuine.class);
    }

    private Hints read(String body) {
        return webhooks.read(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRecordIsHintedAtOnceHoweverOftenItIsNamed() {
        Hints hints = read("""
                [{"subscriptionType":"deal.propertyChange","objectId":17,"propertyName":"amount"},
                 {"subscriptionType":"deal.propertyChange","objectId":17,"propertyName":"dealstage"},
                 {"subscriptionType":"deal.deletion","objectId":18},
                 {"subscriptionType":"object.propertyChange","objectTypeId":"0-27","objectId":19},
                 {"subscriptionType":"contact.merge","objectId":5,"primaryObjectId":5,"mergedObjectIds":[6],"newObjectId":7},
                 {"subscriptionType":"deal.associationChange","associationType":"DEAL_TO_CONTACT","fromObjectId":20,"toObjectId":5}]
                """);
        assertThat(hints.records())
                .containsExactly(
                        new Hint(Kind.DEAL, "17"),
                        new Hint(Kind.DEAL, "18"),
                        new Hint(Kind.TASK, "19"),
                        new Hint(Kind.CONTACT, "5"),
                        new Hint(Kind.CONTACT, "7"),
                        new Hint(Kind.CONTACT, "6"),
                        new Hint(Kind.DEAL, "20"));
        assertThat(hints.oddities()).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodIsSaidAndTheRestIsRead() {
        Hints hints = read("[{\"subscriptionType\":\"ticket.creation\",\"objectId\":1},"
                + "{\"subscriptionType\":\"company.creation\",\"objectId\":2}, 7]");
        assertThat(hints.records()).containsExactly(new Hint(Kind.CLIENT, "2"));
        assertThat(hints.oddities()).hasSize(2);
        assertThat(read("[{").oddities()).hasSize(1);
        assertThat(read("{}").oddities()).hasSize(1);
    }
}
