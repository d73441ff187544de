package nextbest.store.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import nextbest.event.EventType;
import nextbest.identity.CardId;
import nextbest.store.request.RequestLog;
import nextbest.store.security.LinkUses;
import nextbest.store.testing.News;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** What is kept for how long, on a real PostgreSQL. The clock of these houses is the one on the wall. */
class HousekeepingTest {
    private static final TestPostgres POSTGRES = TestPostgres.fresh();
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private final SellingHouse house = new SellingHouse(POSTGRES, START);
    private final Housekeeping housekeeping = new Housekeeping(house.store.database(), house.store.time());

    private void afterDays(int days) {
        house.now.set(START.plus(Duration.ofDays(days)));
    }

    @Test
    void answersToRequestsAreKeptForAWeek() {
        var _ = new RequestLog(house.store.database(), house.store.time())
                .begin(new RequestLog.Request(house.tenant, "POST /x", "k", "ab"));
        afterDays(6);
        assertThat(housekeeping.clean(house.tenant, 100)).isEmpty();
        afterDays(8);
        assertThat(housekeeping.clean(house.tenant, 100)).isEqualTo(Map.of("api_request", 1));
        assertThat(housekeeping.clean(house.tenant, 100)).isEmpty();
    }

    @Test
    void usedLinksAndSentMessagesGoAndTheLedgerStays() {
        house.rep("R");
        house.decides(house.deal("D", "R", 1_000));
        assertThat(new LinkUses(house.store.database(), house.store.time())
                        .use(house.tenant, "n", new CardId(house.store.ids().next()).toString()))
                .isTrue();
        afterDays(91);
        assertThat(housekeeping.clean(house.tenant, 100)).isEqualTo(Map.of("outbox", 1));
        afterDays(366);
        assertThat(housekeeping.clean(house.tenant, 100)).isEqualTo(Map.of("link_use", 1));
        assertThat(house.store
                        .reports()
                        .of(house.tenant, START.minusSeconds(1), START.plusSeconds(60))
                        .addsUp())
                .isTrue();
    }

    @Test
    void wordsOfBuyersGoAfterThreeYearsAndTheSameEventIsStillKnown() {
        house.rep("R");
        house.deal("D", "R", 1_000);
        News told = new News(house.tenant, "crm", 100)
                .deal(EventType.NOTE, "D", START.toString(), Map.of("text", "They liked the demo"))
                .deal(
                        EventType.SIGNAL,
                        "D",
                        START.toString(),
                        Map.of("signal", "pricing-discussed", "quote", "too dear"));
        told.send(house.store.intake());
        afterDays(3 * 365 + 1);
        assertThat(housekeeping.clean(house.tenant, 100))
                .containsEntry("words of buyers in documents", 1)
                .containsEntry("words of buyers in signals", 1)
                .containsKey("words of buyers in events");
        // sent again, it is recognised and nothing of it comes back
        new News(house.tenant, "crm", 100)
                .deal(EventType.NOTE, "D", START.toString(), Map.of("text", "They liked the demo"))
                .send(house.store.intake());
        int bodies = house.store
                .database()
                .inTenant(
                        house.tenant,
                        t -> t.fetchSingle("select count(*) from document where body is not null")
                                .get(0, Integer.class));
        assertThat(bodies).isZero();
    }

    @Test
    void aBacklogGoesAwayInParts() {
        RequestLog requests = new RequestLog(house.store.database(), house.store.time());
        for (int i = 0; i < 5; i++) {
            var _ = requests.begin(new RequestLog.Request(house.tenant, "POST /x", "k" + i, "ab"));
        }
        afterDays(8);
        assertThat(housekeeping.clean(house.tenant, 3)).isEqualTo(Map.of("api_request", 3));
        assertThat(housekeeping.clean(house.tenant, 3)).isEqualTo(Map.of("api_request", 2));
    }
}
