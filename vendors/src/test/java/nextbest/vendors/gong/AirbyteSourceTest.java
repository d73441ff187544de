package nextbest.vendors.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import nextbest.vendors.Json;
import nextbest.vendors.OtherClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The fake is read by the source that Airbyte made for Gong, so that fake and adapter are not one mind: its key, its pages and the
 * places of its records are what that source expects.
 */
class AirbyteSourceTest {
    @Test
    void aSourceOfOthersReadsUsersAndCallsPageByPage() throws IOException, InterruptedException {
        assumeTrue(
                OtherClient.run("-c", "import source_gong, airbyte_cdk").status() == 0,
                "skipped: " + OtherClient.PYTHON
                        + " has no airbyte-source-gong (see vendors/src/test/python/requirements.txt;"
                        + " NEXTBEST_VENDOR_PYTHON names another Python)");
        try (GongWorld world = new GongWorld()) {
            for (int i = 0; i < 230; i++) {
                var unused = world.call();
                assert unused != null;
            }
            OtherClient.Ran ran = OtherClient.run(
                    Path.of("src/test/python/gong_rounds.py").toString(), world.fake.base(), "2026-03-01T00:00:00Z");
            assertThat(ran.status()).as(ran.out()).isZero();
            JsonNode seen = Json.read("what the source saw", ran.lastLine());
            assertThat(seen.path("check").asString()).isEqualTo("SUCCEEDED");
            assertThat(seen.path("users").toString()).isEqualTo("[\"rita@example.com\"]");
            assertThat(seen.path("calls").asInt()).isEqualTo(230);
            assertThat(seen.path("read").asInt()).as("none twice").isEqualTo(230);
        }
    }
}
