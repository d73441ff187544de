package nextbest.vendors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import nextbest.vendors.Json;
import nextbest.vendors.OtherClient;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Verdict;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The fake is read and written by HubSpot's own client for Python, so that fake and adapter are not one mind: what it expects of
 * the vendor is what the fake gives, and a signature that it makes is one that we accept.
 */
class HubSpotsOwnClientTest {
    @Test
    void theVendorsOwnClientFindsWhatItExpects() throws IOException, InterruptedException {
        assumeTrue(
                OtherClient.run("-c", "import hubspot").status() == 0,
                "skipped: " + OtherClient.PYTHON
                        + " has no hubspot-api-client (pip install hubspot-api-client; NEXTBEST_VENDOR_PYTHON"
                        + " names another Python)");
        try (HubSpotWorld world = new HubSpotWorld()) {
            world.fake.owner("rep@example.com", "Rita", "Rep");
            for (int i = 0; i < 120; i++) {
                world.deal("Deal " + i, "discovery");
            }
            world.line().prepareWriting();
            String body = "[{\"subscriptionType\":\"deal.creation\",\"objectId\":1}]";
            String hook = "https://nextbest.example.com/webhooks/t/hubspot/key";
            Instant now = world.now.get();
            OtherClient.Ran ran = OtherClient.run(
                    Path.of("src/test/python/hubspot_rounds.py").toString(),
                    world.fake.base(),
                    "secret",
                    body,
                    hook,
                    Long.toString(now.toEpochMilli()));
            assertThat(ran.status()).as(ran.out()).isZero();
            JsonNode seen = Json.read("what the client saw", ran.lastLine());
            assertThat(seen.path("deals").asInt()).isEqualTo(120);
            assertThat(seen.path("found").asInt()).isEqualTo(120);
            assertThat(seen.path("history").asInt()).isEqualTo(1);
            assertThat(seen.path("renamed").asString()).isEqualTo("Renamed");
            assertThat(seen.path("upsert").toString()).isEqualTo("[true,false,true]");
            assertThat(seen.path("owners").toString()).isEqualTo("[\"rep@example.com\"]");
            assertThat(seen.path("stages").size()).isEqualTo(5);
            assertThat(seen.path("missing").asInt()).isEqualTo(404);
            Incoming call = new Incoming(
                    "POST",
                    URI.create(hook),
                    Map.of(
                            "X-HubSpot-Signature-v3",
                            seen.path("signature").asString(),
                            "X-HubSpot-Request-Timestamp",
                            Long.toString(now.toEpochMilli())),
                    body.getBytes(StandardCharsets.UTF_8),
                    now);
            assertThat(new HubSpotWebhooks().check(call, java.util.List.of("secret")))
                    .isInstanceOf(Verdict.Genuine.class);
        }
    }
}
