package nextbest.vendors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.Json;
import nextbest.vendors.OtherClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The fake is read and written by {@code simple-salesforce}, which others made, so that fake and adapter are not one mind. */
class SimpleSalesforceTest {
    @Test
    void anotherClientFindsWhatItExpects() throws IOException, InterruptedException {
        assumeTrue(
                OtherClient.run("-c", "import simple_salesforce").status() == 0,
                "skipped: " + OtherClient.PYTHON + " has no simple-salesforce (pip install simple-salesforce;"
                        + " NEXTBEST_VENDOR_PYTHON names another Python)");
        try (SalesforceWorld world = new SalesforceWorld()) {
            String owner = world.owner("rep@example.com");
            String client = world.client("Acme");
            String contact = world.contact("Ann", client);
            for (int i = 0; i < 230; i++) {
                world.deal("Deal " + i, "discovery", owner, client, contact);
            }
            // a first call mints the session that the other client then uses
            world.line().source().read(nextbest.vendors.port.Kind.REP, Optional.empty(), Optional.empty());
            OtherClient.Ran ran =
                    OtherClient.run("src/test/python/salesforce_rounds.py", world.fake.base(), "session-1", client);
            assertThat(ran.status()).as(ran.out()).isZero();
            JsonNode seen = Json.read("what the client saw", ran.lastLine());
            assertThat(seen.path("deals").asInt()).isEqualTo(230);
            assertThat(seen.path("bulk").toString()).as("rows of each part").isEqualTo("[100,100,30]");
            assertThat(seen.path("upsert").toString()).isEqualTo("[201,200]");
            assertThat(seen.path("renamed").asString()).isEqualTo("Renamed");
            assertThat(seen.path("missing").asBoolean()).isTrue();
            assertThat(seen.path("usage").asInt()).isPositive();
            assertThat(world.fake.all("Task"))
                    .extracting(task -> task.get("Subject"))
                    .containsExactly("Theirs");
            assertThat(Map.copyOf(world.fake.all("Account").getFirst())).containsEntry("Name", "Renamed");
        }
    }
}
