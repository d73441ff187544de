package nextbest.vendors.outreach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.Json;
import nextbest.vendors.OtherClient;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Verdict;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The fake is read by a Singer tap that others made for Outreach, so that fake and adapter are not one mind: its pages, its other
 * syntax of filters, its tokens and its relationships are what the tap expects, and what we wrote is what it reads.
 */
class SingerTapTest {
    @Test
    void aTapOfOthersReadsWhatIsThereAndWhatWeWrote() throws IOException, InterruptedException {
        assumeTrue(
                OtherClient.run("-c", "import tap_outreach").status() == 0,
                "skipped: " + OtherClient.PYTHON
                        + " has no tap-outreach (pip install tap-outreach; NEXTBEST_VENDOR_PYTHON names another"
                        + " Python)");
        try (OutreachWorld world = new OutreachWorld()) {
            world.now.set(Instant.now());
            String client = world.client("Acme");
            String owner = world.owner("rep@example.com");
            String contact = world.contact("Ann", client);
            String deal = world.deal("Deal", "discovery", owner, client, contact);
            for (int i = 0; i < 119; i++) {
                world.deal("More " + i, "discovery", owner, client, contact);
            }
            world.sequenced(deal, contact, "Warm up");
            // the tap exchanges the same refresh token: it has to be good still
            String task = fakeTask(world, deal, owner);
            String body = "{\"data\":{\"type\":\"task\",\"id\":1}}";
            OtherClient.Ran ran = OtherClient.run(
                    Path.of("src/test/python/outreach_rounds.py").toString(), world.fake.base(), "secret", body);
            assertThat(ran.status()).as(ran.out()).isZero();
            JsonNode seen = Json.read("what the tap saw", ran.lastLine());
            assertThat(seen.path("users").toString()).isEqualTo("[\"rep@example.com\"]");
            assertThat(seen.path("opportunities").asInt()).isEqualTo(120);
            assertThat(seen.path("owners").toString()).isEqualTo("[" + owner + "]");
            assertThat(seen.path("stages").toString()).isEqualTo("[" + world.fake.stageId("Discovery") + "]");
            assertThat(seen.path("prospects").toString()).isEqualTo("[\"Ann\"]");
            assertThat(seen.path("notes").path(0).asString()).endsWith("nextbest key: k1");
            assertThat(seen.path("taskOpportunities").toString()).isEqualTo("[" + deal + "]");
            assertThat(seen.path("states").asInt()).isOne();
            assertThat(world.fake.ids("tasks")).containsExactly(task);
            Incoming call = new Incoming(
                    "POST",
                    URI.create("https://nextbest.example.com/webhooks/t/outreach/key"),
                    Map.of("Outreach-Webhook-Signature", seen.path("signature").asString()),
                    body.getBytes(StandardCharsets.UTF_8),
                    world.now());
            assertThat(new OutreachWebhooks().check(call, List.of("secret"))).isInstanceOf(Verdict.Genuine.class);
        }
    }

    /** Written by our adapter with a grant of its own. */
    private static String fakeTask(OutreachWorld world, String deal, String owner) {
        world.fake.mintFreely();
        Tasks tasks = world.line().tasks().orElseThrow();
        String task = tasks.write(
                new Tasks.Draft("k1", "Call Ann", "Why", world.now(), false, Optional.of(owner), deal, "call"));
        world.fake.grantAgain();
        return task;
    }
}
