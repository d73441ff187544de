package nextbest.vendors.outreach;

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
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import org.junit.jupiter.api.Test;

class OutreachWebhooksTest {
    private static final byte[] BODY = """
            {"data":{"type":"opportunity","id":17,"attributes":{"name":"x"}},
             "meta":{"deliveredAt":"2026-03-02T08:00:00Z","eventName":"opportunity.updated"}}""".getBytes(StandardCharsets.UTF_8);

    private final Webhooks webhooks = new Outreach().webhooks().orElseThrow();

    private Verdict check(byte[] body, String signature) {
        return webhooks.check(
                new Incoming(
                        "POST",
                        URI.create("https://nextbest.example.com/webhooks/t/outreach/key"),
                        Map.of("outreach-webhook-signature", signature),
                        body,
                        Instant.EPOCH),
                List.of("new", "old"));
    }

    /** Computed with {@code openssl dgst -sha256 -hmac new} over the three bytes of {@code abc}. */
    private static final String ABC_WITH_NEW = "54a818bc60e785d356919b452b6aae5260e5b8744ec48ab82034e834ff6def9d";

    @Test
    void theSignatureIsHexOfHmacSha256WithEitherLiveSecret() {
        assertThat(check("abc".getBytes(StandardCharsets.UTF_8), ABC_WITH_NEW)).isInstanceOf(Verdict.Genuine.class);
        assertThat(check(BODY, FakeOutreach.sign("new", BODY))).isInstanceOf(Verdict.Genuine.class);
        assertThat(check(BODY, FakeOutreach.sign("old", BODY))).isInstanceOf(Verdict.Genuine.class);
    }

    /** Each is one step from a genuine call. */
    @Test
    void whatIsForgedChangedOrTruncatedIsNot() {
        String good = FakeOutreach.sign("new", BODY);
        byte[] other = BODY.clone();
        other[25] = (byte) (other[25] + 1);
        assertThat(List.of(
                        check(BODY, FakeOutreach.sign("wrong", BODY)),
                        check(other, good),
                        check(Arrays.copyOf(BODY, BODY.length - 1), good),
                        check(BODY, good.substring(2)),
                        check(BODY, "no hex"),
                        check(BODY, "")))
                .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Forged.class));
        Incoming bare = new Incoming("POST", URI.create("https://x/y"), Map.of(), BODY, Instant.EPOCH);
        assertThat(webhooks.check(bare, List.of("new"))).isInstanceOf(Verdict.Forged.class);
        assertThat(webhooks.check(bare, List.of())).isInstanceOf(Verdict.Forged.class);
    }

    private Hints read(String type, String relationships) {
        return webhooks.read(
                ("{\"data\":{\"type\":\"" + type + "\",\"id\":17,\"relationships\":" + relationships + "}}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCallNamesARecordToReadAgain() {
        assertThat(read("opportunity", "{}").records()).containsExactly(new Hint(Kind.DEAL, "17"));
        assertThat(read("task", "{}").records())
                .containsExactly(new Hint(Kind.TASK, "17"), new Hint(Kind.ACTIVITY, "tasks:17"));
        assertThat(read("sequenceState", "{}").records())
                .containsExactly(
                        new Hint(Kind.ACTIVITY, "sequenceStates:17"), new Hint(Kind.TASK, "sequenceStates:17"));
        assertThat(read("opportunityProspectRole", "{\"opportunity\":{\"data\":{\"type\":\"opportunity\",\"id\":5}}}")
                        .records())
                .containsExactly(new Hint(Kind.DEAL, "5"));
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertThat(read("weather", "{}").oddities())
                .extracting(Item.Oddity::seen)
                .containsExactly("weather");
        assertThat(read("opportunityProspectRole", "{}").oddities()).hasSize(1);
        for (String body : List.of("{", "[]", "{\"data\":{}}", "{\"data\":{\"type\":\"task\",\"id\":\"../x\"}}")) {
            assertThat(webhooks.read(body.getBytes(StandardCharsets.UTF_8)).oddities())
                    .as(body)
                    .hasSize(1);
        }
        assertThat(webhooks.acknowledgement().status()).isEqualTo(200);
    }
}
