package nextbest.vendors.salesloft;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Signatures;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import org.junit.jupiter.api.Test;

class SalesloftWebhooksTest {
    private static final byte[] BODY =
            "{\"id\":17,\"updated_at\":\"2026-03-02T08:00:00.000000+00:00\"}".getBytes(StandardCharsets.UTF_8);

    /** Computed with {@code openssl dgst -sha1 -hmac new} over the three bytes of {@code abc}. */
    private static final String ABC_WITH_NEW = "97b8eff51d042fdd091459e0926bde7eaf6686b5";

    private final Webhooks webhooks = new Salesloft().webhooks().orElseThrow();

    private static Incoming call(String event, byte[] body, String signature) {
        return new Incoming(
                "POST",
                URI.create("https://nextbest.example.com/webhooks/t/salesloft/key"),
                Map.of("X-Salesloft-Event", event, "X-Salesloft-Signature", signature),
                body,
                Instant.EPOCH);
    }

    private Verdict check(byte[] body, String signature) {
        return webhooks.check(call("task_updated", body, signature), List.of("new", "old"));
    }

    @Test
    void theSignatureIsHexOfHmacSha1WithEitherLiveSecret() {
        assertThat(check("abc".getBytes(StandardCharsets.UTF_8), ABC_WITH_NEW)).isInstanceOf(Verdict.Genuine.class);
        assertThat(check(BODY, FakeSalesloft.sign("new", BODY))).isInstanceOf(Verdict.Genuine.class);
        assertThat(check(BODY, FakeSalesloft.sign("old", BODY))).isInstanceOf(Verdict.Genuine.class);
    }

    /** Each is one step from a genuine call; some pages say SHA-256, which the vendor does not. */
    @Test
    void whatIsForgedChangedOrTruncatedIsNot() {
        String good = FakeSalesloft.sign("new", BODY);
        byte[] other = BODY.clone();
        other[7] = '8';
        String sha256 =
                java.util.HexFormat.of().formatHex(Signatures.mac(Signatures.Algorithm.HMAC_SHA256, "new", BODY));
        assertThat(List.of(
                        check(BODY, FakeSalesloft.sign("wrong", BODY)),
                        check(other, good),
                        check(Arrays.copyOf(BODY, BODY.length - 1), good),
                        check(BODY, sha256),
                        check(BODY, "no hex"),
                        check(BODY, "")))
                .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Forged.class));
        assertThat(webhooks.check(call("task_updated", BODY, good), List.of())).isInstanceOf(Verdict.Forged.class);
    }

    @Test
    void theSameRecordOfTwoEventsIsTwoCallsAndOfOneIsOne() {
        assertThat(webhooks.kept(call("task_updated", BODY, "")))
                .isEqualTo(webhooks.kept(call("task_updated", BODY, "other")))
                .isNotEqualTo(webhooks.kept(call("task_completed", BODY, "")));
    }

    private Hints read(String event, String body) {
        return webhooks.read(webhooks.kept(call(event, body.getBytes(StandardCharsets.UTF_8), "")));
    }

    @Test
    void aCallNamesARecordToReadAgain() {
        assertThat(read("person_updated", "{\"id\":17}").records()).containsExactly(new Hint(Kind.CONTACT, "17"));
        assertThat(read("task_completed", "{\"id\":17,\"opportunity\":{\"id\":5}}")
                        .records())
                .containsExactly(new Hint(Kind.TASK, "17"), new Hint(Kind.DEAL, "5"));
        assertThat(read("call_created", "{\"id\":17}").records()).containsExactly(new Hint(Kind.ACTIVITY, "calls:17"));
        assertThat(read("cadence_membership_updated", "{\"data\":{\"id\":17}}").records())
                .containsExactly(
                        new Hint(Kind.ACTIVITY, "cadence_memberships:17"),
                        new Hint(Kind.TASK, "cadence_memberships:17"));
        assertThat(read("account_deleted", "{\"id\":17}").records()).containsExactly(new Hint(Kind.CLIENT, "17"));
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertThat(read("weather_updated", "{\"id\":17}").oddities())
                .extracting(Item.Oddity::seen)
                .containsExactly("weather");
        assertThat(read("link_swap", "{\"id\":17}").oddities()).hasSize(1);
        assertThat(read("Bad\u00e9 header", "{\"id\":17}").oddities())
                .extracting(Item.Oddity::seen)
                .containsExactly("unknown");
        for (String body : List.of("{", "[]", "{}", "{\"id\":\"../x\"}")) {
            assertThat(read("task_updated", body).oddities()).as(body).hasSize(1);
        }
        assertThat(webhooks.read(new byte[] {0, 1, 2}).oddities()).hasSize(1);
        assertThat(webhooks.acknowledgement().status()).isEqualTo(200);
    }
}
