package nextbest.store.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import nextbest.identity.RepId;
import nextbest.recommendation.Arm;
import nextbest.store.delivery.Claim;
import nextbest.store.delivery.DeadLetters;
import nextbest.store.delivery.Deliveries;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VendorBookTest {
    private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
    private static TestPostgres postgres;

    private final SellingHouse house = new SellingHouse(postgres, MONDAY);
    private final VendorBook book = house.store.vendors();

    @BeforeAll
    static void start() {
        postgres = TestPostgres.fresh();
    }

    private VendorConnection connect(boolean writes) {
        VendorConnection connection = new VendorConnection(
                "hubspot",
                "hubspot",
                Map.of("base", "https://api.example.com"),
                Map.of("token", "very secret"),
                Map.of("closedwon", "won"),
                Map.of(),
                true,
                writes,
                Optional.empty());
        book.connections().keep(house.tenant, connection);
        return connection;
    }

    @Test
    void aConnectionIsKeptWithItsSecretsSealed() {
        VendorConnection connection = connect(true);
        assertThat(book.connections().find(house.tenant, "hubspot")).contains(connection);
        assertThat(connection.toString()).doesNotContain("very secret");
        String row = house.store
                .database()
                .inTenant(
                        house.tenant,
                        transaction -> transaction
                                .fetch("select settings, mapping, encode(secrets, 'escape') from vendor_connection")
                                .toString());
        assertThat(row).contains("api.example.com").doesNotContain("very secret");
    }

    @Test
    void onlyItsOwnAddressOpensAConnection() {
        connect(false);
        SellingHouse other = new SellingHouse(postgres, MONDAY);
        String key = book.connections().hookKey(house.tenant, "hubspot");
        assertThat(key).hasSize(32);
        assertThat(book.connections().called(house.tenant, "hubspot", key)).isPresent();
        assertThat(book.connections().called(house.tenant, "hubspot", key.substring(1) + "x"))
                .isEmpty();
        assertThat(book.connections().called(other.tenant, "hubspot", key)).isEmpty();
        assertThat(book.connections().hookKey(other.tenant, "hubspot")).isNotEqualTo(key);
    }

    @Test
    void aCallIsKeptOnceAndForgottenWhenItCannotComeAgain() {
        connect(false);
        byte[] body = "[1]".getBytes(StandardCharsets.UTF_8);
        assertThat(book.calls().keep(house.tenant, "hubspot", body)).isTrue();
        assertThat(book.calls().keep(house.tenant, "hubspot", body)).isFalse();
        List<VendorCalls.Waiting> waiting = book.calls().waiting(house.tenant, "hubspot", 10);
        assertThat(waiting)
                .singleElement()
                .satisfies(one -> assertThat(one.body()).isEqualTo(body));
        book.calls().done(house.tenant, "hubspot", waiting);
        assertThat(book.calls().waiting(house.tenant, "hubspot", 10)).isEmpty();
        assertThat(book.calls().keep(house.tenant, "hubspot", body)).isFalse();
        assertThat(book.calls().forget(house.tenant, "hubspot", Duration.ofDays(1)))
                .isZero();
        house.now.updateAndGet(now -> now.plus(Duration.ofDays(2)));
        assertThat(book.calls().forget(house.tenant, "hubspot", Duration.ofDays(1)))
                .isOne();
    }

    /** In no window of ten seconds, wherever it begins, more than a hundred: whoever asks, and however impatiently. */
    @Test
    void noWindowSeesMoreThanTheLimit() {
        Random impatience = new Random(7);
        List<Instant> taken = new ArrayList<>();
        Limiter.Share share = new Limiter.Share("calls", 100, Duration.ofSeconds(10), 1);
        Instant end = MONDAY.plus(Duration.ofSeconds(60));
        while (house.now.get().isBefore(end)) {
            Duration wait = book.limiter().take(house.tenant, "vendor", List.of(share));
            if (wait.isZero()) {
                taken.add(house.now.get());
                house.now.updateAndGet(now -> now.plusMillis(impatience.nextInt(20)));
            } else {
                house.now.updateAndGet(now -> now.plus(wait));
            }
        }
        for (Instant from : taken) {
            Instant until = from.plusSeconds(10);
            assertThat(taken.stream()
                            .filter(at -> !at.isBefore(from) && at.isBefore(until))
                            .count())
                    .isLessThanOrEqualTo(100);
        }
        // 30 at once and 7 a second for 60 s are 450; a limiter that lets through much less is of no use
        assertThat(taken).hasSizeGreaterThan(400);
    }

    @Test
    void sharesAreTakenTogetherOrNotAtAll() {
        Limiter.Share wide = new Limiter.Share("wide", 1_000, Duration.ofSeconds(10), 1);
        Limiter.Share narrow = new Limiter.Share("narrow", 4, Duration.ofSeconds(1), 1);
        assertThat(book.limiter().take(house.tenant, "v", List.of(wide, narrow)))
                .isZero();
        assertThat(book.limiter().take(house.tenant, "v", List.of(wide, narrow)))
                .isPositive();
        Object used = house.store
                .database()
                .inTenant(
                        house.tenant,
                        transaction -> transaction
                                .fetchSingle("select used from limiter where scope = 'wide'")
                                .get(0));
        assertThat(used).hasToString("1.000000");
    }

    @Test
    void aClosedScopeStaysClosedForAsLongAsTheVendorSaid() {
        Limiter.Share share = new Limiter.Share("calls", 100, Duration.ofSeconds(10), 1);
        book.limiter().close(house.tenant, "v", share, Duration.ofSeconds(30));
        book.limiter().close(house.tenant, "v", share, Duration.ofSeconds(5));
        assertThat(book.limiter().take(house.tenant, "v", List.of(share))).isEqualTo(Duration.ofSeconds(30));
        house.now.updateAndGet(now -> now.plusSeconds(30));
        assertThat(book.limiter().take(house.tenant, "v", List.of(share))).isZero();
    }

    @Test
    void oneProcessAtATimeExchangesATokenAndAllUseIt() {
        connect(false);
        VendorTokens tokens = book.tokens();
        assertThat(tokens.turn(house.tenant, "hubspot", Optional.empty()))
                .isEqualTo(new VendorTokens.Turn.Exchange(Optional.empty()));
        assertThat(tokens.turn(house.tenant, "hubspot", Optional.empty())).isEqualTo(new VendorTokens.Turn.Wait());
        VendorTokens.Kept kept = new VendorTokens.Kept("access", "refresh", MONDAY.plusSeconds(1_800));
        tokens.keep(house.tenant, "hubspot", kept);
        assertThat(tokens.turn(house.tenant, "hubspot", Optional.empty())).isEqualTo(new VendorTokens.Turn.Use(kept));
        assertThat(tokens.turn(house.tenant, "hubspot", Optional.of("access")))
                .isEqualTo(new VendorTokens.Turn.Exchange(Optional.of(kept)));
        // whoever had the turn died
        house.now.updateAndGet(now -> now.plus(VendorTokens.LEASE));
        assertThat(tokens.turn(house.tenant, "hubspot", Optional.of("access")))
                .isEqualTo(new VendorTokens.Turn.Exchange(Optional.of(kept)));
    }

    @Test
    void aConnectionCannotTakeTheNameOfAChannelOfOurs() {
        assertThatThrownBy(() -> new VendorConnection(
                        "mail", "hubspot", Map.of(), Map.of(), Map.of(), Map.of(), false, false, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Claim claim(Deliveries.Wish wish) {
        return house.store
                .deliveries()
                .claim(
                        house.tenant,
                        wish.key(),
                        wish.rep(),
                        wish.cards(),
                        "hubspot",
                        house.store.tenants().settings(house.tenant).deliveryPolicy(),
                        house.now.get());
    }

    private List<Deliveries.Wish> wishes() {
        return house.store
                .deliveries()
                .wishes(house.tenant, "hubspot", house.now.get().minusSeconds(60), 10);
    }

    /** The card went out by mail; the task is the same unit on another channel. */
    @Test
    void aCardThatTheRepHasGoesOutAsATaskTooAndTakesNothingOfTheDay() {
        house.rep("R");
        var deal = house.deal("D", "R", 10_000);
        house.decides(deal, Arm.ENGINE);
        var card = house.store.decisions().latestCard(house.tenant, deal).orElseThrow();
        RepId rep = card.rep().orElseThrow();
        Object before = capUsed();
        house.store.deliveries().wish(house.tenant, "hubspot", rep, card.id(), house.now.get());
        house.store.deliveries().wish(house.tenant, "hubspot", rep, card.id(), house.now.get());
        assertThat(wishes()).hasSize(1);
        Claim.Send first = (Claim.Send) claim(wishes().getFirst());
        assertThat(first.attempt()).isOne();
        assertThat(wishes()).isEmpty();
        // the worker died; another one sees that this is not the first attempt, and looks it up
        house.now.updateAndGet(now -> now.plusSeconds(61));
        Claim.Send second = (Claim.Send) claim(wishes().getFirst());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(house.store
                        .deliveries()
                        .settleStuck(house.tenant, house.now.get().plusSeconds(9_999)))
                .as("it can be looked up, so it is not settled as unknown")
                .isZero();
        house.store.deliveries().fail(house.tenant, second.outbox(), "refused");
        DeadLetters letters = new DeadLetters(house.store.database(), house.store.time());
        assertThat(letters.list(house.tenant, 10)).hasSize(1);
        assertThat(letters.sendAgain(house.tenant, second.outbox(), house.now.get()))
                .isPresent();
        Claim.Send third = (Claim.Send) claim(wishes().getFirst());
        house.store
                .deliveries()
                .confirm(
                        house.tenant,
                        third.outbox(),
                        "17",
                        house.store.tenants().settings(house.tenant).deliveryPolicy(),
                        house.now.get());
        assertThat(wishes()).isEmpty();
        assertThat(capUsed()).isEqualTo(before);
        connect(true);
        book.tasks().written(house.tenant, "hubspot", card.id(), "17");
        assertThat(book.tasks().open(house.tenant, "hubspot", 10))
                .singleElement()
                .satisfies(task -> assertThat(task.subject()).isEqualTo(deal));
        book.tasks().ended(house.tenant, "hubspot", "17", true);
        assertThat(book.tasks().open(house.tenant, "hubspot", 10)).isEmpty();
    }

    private Object capUsed() {
        return house.store
                .database()
                .inTenant(
                        house.tenant,
                        transaction -> transaction
                                .fetchSingle("select coalesce(sum(used), 0) from cap_day")
                                .get(0));
    }
}
