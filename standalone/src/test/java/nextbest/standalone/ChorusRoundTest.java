package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import nextbest.vendors.chorus.FakeChorus;

/** A full round with Chorus. */
class ChorusRoundTest extends CallRound {
    @Override
    Talks talks() {
        FakeChorus chorus = new FakeChorus(InstantSource.system());
        return new Talks() {
            @Override
            public String vendor() {
                return "chorus";
            }

            @Override
            public Map<String, String> settings() {
                return Map.of("base", chorus.base(), "token", "chorus-token", "crm-system", "HubSpot");
            }

            @Override
            public List<String> secrets() {
                return List.of("chorus-token");
            }

            @Override
            public String talk(String deal, String words) {
                return chorus.call(Instant.now().minus(Duration.ofHours(1)))
                        .person("rep", "Rita Rep", "rita@example.com")
                        .person("cust", "Carla Conti", "carla@northwind.example")
                        .of(deal)
                        .says("Rita Rep", Duration.ofSeconds(9), "What is your budget?")
                        .says("Carla Conti", Duration.ofSeconds(754), words)
                        .id();
            }

            @Override
            public void knockInVain(URI hook, String call) {
                String address = hook.toString();
                URI wrong = URI.create(address.substring(0, address.length() - 4) + "0000");
                assertThat(FakeChorus.tell(wrong, "{\"engagement_id\": \"" + call + "\"}"))
                        .isEqualTo(404);
                assertThat(FakeChorus.tell(hook, "x".repeat(5_000_001))).isEqualTo(413);
                // taken, because nothing is signed, and listed as naming nothing, or nothing that is there
                assertThat(FakeChorus.tell(hook, "{\"trunc")).isEqualTo(204);
                assertThat(FakeChorus.tell(hook, "{\"engagement_id\": \"forged\"}"))
                        .isEqualTo(204);
            }

            @Override
            public void tell(URI hook, String call) {
                String body = "{\"event\": \"recording_done\", \"engagement_id\": \"" + call + "\"}";
                assertThat(FakeChorus.tell(hook, body)).isEqualTo(204);
                assertThat(FakeChorus.tell(hook, body)).as("repeated").isEqualTo(204);
            }

            @Override
            public void close() {
                chorus.close();
            }
        };
    }
}
