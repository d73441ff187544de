package nextbest.vendors.chorus;

import static nextbest.vendors.Asking.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.FaultyServer.How;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.Conversation;
import nextbest.vendors.port.HeldCall;
import nextbest.vendors.port.HeldCall.Side;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is Chorus's own. */
class ChorusTest {
    private final ChorusWorld world = new ChorusWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private Conversation conversation() {
        return world.line().conversation().orElseThrow();
    }

    private static Cause causeOf(Runnable asked) {
        try {
            asked.run();
        } catch (VendorTrouble trouble) {
            return trouble.what();
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    void meetingsAndTelephoneCallsAreReadAndNothingElse() {
        String meeting = world.made().id();
        String telephone = world.made().type("dialer").id();
        world.made().type("email");
        world.made().type("content_viewed");
        world.made().type("unrecorded_meeting");
        world.later();
        assertThat(readAll(conversation(), Kind.CALL, Optional.empty()))
                .extracting(Item::id, item -> item.call().orElseThrow().meeting())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(meeting, true),
                        org.assertj.core.groups.Tuple.tuple(telephone, false));
    }

    @Test
    void requestsAreWhatIsPublished() {
        world.call();
        world.later();
        var unused = readAll(conversation(), Kind.CALL, Optional.empty());
        assertThat(unused).hasSize(1);
        assertThat(world.fake.log())
                .containsExactly(
                        "GET /v3/engagements?engagement_type=meeting&min_date=2025-12-02T09%3A00%3A01Z"
                                + "&max_date=2026-03-02T09%3A00%3A01Z&with_trackers=true",
                        "GET /v3/engagements?engagement_type=dialer&min_date=2025-12-02T09%3A00%3A01Z"
                                + "&max_date=2026-03-02T09%3A00%3A01Z&with_trackers=true");
    }

    @Test
    void theTokenIsSentAsIsConfigured() {
        world.call();
        world.later();
        for (String way : List.of("raw", "bearer", "header")) {
            assertThat(readAll(world.line(Map.of("token-sent-as", way), Gate.open()), Kind.CALL))
                    .as(way)
                    .hasSize(1);
        }
    }

    @Test
    void whatIsNotDoneYetHasNoWords() {
        String call = world.made()
                .status("processing")
                .says("Carla Conti", Duration.ofSeconds(1), "Yes.")
                .id();
        world.later();
        assertThat(conversation().transcripts(Set.of(call))).isEmpty();
        String unknown = world.made()
                .status("somehow")
                .says("Carla Conti", Duration.ofSeconds(1), "Yes.")
                .id();
        assertThat(conversation().transcripts(Set.of(unknown))).isEmpty();
    }

    @Test
    void anUnknownSideIsSaidAndIsNotTheBuyer() {
        String call = world.fake
                .call(world.now())
                .person("partner", "Pat", "pat@partner.example")
                .id();
        world.later();
        Item item = conversation().reread(Kind.CALL, Set.of(call)).items().getFirst();
        assertThat(item.call().orElseThrow().participants())
                .extracting(HeldCall.Participant::side)
                .containsExactly(Side.UNKNOWN);
        assertThat(item.oddities()).extracting(Item.Oddity::field).containsExactly("participants.type");
    }

    @Test
    void failuresAreSortedByWhatTheCallerDoesNext() {
        String call = world.call();
        world.later();
        Runnable reading = () -> conversation().reread(Kind.CALL, Set.of(call));
        world.fake.fail("conversations", How.SERVER_ERROR);
        assertThat(causeOf(reading)).isEqualTo(Cause.UNAVAILABLE);
        // a GET that was cut before anything came is repeated by the platform
        world.fake.fail("conversations", How.CUT_BEFORE);
        reading.run();
        world.fake.fail("conversations", How.TRUNCATED);
        assertThat(causeOf(reading)).isEqualTo(Cause.UNAVAILABLE);
        world.fake.fail("conversations", How.THROTTLED);
        assertThat(causeOf(reading)).isEqualTo(Cause.THROTTLED);
        world.fake.fail("conversations", How.NOT_JSON);
        assertThat(causeOf(reading)).isEqualTo(Cause.NOT_UNDERSTOOD);
        world.fake.replaceToken();
        assertThat(causeOf(reading)).isEqualTo(Cause.UNAUTHORISED);
    }

    @Test
    void aLookSaysWhatIsNotAllowed() {
        world.fake.forbid();
        assertThat(world.line().survey().missing()).containsOnlyKeys(Capability.READ_CALLS);
    }

    @Test
    void whatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> world.line(
                        Map.of("token", "", "token-sent-as", "pigeon", "details", "a b", "link-from", "2"),
                        Gate.open()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token is missing")
                .hasMessageContaining("token-sent-as must be")
                .hasMessageContaining("details must be")
                .hasMessageContaining("link-from must be");
    }

    // ------------------------------------------------------------------------------------------------ webhooks

    @Test
    void chorusIsAskedToCallOnceAndOnlyWhereItCanReachUs() {
        String address = "https://nextbest.example.com/webhooks/t/chorus/key";
        for (int i = 0; i < 2; i++) {
            world.line(Map.of("webhook-address", address), Gate.open()).prepareListening();
        }
        assertThat(world.fake.hooks()).containsExactly(address);
        world.line(Map.of("webhook-address", "http://localhost:8080/webhooks/t/chorus/key"), Gate.open())
                .prepareListening();
        world.line().prepareListening();
        assertThat(world.fake.hooks()).hasSize(1);
    }

    private static Hints read(String body) {
        return new ChorusWebhooks().read(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing is signed: the address is the secret, and a call can do no more than have records read again. */
    @Test
    void aCallIsAHintWhateverItSays() {
        Incoming call = new Incoming(
                "POST",
                URI.create("https://nextbest.example.com/webhooks/t/chorus/key"),
                Map.of(),
                new byte[0],
                world.now());
        assertThat(new ChorusWebhooks().check(call, List.of())).isInstanceOf(Verdict.Genuine.class);
        Hint hint = new Hint(Kind.CALL, "A1");
        assertThat(read("{\"engagement_id\":\"A1\"}").records()).containsExactly(hint);
        assertThat(read("{\"event\":\"recording_done\",\"data\":{\"conversation_id\":\"A1\",\"id\":\"other\"}}")
                        .records())
                .containsExactly(hint);
        assertThat(read("[{\"recording_id\":\"A1\"},{\"recording_id\":\"A1\"}]").records())
                .containsExactly(hint);
        assertThat(read("{\"id\":\"A1\"}").records()).containsExactly(hint);
    }

    @Test
    void aCallThatNamesNothingIsSaidAndDoesNothing() {
        assertThat(read("{\"engagement_id\":\"../../users/me\"}").records()).isEmpty();
        assertThat(read("{}").oddities()).hasSize(1);
        assertThat(read("{\"engage").oddities()).hasSize(1);
        assertThat(read("\"A1\"").oddities()).hasSize(1);
        assertThat(read("[" + "{\"recording_id\":\"X\"},".repeat(500) + "{\"recording_id\":\"Y\"}]")
                        .records())
                .hasSizeLessThanOrEqualTo(20);
        assertThat(read("[".repeat(90) + "{\"recording_id\":\"X\"}" + "]".repeat(90))
                        .records())
                .isEmpty();
    }
}
