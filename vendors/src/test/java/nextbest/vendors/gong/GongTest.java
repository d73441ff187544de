package nextbest.vendors.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.deal.Direction;
import nextbest.vendors.FaultyServer.How;
import nextbest.vendors.Line;
import nextbest.vendors.http.Gate;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.Conversation;
import nextbest.vendors.port.HeldCall;
import nextbest.vendors.port.HeldCall.Side;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is Gong's own. */
class GongTest {
    private final GongWorld world = new GongWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private Conversation conversation() {
        return world.line().conversation().orElseThrow();
    }

    private Item reread(String call) {
        return conversation().reread(Kind.CALL, Set.of(call)).items().getFirst();
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
    void unknownValuesAreSaidAndTheRestOfTheCallIsRead() {
        FakeGong.Call call = world.fake
                .call(world.now())
                .with("direction", "Sideways")
                .with("duration", "a while")
                .party("Alien", "zork@far.example")
                .party("External", "no address");
        world.later();
        Item item = reread(call.id());
        HeldCall held = item.call().orElseThrow();
        assertThat(held.direction()).isEmpty();
        assertThat(held.length()).isZero();
        assertThat(held.participants())
                .extracting(HeldCall.Participant::side, HeldCall.Participant::email)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Side.UNKNOWN, Optional.of("zork@far.example")),
                        org.assertj.core.groups.Tuple.tuple(Side.BUYER, Optional.empty()));
        assertThat(item.oddities())
                .extracting(Item.Oddity::field)
                .containsExactlyInAnyOrder("direction", "duration", "parties.affiliation");
    }

    @Test
    void anInboundCallOfATelephoneIsNoMeeting() {
        String call = world.fake.call(world.now()).with("direction", "Inbound").id();
        world.later();
        HeldCall held = reread(call).call().orElseThrow();
        assertThat(held.meeting()).isFalse();
        assertThat(held.direction()).contains(Direction.INBOUND);
        assertThat(reread(world.call()).call().orElseThrow().meeting()).isTrue();
    }

    @Test
    void aPrivateCallIsSaidToBeLeftOut() {
        String call = world.hiddenCall().orElseThrow();
        world.later();
        assertThat(reread(call).oddities()).extracting(Item.Oddity::field).containsExactly("isPrivate");
    }

    /** Seconds in trackers, milliseconds in transcripts. */
    @Test
    void trackersAndTranscriptsAreOnOneClock() {
        String call = world.call();
        world.says(call, Duration.ofSeconds(754), "We also talk to Acme.");
        world.found(call, "Competitors", "Acme", Duration.ofSeconds(754));
        world.later();
        assertThat(reread(call).call().orElseThrow().mentions().getFirst().into())
                .contains(Duration.ofSeconds(754));
        assertThat(conversation().transcripts(Set.of(call)).get(call).getFirst().into())
                .isEqualTo(Duration.ofSeconds(754));
    }

    @Test
    void aTrackerOfMeaningHasNoPhrase() {
        String call = world.call();
        world.found(call, "Buying intent", "", Duration.ofSeconds(10));
        world.later();
        assertThat(reread(call).call().orElseThrow().mentions())
                .singleElement()
                .satisfies(mention -> assertThat(mention.phrase()).isEmpty());
    }

    @Test
    void failuresAreSortedByWhatTheCallerDoesNext() {
        world.fake.fail("extensive", How.SERVER_ERROR);
        assertThat(causeOf(() -> reread("1"))).isEqualTo(Cause.UNAVAILABLE);
        world.fake.fail("extensive", How.CUT_BEFORE);
        assertThat(causeOf(() -> reread("1"))).isEqualTo(Cause.UNAVAILABLE);
        world.call();
        world.later();
        world.fake.fail("extensive", How.TRUNCATED);
        assertThat(causeOf(() -> conversation().read(Kind.CALL, Optional.empty(), Optional.empty())))
                .isEqualTo(Cause.UNAVAILABLE);
        world.fake.fail("extensive", How.NOT_JSON);
        assertThat(causeOf(() -> reread("1"))).isEqualTo(Cause.NOT_UNDERSTOOD);
        world.fake.withoutScopes("/v2/calls/extensive");
        assertThat(causeOf(() -> reread("1"))).isEqualTo(Cause.FORBIDDEN);
        world.fake.withoutScopes();
        world.fake.replaceKey();
        assertThat(causeOf(() -> reread("1"))).isEqualTo(Cause.UNAUTHORISED);
    }

    @Test
    void theDaysLimitClosesForAsLongAsGongSays() {
        Closed gate = new Closed();
        world.fake.limits(1_000, 0);
        assertThatThrownBy(() -> world.line(Map.of(), gate).source().reread(Kind.CALL, Set.of("1")))
                .isInstanceOfSatisfying(VendorTrouble.class, trouble -> {
                    assertThat(trouble.what()).isEqualTo(Cause.THROTTLED);
                    assertThat(trouble.after()).isEqualTo(Duration.ofHours(1));
                });
        assertThat(gate.closed).isEqualTo("day PT1H");
        assertThat(gate.paid).isEqualTo(List.of("second", "day"));
        world.fake.limits(0, 1_000);
        assertThat(causeOf(() -> world.line(Map.of(), gate).source().reread(Kind.CALL, Set.of("1"))))
                .isEqualTo(Cause.THROTTLED);
        assertThat(gate.closed).isEqualTo("second PT1S");
    }

    private static final class Closed implements Gate {
        String closed = "";
        List<String> paid = List.of();

        @Override
        public Duration pay(List<Toll> tolls) {
            paid = tolls.stream().map(toll -> toll.limit().scope()).toList();
            return Duration.ZERO;
        }

        @Override
        public void close(Limit limit, Duration during) {
            closed = limit.scope() + " " + during;
        }
    }

    @Test
    void anAppsTokenIsExchangedOnceAndAgainWhenItIsRefusedOrOver() {
        Line line = world.line(GongWorld.APP, Gate.open());
        world.call();
        world.later();
        for (int i = 0; i < 3; i++) {
            assertThat(line.source()
                            .read(Kind.CALL, Optional.empty(), Optional.empty())
                            .items())
                    .hasSize(1);
        }
        assertThat(world.fake.exchanges()).isOne();
        world.fake.revokeToken();
        assertThat(line.source()
                        .read(Kind.CALL, Optional.empty(), Optional.empty())
                        .items())
                .hasSize(1);
        assertThat(world.fake.exchanges()).isEqualTo(2);
        // a token is good for a day
        world.now.updateAndGet(at -> at.plus(Duration.ofDays(1)));
        assertThat(line.source()
                        .read(Kind.CALL, Optional.empty(), Optional.empty())
                        .items())
                .hasSize(1);
        assertThat(world.fake.exchanges()).isEqualTo(3);
    }

    @Test
    void aRefreshTokenThatWasUsedBeforeNeedsAPerson() {
        Line line = world.line(
                Map.of("client-id", "client", "client-secret", "secret", "refresh-token", "used", "access-key", ""),
                Gate.open());
        assertThatThrownBy(() -> line.source().reread(Kind.CALL, Set.of("1")))
                .isInstanceOfSatisfying(VendorTrouble.class, trouble -> {
                    assertThat(trouble.what()).isEqualTo(Cause.UNAUTHORISED);
                    assertThat(trouble).hasMessageNotContaining("refresh-0").hasMessageNotContaining("secret:");
                });
    }

    /** Whoever answers the exchange does not choose where the token is sent. */
    @Test
    void tokensGoToGongAndToNobodyElse() {
        for (String elsewhere : List.of(
                "https://gong.io.evil.example", "http://company-1.api.gong.io", "https://evilgong.io", "nonsense")) {
            world.fake.customersBase(elsewhere);
            Line line = world.line(GongWorld.APP, Gate.open());
            assertThat(causeOf(() -> line.source().reread(Kind.CALL, Set.of("1"))))
                    .as(elsewhere)
                    .isEqualTo(Cause.NOT_UNDERSTOOD);
            // the refresh token is good once
            world.fake.resetTokens();
        }
    }

    @Test
    void oneWorkspaceIsReadWhereOneIsNamed() {
        String there = world.fake.call(world.now()).with("workspaceId", "42").id();
        world.fake.call(world.now()).with("workspaceId", "43");
        world.later();
        assertThat(world.line(Map.of("workspace", "42"), Gate.open())
                        .source()
                        .read(Kind.CALL, Optional.empty(), Optional.empty())
                        .items())
                .extracting(Item::id)
                .containsExactly(there);
    }

    @Test
    void aCallThatAppearsLateIsFoundAllTheSame() {
        Instant began = world.now();
        world.later();
        Instant since = world.now();
        String call = world.fake.call(began).id();
        assertThat(conversation()
                        .read(Kind.CALL, Optional.of(since), Optional.empty())
                        .items())
                .extracting(Item::id)
                .containsExactly(call);
    }

    @Test
    void aLookShowsTrackersAndWhatIsNotAllowed() {
        world.fake.tracker("Competitors");
        assertThat(world.line().survey().fields()).isEqualTo(Map.of("Competitors", "tracker"));
        world.fake.withoutScopes("/v2/calls/transcript");
        assertThat(world.line().survey().missing()).containsOnlyKeys(Capability.READ_CALLS);
    }

    @Test
    void whatIsMissingIsSaidAtOnce() {
        assertThatThrownBy(() -> world.line(
                        Map.of("access-key", "", "link-from", "0.2", "base", "ftp://x", "nonsense", "1"), Gate.open()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("access-key-secret")
                .hasMessageContaining("link-from must be")
                .hasMessageContaining("base must be")
                .hasMessageContaining("nonsense is not one of gong's");
    }
}
