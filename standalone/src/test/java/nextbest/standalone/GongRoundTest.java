package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import nextbest.vendors.gong.FakeGong;

/** A full round with Gong. */
class GongRoundTest extends CallRound {
    @Override
    Talks talks() {
        FakeGong gong = new FakeGong(InstantSource.system());
        return new Talks() {
            @Override
            public String vendor() {
                return "gong";
            }

            @Override
            public Map<String, String> settings() {
                return Map.of(
                        "base",
                        gong.base(),
                        "access-key",
                        "key",
                        "access-key-secret",
                        "key-secret",
                        "webhook-secret",
                        gong.publicKey());
            }

            @Override
            public List<String> secrets() {
                // by itself: a setting has it in its name
                return List.of("\"key-secret\"", gong.publicKey());
            }

            @Override
            public String talk(String deal, String words) {
                return gong.call(Instant.now().minus(Duration.ofHours(1)))
                        .party("Internal", "rita@example.com")
                        .party("External", "carla@northwind.example")
                        .tied("HubSpot", "Deal", deal)
                        .says("s1", Duration.ofSeconds(9), "What is your budget?")
                        .says("s2", Duration.ofSeconds(754), words)
                        .id();
            }

            @Override
            public void knockInVain(URI hook, String call) {
                byte[] body = gong.told(call);
                Instant soon = Instant.now().plusSeconds(60);
                assertThat(FakeGong.tell(hook, body, "Bearer nonsense")).isEqualTo(401);
                assertThat(FakeGong.tell(hook, body, gong.signed(hook, body, Instant.EPOCH)))
                        .as("expired")
                        .isEqualTo(401);
                assertThat(FakeGong.tell(hook, "{}".getBytes(StandardCharsets.UTF_8), gong.signed(hook, body, soon)))
                        .as("another body")
                        .isEqualTo(401);
                assertThat(FakeGong.tell(hook, body, gong.signed(URI.create(hook + "x"), body, soon)))
                        .as("signed for another address")
                        .isEqualTo(401);
                try (FakeGong stranger = new FakeGong(InstantSource.system())) {
                    assertThat(FakeGong.tell(hook, body, stranger.signed(hook, body, soon)))
                            .isEqualTo(401);
                }
                String address = hook.toString();
                URI wrong = URI.create(address.substring(0, address.length() - 4) + "0000");
                assertThat(FakeGong.tell(wrong, body, gong.signed(wrong, body, soon)))
                        .isEqualTo(404);
                assertThat(FakeGong.tell(hook, new byte[5_000_001], "Bearer nonsense"))
                        .isEqualTo(413);
            }

            @Override
            public void tell(URI hook, String call) {
                byte[] body = gong.told(call);
                assertThat(gong.tell(hook, body)).isEqualTo(204);
                assertThat(gong.tell(hook, body)).as("repeated").isEqualTo(204);
            }

            @Override
            public void close() {
                gong.close();
            }
        };
    }
}
