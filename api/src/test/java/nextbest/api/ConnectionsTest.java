package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nextbest.store.Store;
import nextbest.store.vendor.VendorCalls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How a vendor is connected, and how its calls are taken. */
class ConnectionsTest {
    private static final String CHANGE = """
            {"vendor": "hubspot", "reads": true,
             "settings": [{"key": "token", "value": "pat-secret"}, {"key": "webhook-secret", "value": "new"},
                          {"key": "webhook-secret-old", "value": "old"}, {"key": "calls-per-day", "value": "1000"}],
             "stages": [{"theirs": "closedwon", "ours": "won"}]}""";
    private static final byte[] BODY =
            "[{\"subscriptionType\":\"deal.creation\",\"objectId\":17}]".getBytes(StandardCharsets.UTF_8);

    private static RunningApi api;
    private static Desk desk;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
        desk = new Desk(api, "connections");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static RunningApi.Answer keep(String source, String change) {
        return api.ask("PUT", "/api/v1/connections/" + source)
                .as(desk.operator)
                .json(change)
                .send();
    }

    private static JsonNode connected(String source) {
        RunningApi.Answer answer = keep(source, CHANGE);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void whatIsKeptIsShownWithoutItsSecretsAndTheLineStarts() {
        JsonNode kept = connected("shown");
        assertThat(kept.get("secrets").valueStream().map(JsonNode::asString))
                .containsExactly("token", "webhook-secret", "webhook-secret-old");
        assertThat(kept.at("/settings/calls-per-day").asString()).isEqualTo("1000");
        assertThat(api.part(RunningApi.NotedLines.class).calls).contains("go on shown");
        String list =
                api.ask("GET", "/api/v1/connections").as(desk.operator).send().text();
        assertThat(list).contains("shown").doesNotContain("pat-secret");
        // what is not sent stays; what is sent empty is forgotten
        RunningApi.Answer changed =
                keep("shown", "{\"vendor\": \"hubspot\", \"settings\": [{\"key\": \"webhook-secret-old\"}]}");
        assertThat(changed.json().get("secrets").valueStream().map(JsonNode::asString))
                .containsExactly("token", "webhook-secret");
        assertThat(changed.json().at("/stages/closedwon").asString()).isEqualTo("won");
        assertThat(api.part(RunningApi.NotedLines.class).calls).contains("stop shown");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        RunningApi.Answer answer = keep(
                "wrong",
                "{\"vendor\": \"hubspot\", \"settings\": [{\"key\": \"tokne\", \"value\": \"x\"}],"
                        + " \"stages\": [{\"theirs\": \"a\", \"ours\": \"nowhere\"}],"
                        + " \"fields\": [{\"ours\": \"mood\", \"theirs\": \"b\"}]}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("tokne", "nowhere", "mood");
        assertThat(keep("mail", CHANGE).status()).isEqualTo(422);
        assertThat(keep("Upper", CHANGE).status()).isEqualTo(422);
        assertThat(keep("none", "{\"vendor\": \"nobody\"}").text()).contains("hubspot");
    }

    private static int call(URI hook, String secret, byte[] body, Instant signedAt) {
        String time = Long.toString(signedAt.toEpochMilli());
        return api.ask("POST", hook.getPath())
                .header("X-HubSpot-Signature-v3", signature(hook, secret, body, time))
                .header("X-HubSpot-Request-Timestamp", time)
                .bytes("application/json", body)
                .send()
                .status();
    }

    /** By the vendor's page, not by our code: method, address, body and time under the app's secret. */
    private static String signature(URI hook, String secret, byte[] body, String time) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signed = "POST" + hook + new String(body, StandardCharsets.UTF_8) + time;
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aGenuineCallIsKeptOnceAndTheLineIsTold() {
        URI hook = URI.create(connected("genuine").get("webhook").asString());
        Instant now = api.time().instant();
        assertThat(call(hook, "new", BODY, now)).isEqualTo(204);
        assertThat(call(hook, "old", BODY, now))
                .as("repeated, signed with the secret before")
                .isEqualTo(204);
        assertThat(api.part(Store.class).vendors().calls().waiting(desk.tenant.id(), "genuine", 10))
                .extracting(VendorCalls.Waiting::body)
                .containsExactly(BODY);
        assertThat(api.part(RunningApi.NotedLines.class).calls).contains("called genuine");
    }

    @Test
    void aForgedReplayedOrStrangeCallLeavesNothing() {
        URI hook = URI.create(connected("forged").get("webhook").asString());
        Instant now = api.time().instant();
        assertThat(call(hook, "guessed", BODY, now)).isEqualTo(401);
        assertThat(call(hook, "new", BODY, now.minus(Duration.ofMinutes(6)))).isEqualTo(401);
        String other = hook.toString().replace("/forged/", "/nothing/");
        assertThat(call(URI.create(other), "new", BODY, now)).isEqualTo(404);
        String wrongKey = hook.toString().substring(0, hook.toString().length() - 3) + "xyz";
        assertThat(call(URI.create(wrongKey), "new", BODY, now)).isEqualTo(404);
        assertThat(call(hook, "new", new byte[5_000_001], now)).isEqualTo(413);
        assertThat(api.ask("POST", "/webhooks/x/y/z")
                        .bytes("application/json", BODY)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(api.part(Store.class).vendors().calls().waiting(desk.tenant.id(), "forged", 10))
                .isEmpty();
    }
}
