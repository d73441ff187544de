package nextbest.store.evidence;

import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.STATISTIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.catalogue.Category;
import nextbest.deal.DealSnapshot;
import nextbest.engine.EffectEvidence;
import nextbest.engine.EffectEvidence.Rate;
import nextbest.event.EventType;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.deal.Snapshots;
import nextbest.store.event.EventIntake;
import nextbest.store.testing.News;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EvidenceReaderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID NOBODY = new UUID(0, 0);
    private static Database database;
    private static BusinessTime time;
    private static EventIntake intake;
    private static Snapshots snapshots;
    private static EvidenceReader reader;

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh().database();
        time = TestPostgres.standingAt(database, NOW);
        intake = new EventIntake(database, time, new NewIds(TestPostgres.standing(NOW)));
        snapshots = new Snapshots(database);
        reader = new EvidenceReader(
                database,
                new History(database, time),
                time,
                (tenant, action) -> Optional.of(action.startsWith("send") ? Category.CONTENT : Category.ENGAGEMENT));
    }

    @Test
    void anOutcomeIsInTheNextReading() {
        TenantId tenant = tenant("next-reading");
        News news = openDeal(tenant);
        log(tenant, "book-call", NOBODY, "2026-01-01", 19, 9, 0, 0);
        EffectEvidence before = read(tenant, news, NOW);

        log(tenant, "book-call", NOBODY, "2026-02-01", 1, 1, 0, 0);
        EffectEvidence after = read(tenant, news, NOW);

        assertThat(advanced(before, "book-call").n()).isEqualTo(19);
        assertThat(advanced(after, "book-call").n()).isEqualTo(20);
        assertThat(advanced(after, "book-call").successes()).isEqualTo(10);
        assertThat(after.version()).isNotEqualTo(before.version());
        assertThat(read(tenant, news, NOW)).isEqualTo(after);
    }

    @Test
    void aRateIsToldAtTheDeepestLevelThatHasEnoughCases() {
        TenantId tenant = tenant("levels");
        News news = openDeal(tenant);
        log(tenant, "send-offer", NOBODY, "2026-01-01", 4, 1, 0, 0);
        logAt(tenant, "send-offer", "DISCOVERY", "any/any", 30, 20);
        EffectEvidence evidence = read(tenant, news, NOW);
        // four cases at this stage are too few, so all 34 of the action are told, drawn to its category
        assertThat(advanced(evidence, "send-offer").n()).isEqualTo(34);
        assertThat(advanced(evidence, "send-offer").level()).isEqualTo("category");
        assertThat(evidence.of("never-recommended")).isEmpty();
    }

    @Test
    void whatTheRepAcceptedIsToldOfThisRepOnly() {
        TenantId tenant = tenant("acceptance");
        News news = openDeal(tenant);
        UUID rep = rep(tenant, "R1");
        UUID other = rep(tenant, "R2");
        log(tenant, "book-call", rep, "2026-01-01", 0, 0, 12, 3);
        log(tenant, "book-call", other, "2026-01-01", 0, 0, 40, 36);
        log(tenant, "send-offer", other, "2026-01-01", 0, 0, 40, 36);

        EffectEvidence evidence = read(tenant, news, NOW);

        Rate own = evidence.of("book-call").orElseThrow().acceptedByRep().getFirst();
        assertThat(own.n()).isEqualTo(12);
        assertThat(own.successes()).isEqualTo(3);
        // 3 of 12 is 25 %; drawn towards the others' 90 %, but not as far as the middle
        assertThat(own.mean()).isBetween(0.25, 0.575);
        assertThat(own.level()).isEqualTo("action");
        // this rep was never offered the other action: what others made of it is not told as this rep's
        assertThat(evidence.of("send-offer")).isEmpty();
    }

    @Test
    void theLogOfLaterMonthsIsNotInAReadingOfThePast() {
        TenantId tenant = tenant("past-log");
        News news = openDeal(tenant);
        log(tenant, "book-call", NOBODY, "2025-09-01", 15, 5, 0, 0);
        log(tenant, "book-call", NOBODY, "2025-12-01", 50, 50, 0, 0);
        // on 20 December, windows of recommendations of October were closed; those of December were not
        assertThat(advanced(read(tenant, news, Instant.parse("2025-12-20T00:00:00Z")), "book-call")
                        .n())
                .isEqualTo(15);
        assertThat(advanced(read(tenant, news, NOW), "book-call").n()).isEqualTo(65);
    }

    @Test
    void pastDealsCountUnlessTheyContradictOurOwnLog() {
        TenantId tenant = tenant("two-sources");
        News news = openDeal(tenant);
        for (int i = 0; i < 30; i++) {
            // the action on day 5, the next stage on day 15: within 30 days, always
            pastDeal(news, "D" + i, "book-call", 15);
        }
        news.send(intake);
        EffectEvidence alone = read(tenant, news, NOW);
        assertThat(advanced(alone, "book-call").n()).isEqualTo(30);
        assertThat(advanced(alone, "book-call").successes()).isEqualTo(30);

        log(tenant, "book-call", NOBODY, "2026-01-01", 10, 9, 0, 0);
        // ten cases of our own contradict nothing: 40 in all, 39 moved on
        assertThat(advanced(read(tenant, news, NOW), "book-call").successes()).isEqualTo(39);

        log(tenant, "book-call", NOBODY, "2026-01-01", 40, 6, 0, 0);
        // 15 of 50 against 30 of 30 is clear: only ours count
        Rate own = advanced(read(tenant, news, NOW), "book-call");
        assertThat(own.n()).isEqualTo(50);
        assertThat(own.mean()).isCloseTo(0.3, within(0.05));
    }

    @Test
    void pastDealsThatWereNotKnownYetDoNotCount() {
        TenantId tenant = tenant("unknown-past");
        News news = openDeal(tenant);
        for (int i = 0; i < 12; i++) {
            pastDeal(news, "D" + i, "book-call", 15);
        }
        news.send(intake);
        // the deals began on 1 January 2025; on 3 January nothing had been done yet
        Instant early = Instant.parse("2025-01-03T00:00:00Z");
        assertThat(reader.read(tenant, snapshotOfFirst(tenant, news, early)).actions())
                .isEmpty();
        assertThat(advanced(read(tenant, news, NOW), "book-call").n()).isEqualTo(12);
    }

    private static DealSnapshot snapshotOfFirst(TenantId tenant, News news, Instant asOf) {
        return snapshots.of(tenant, news.idOf(database, "D0"), asOf);
    }

    private static void pastDeal(News news, String deal, String action, int daysInStage) {
        Instant start = Instant.parse("2025-01-01T00:00:00Z");
        news.deal(EventType.DEAL, deal, start.toString(), Map.of("name", deal, "stage", "proposal"))
                .deal(
                        EventType.ACTIVITY,
                        deal,
                        start.plus(Duration.ofDays(5)).toString(),
                        Map.of("kind", "call", "action", action))
                .deal(
                        EventType.STAGE_CHANGE,
                        deal,
                        start.plus(Duration.ofDays(daysInStage)).toString(),
                        Map.of("stage", "negotiation"));
    }

    private static News openDeal(TenantId tenant) {
        News news = new News(tenant);
        news.tell(EventType.REP, "2025-06-01T00:00:00Z", Map.of("id", "R1", "name", "R1"))
                .tell(EventType.REP, "2025-06-01T00:00:00Z", Map.of("id", "R2", "name", "R2"))
                .deal(
                        EventType.DEAL,
                        "OPEN",
                        "2025-08-01T00:00:00Z",
                        Map.of("name", "OPEN", "stage", "proposal", "rep", "R1"));
        news.send(intake);
        return news;
    }

    private static EffectEvidence read(TenantId tenant, News news, Instant asOf) {
        return reader.read(tenant, snapshots.of(tenant, news.idOf(database, "OPEN"), asOf));
    }

    private static Rate advanced(EffectEvidence evidence, String action) {
        return evidence.of(action).orElseThrow().advanced().getFirst();
    }

    private static UUID rep(TenantId tenant, String name) {
        return database.inTenant(
                tenant,
                t -> t.select(REP.ID)
                        .from(REP)
                        .where(REP.TENANT.eq(tenant.value()), REP.NAME.eq(name))
                        .fetchSingle(REP.ID));
    }

    private static void log(
            TenantId tenant,
            String action,
            UUID rep,
            String month,
            long observed,
            long advanced,
            long answered,
            long accepted) {
        row(tenant, action, "PROPOSAL", "unknown/unknown", rep, month, observed, advanced, answered, accepted);
    }

    private static void logAt(
            TenantId tenant, String action, String stage, String segment, long observed, long advanced) {
        row(tenant, action, stage, segment, NOBODY, "2026-01-01", observed, advanced, 0, 0);
    }

    private static void row(
            TenantId tenant,
            String action,
            String stage,
            String segment,
            UUID rep,
            String month,
            long observed,
            long advanced,
            long answered,
            long accepted) {
        database.doInTenant(
                tenant,
                t -> t.insertInto(STATISTIC)
                        .set(STATISTIC.TENANT, tenant.value())
                        .set(STATISTIC.ACTION, action)
                        .set(STATISTIC.STAGE_KIND, stage)
                        .set(STATISTIC.SEGMENT, segment)
                        .set(STATISTIC.REP_ID, rep)
                        .set(STATISTIC.MONTH, LocalDate.parse(month))
                        .set(STATISTIC.DELIVERED, observed)
                        .set(STATISTIC.VIEWED, 0L)
                        .set(STATISTIC.ACCEPTED, accepted)
                        .set(STATISTIC.DISMISSED, answered - accepted)
                        .set(STATISTIC.KEPT_BACK, 0L)
                        .set(STATISTIC.OVERRIDDEN, 0L)
                        .set(STATISTIC.EXECUTED, 0L)
                        .set(STATISTIC.IGNORED, 0L)
                        .set(STATISTIC.ADVANCE_OBSERVED, observed)
                        .set(STATISTIC.ADVANCED, advanced)
                        .set(STATISTIC.CLOSE_OBSERVED, 0L)
                        .set(STATISTIC.WON, 0L)
                        .onConflict(
                                STATISTIC.TENANT,
                                STATISTIC.ACTION,
                                STATISTIC.STAGE_KIND,
                                STATISTIC.SEGMENT,
                                STATISTIC.REP_ID,
                                STATISTIC.MONTH)
                        .doUpdate()
                        .set(STATISTIC.ADVANCE_OBSERVED, STATISTIC.ADVANCE_OBSERVED.plus(observed))
                        .set(STATISTIC.ADVANCED, STATISTIC.ADVANCED.plus(advanced))
                        .execute());
    }

    private static TenantId tenant(String key) {
        return TestPostgres.tenant(database, time, key).id();
    }
}
