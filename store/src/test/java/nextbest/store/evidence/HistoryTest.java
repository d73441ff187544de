package nextbest.store.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.deal.DealSnapshot;
import nextbest.engine.EffectEvidence.SimilarDeals;
import nextbest.event.EventType;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.deal.Snapshots;
import nextbest.store.event.EventIntake;
import nextbest.store.testing.News;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static Database database;
    private static BusinessTime time;
    private static EventIntake intake;
    private static Snapshots snapshots;
    private static History history;

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh().database();
        time = TestPostgres.standingAt(database, NOW);
        intake = new EventIntake(database, time, new NewIds(TestPostgres.standing(NOW)));
        snapshots = new Snapshots(database);
        history = new History(database, time);
    }

    @Test
    void onlyDealsThatWereStillInTheStageAfterTheSameTimeAreCompared() {
        TenantId tenant = tenant("same-point");
        News news = new News(tenant);
        // in proposal for 40, 30 and 10 days; the open deal has been there for 20
        closed(news, "LONG", 40, "WON", 900);
        closed(news, "ENOUGH", 30, "LOST", 0);
        closed(news, "SHORT", 10, "WON", 900);
        open(news, "OPEN", 20);
        news.send(intake);

        SimilarDeals similar = similar(tenant, news, "OPEN");

        assertThat(similar.won()).isEqualTo(1);
        assertThat(similar.lost()).isEqualTo(1);
        // LONG was won 40 days after it entered the stage, 20 days after the same point of its life
        assertThat(similar.medianDaysWon()).containsExactly(20);
        assertThat(similar.medianDaysInStageWon()).containsExactly(40);
        assertThat(similar.medianAmount()).containsExactly(new Money(90_000, "EUR"));
        // the negative twin: after 5 days in the stage, all three were still there
        open(news, "EARLY", 5);
        news.send(intake);
        history.refresh(tenant);
        assertThat(similar(tenant, news, "EARLY").won()).isEqualTo(2);
    }

    @Test
    void outcomesThatWereNotKnownYetDoNotCount() {
        TenantId tenant = tenant("look-ahead");
        News news = new News(tenant);
        closed(news, "D1", 30, "WON", 100);
        Instant lost = START.plus(Duration.ofDays(10 + 30));
        news.deal(EventType.DEAL, "D2", START.toString(), facts("D2"))
                .deal(
                        EventType.STAGE_CHANGE,
                        "D2",
                        START.plus(Duration.ofDays(10)).toString(),
                        Map.of("stage", "proposal"))
                // it was lost in February 2025, but nobody knew before 2026
                .deal(EventType.OUTCOME, "D2", lost, Instant.parse("2026-02-01T00:00:00Z"), Map.of("kind", "LOST"));
        news.deal(EventType.DEAL, "OPEN", Instant.parse("2025-05-01T00:00:00Z").toString(), facts("OPEN"))
                .deal(EventType.STAGE_CHANGE, "OPEN", "2025-05-11T00:00:00Z", Map.of("stage", "proposal"));
        news.send(intake);
        DealSnapshot then = snapshots.of(tenant, news.idOf(database, "OPEN"), Instant.parse("2025-05-20T00:00:00Z"));

        SimilarDeals similar = history.similar(tenant, then).orElseThrow();

        assertThat(similar.won()).isEqualTo(1);
        assertThat(similar.lost()).isZero();
        // the negative twin: seen from later, it counts
        open(news, "OPEN2", 15);
        news.send(intake);
        history.refresh(tenant);
        assertThat(similar(tenant, news, "OPEN2").lost()).isEqualTo(1);
    }

    @Test
    void whatBecameKnownAfterThePointOfLifeDoesNotMakeADealAlike() {
        TenantId tenant = tenant("features");
        News news = new News(tenant);
        product(news, "P1");
        product(news, "P2");
        // sold as P2, and relabelled P1 on the last day before it was won
        Map<String, Object> first = facts("D1");
        first.put("products", List.of("P2"));
        news.deal(EventType.DEAL, "D1", START.toString(), first)
                .deal(
                        EventType.STAGE_CHANGE,
                        "D1",
                        START.plus(Duration.ofDays(10)).toString(),
                        Map.of("stage", "proposal"))
                .deal(
                        EventType.DEAL,
                        "D1",
                        START.plus(Duration.ofDays(49)).toString(),
                        Map.of("products", List.of("P1")))
                .deal(EventType.OUTCOME, "D1", START.plus(Duration.ofDays(50)).toString(), Map.of("kind", "WON"));
        Map<String, Object> mine = facts("OPEN");
        mine.put("products", List.of("P1"));
        open(news, "OPEN", 20, mine);
        mine = facts("TWIN");
        mine.put("products", List.of("P2"));
        open(news, "TWIN", 20, mine);
        news.send(intake);

        // recorded are stage, age and product: 3 + 1 + 2; both deals are 30 days old at the point, so age is fully
        // alike
        assertThat(similar(tenant, news, "OPEN").similarity()).isCloseTo(4.0 / 6, within(0.001));
        assertThat(similar(tenant, news, "TWIN").similarity()).isCloseTo(1.0, within(0.001));
    }

    @Test
    void aNewOutcomeCountsAfterTheNextLookAndARetractedOneNoMore() {
        TenantId tenant = tenant("fresh");
        News news = new News(tenant);
        closed(news, "D1", 30, "WON", 100);
        open(news, "OPEN", 20);
        news.send(intake);
        assertThat(similar(tenant, news, "OPEN").lost()).isZero();

        closed(news, "D2", 30, "LOST", 0);
        news.send(intake);
        history.refresh(tenant);
        assertThat(similar(tenant, news, "OPEN").lost()).isEqualTo(1);

        // the outcome is the event told last
        String outcome = "e" + (Integer.parseInt(news.nextId().substring(1)) - 1);
        news.tell(EventType.CORRECTION, NOW.toString(), Map.of("event", outcome, "retract", true));
        news.send(intake);
        history.refresh(tenant);
        assertThat(similar(tenant, news, "OPEN").lost()).isZero();
        assertThat(history.deals(tenant)).isEqualTo(3);
    }

    @Test
    void dealsWithoutDatesAreComparedByTheirQualification() {
        TenantId tenant = tenant("undated");
        News news = new News(tenant);
        for (int i = 0; i < 4; i++) {
            // two of each kind; the first kind was won
            boolean won = i < 2;
            news.deal(EventType.DEAL, "D" + i, START.toString(), qualification(won ? "Yes" : "No"))
                    .deal(EventType.OUTCOME, "D" + i, START.toString(), Map.of("kind", won ? "WON" : "LOST"));
        }
        news.deal(EventType.DEAL, "OPEN", START.toString(), qualification("Yes"));
        news.send(intake);

        SimilarDeals similar = similar(tenant, news, "OPEN");

        // only attributes are recorded: two answers the same is 1; one of two, 0.5, is still above the least likeness
        assertThat(similar.won()).isEqualTo(2);
        assertThat(similar.lost()).isEqualTo(2);
        assertThat(similar.similarity()).isCloseTo((1 + 1 + 0.5 + 0.5) / 4, within(0.001));
        assertThat(similar.medianDaysWon()).isEmpty();
    }

    @Test
    void aReopenedDealIsOpen() {
        TenantId tenant = tenant("reopened");
        News news = new News(tenant);
        closed(news, "D1", 30, "WON", 100);
        closed(news, "D2", 30, "LOST", 0);
        news.deal(EventType.OUTCOME, "D2", START.plus(Duration.ofDays(60)).toString(), Map.of("kind", "REOPENED"));
        open(news, "OPEN", 20);
        news.send(intake);
        assertThat(similar(tenant, news, "OPEN").won()).isEqualTo(1);
        assertThat(similar(tenant, news, "OPEN").lost()).isZero();
    }

    @Test
    void withoutHistoryThereIsNoComparison() {
        TenantId tenant = tenant("empty");
        News news = new News(tenant);
        open(news, "OPEN", 20);
        news.send(intake);
        DealSnapshot deal = snapshots.of(tenant, news.idOf(database, "OPEN"), NOW);
        assertThat(history.similar(tenant, deal)).isEmpty();
        assertThat(new EvidenceReader(database, history, time, (t, action) -> Optional.empty()).read(tenant, deal))
                .satisfies(evidence -> {
                    assertThat(evidence.similar()).isEmpty();
                    assertThat(evidence.actions()).isEmpty();
                });
    }

    /** Ten days in the first stage, then so many in proposal. */
    private static void closed(News news, String deal, int daysInProposal, String outcome, int euros) {
        Map<String, Object> result = new HashMap<>(Map.of("kind", outcome));
        if (euros > 0) {
            result.put("amount", Map.of("amount", euros, "currency", "EUR"));
        }
        news.deal(EventType.DEAL, deal, START.toString(), facts(deal))
                .deal(
                        EventType.STAGE_CHANGE,
                        deal,
                        START.plus(Duration.ofDays(10)).toString(),
                        Map.of("stage", "proposal"))
                .deal(
                        EventType.OUTCOME,
                        deal,
                        START.plus(Duration.ofDays(10 + daysInProposal)).toString(),
                        result);
    }

    private static void open(News news, String deal, int daysInProposal) {
        open(news, deal, daysInProposal, facts(deal));
    }

    private static void open(News news, String deal, int daysInProposal, Map<String, Object> facts) {
        Instant entered = NOW.minus(Duration.ofDays(daysInProposal));
        news.deal(EventType.DEAL, deal, entered.minus(Duration.ofDays(10)).toString(), facts)
                .deal(EventType.STAGE_CHANGE, deal, entered.toString(), Map.of("stage", "proposal"));
    }

    private static Map<String, Object> facts(String name) {
        return new HashMap<>(Map.of("name", name, "stage", "discovery"));
    }

    private static Map<String, Object> qualification(String authority) {
        return new HashMap<>(Map.of("attributes", Map.of("Authority", authority, "RFP", "No")));
    }

    private static void product(News news, String id) {
        news.tell(EventType.PRODUCT, START.toString(), Map.of("id", id, "name", id));
    }

    private static SimilarDeals similar(TenantId tenant, News news, String deal) {
        return history.similar(tenant, snapshots.of(tenant, news.idOf(database, deal), NOW))
                .orElseThrow();
    }

    private static TenantId tenant(String key) {
        return TestPostgres.tenant(database, time, key).id();
    }
}
