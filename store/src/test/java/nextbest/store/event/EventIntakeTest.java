package nextbest.store.event;

import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.FACT;
import static nextbest.store.schema.Tables.INBOX;
import static nextbest.store.schema.Tables.SUBJECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.event.Violation;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.schema.tables.records.DealRecord;
import nextbest.store.testing.TestPostgres;
import org.jooq.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventIntakeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static Database database;
    private static BusinessTime time;
    private static EventIntake intake;

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh().database();
        time = TestPostgres.standingAt(database, NOW);
        intake = new EventIntake(database, time, new NewIds(TestPostgres.standing(NOW)));
    }

    @Test
    void aDealBecomesARowWithWhatWasSaidLast() {
        TenantId tenant = tenant("said-last");
        var results = intake.take(
                tenant,
                List.of(
                        rep(tenant, "R1"),
                        deal(
                                tenant,
                                "e1",
                                "D1",
                                "2026-01-01T00:00:00Z",
                                Map.of("name", "First", "stage", "Discovery", "rep", "R1")),
                        deal(
                                tenant,
                                "e2",
                                "D1",
                                "2026-01-05T00:00:00Z",
                                Map.of("amount", Map.of("amount", 1200, "currency", "EUR")))));

        assertThat(results).allMatch(EventResult.Accepted.class::isInstance);
        DealRecord row = onlyDeal(tenant);
        assertThat(row.getName()).isEqualTo("First");
        assertThat(row.getStageKey()).isEqualTo("discovery");
        assertThat(row.getAmountMinor()).isEqualTo(120_000);
        assertThat(row.getStatus()).isEqualTo("OPEN");
        assertThat(repOfOnlyDeal(tenant)).isNotNull();
    }

    @Test
    void aTreeOfProductsHasNoCircleAlsoWithinOneBatch() {
        TenantId tenant = tenant("circle");
        var results = intake.take(
                tenant,
                List.of(
                        about(tenant, "p1", EventType.PRODUCT, Map.of("id", "A", "name", "A")),
                        about(tenant, "p2", EventType.PRODUCT, Map.of("id", "B", "name", "B", "parent", "A")),
                        about(tenant, "p3", EventType.PRODUCT, Map.of("id", "A", "name", "A", "parent", "B")),
                        about(tenant, "p4", EventType.PRODUCT, Map.of("id", "C", "name", "C", "parent", "B"))));
        assertThat(results.get(2))
                .isInstanceOfSatisfying(
                        EventResult.Refused.class,
                        refused -> assertThat(refused.violations().getFirst().toString())
                                .contains("data.parent", "'B', which stands below 'A' itself", "without circles"));
        assertThat(results.get(3)).as("the rest goes on").isInstanceOf(EventResult.Accepted.class);

        // and against what is stored
        assertThat(intake.take(
                                tenant,
                                List.of(about(
                                        tenant,
                                        "p5",
                                        EventType.PRODUCT,
                                        Map.of("id", "A", "name", "A", "parent", "C"))))
                        .getFirst())
                .isInstanceOf(EventResult.Refused.class);
        assertThat(intake.take(
                                tenant,
                                List.of(about(
                                        tenant,
                                        "p6",
                                        EventType.PRODUCT,
                                        Map.of("id", "A", "name", "A", "parent", "A"))))
                        .getFirst())
                .isInstanceOf(EventResult.Refused.class);
    }

    @Test
    void aHoldingThatEndsBeforeItBeginsAndALineToAnUnknownClientAreRefusedAlone() {
        TenantId tenant = tenant("contradictions");
        SubjectRef client = new SubjectRef(SubjectRef.Kind.CLIENT, "crm", "K");
        var results = intake.take(
                tenant,
                List.of(
                        about(tenant, "c1", EventType.PRODUCT, Map.of("id", "A", "name", "A")),
                        new EventEnvelope(
                                "crm",
                                "c2",
                                EventType.CLIENT,
                                EventType.VERSION,
                                tenant,
                                Optional.of(client),
                                NOW,
                                NOW,
                                EventEnvelope.Origin.OUTSIDE,
                                "test",
                                Map.of("name", "K")),
                        new EventEnvelope(
                                "crm",
                                "c3",
                                EventType.HOLDING,
                                EventType.VERSION,
                                tenant,
                                Optional.of(client),
                                NOW,
                                NOW,
                                EventEnvelope.Origin.OUTSIDE,
                                "test",
                                Map.of("product", "A", "since", "2025-05-01", "until", "2025-04-01")),
                        about(
                                tenant,
                                "c4",
                                EventType.EDGE,
                                Map.of("kind", "owns", "from", "K", "toClient", "nobody"))));
        assertThat(results.get(1)).isInstanceOf(EventResult.Accepted.class);
        assertThat(results.get(2))
                .isInstanceOfSatisfying(
                        EventResult.Refused.class,
                        refused -> assertThat(refused.violations().getFirst().toString())
                                .contains("2025-04-01, which is before since", "a day from 2025-05-01 on"));
        assertThat(results.get(3))
                .isInstanceOfSatisfying(
                        EventResult.Refused.class,
                        refused -> assertThat(refused.violations().getFirst().toString())
                                .contains("toClient", "client 'nobody' of source crm, which is not known"));
    }

    private static EventEnvelope about(TenantId tenant, String id, EventType type, Map<String, Object> data) {
        return new EventEnvelope(
                "crm",
                id,
                type,
                EventType.VERSION,
                tenant,
                Optional.empty(),
                NOW,
                NOW,
                EventEnvelope.Origin.OUTSIDE,
                "test",
                data);
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<DealRecord> rows = new ArrayList<>();
        for (int seed = 0; seed < 6; seed++) {
            TenantId tenant = tenant("order-" + seed);
            List<EventEnvelope> news = new ArrayList<>(List.of(
                    deal(tenant, "e1", "D1", "2026-01-01T00:00:00Z", Map.of("name", "First", "stage", "Discovery")),
                    deal(tenant, "e2", "D1", "2026-01-04T00:00:00Z", Map.of("name", "Second")),
                    event(
                            tenant,
                            "e3",
                            EventType.STAGE_CHANGE,
                            "D1",
                            "2026-01-10T00:00:00Z",
                            Map.of("stage", "Proposal")),
                    event(tenant, "e4", EventType.OUTCOME, "D1", "2026-02-01T00:00:00Z", Map.of("kind", "LOST")),
                    event(tenant, "e5", EventType.OUTCOME, "D1", "2026-02-03T00:00:00Z", Map.of("kind", "REOPENED")),
                    event(
                            tenant,
                            "e6",
                            EventType.OUTCOME,
                            "D1",
                            "2026-02-20T00:00:00Z",
                            Map.of("kind", "WON", "amount", Map.of("amount", 99, "currency", "EUR")))));
            Collections.shuffle(news, new Random(seed));
            // one at a time: what is about a deal that is not known yet is refused and sent again
            for (int round = 0; round < 2; round++) {
                for (EventEnvelope event : news) {
                    intake.take(tenant, List.of(event));
                }
            }
            DealRecord row = onlyDeal(tenant);
            row.setTenant(null);
            row.setSubjectId(null);
            rows.add(row);
        }
        assertThat(rows).allMatch(rows.getFirst()::equals);
        assertThat(rows.getFirst().getStatus()).isEqualTo("WON");
        assertThat(rows.getFirst().getName()).isEqualTo("Second");
        assertThat(rows.getFirst().getAmountMinor()).isEqualTo(9_900);
        assertThat(rows.getFirst().getClosedAt()).isEqualTo(Instant.parse("2026-02-20T00:00:00Z"));
    }

    @Test
    void aRepeatedBatchChangesNothing() {
        TenantId tenant = tenant("repeated");
        List<EventEnvelope> batch = List.of(deal(tenant, "e1", "D1", "2026-01-01T00:00:00Z", Map.of("name", "First")));
        intake.take(tenant, batch);
        assertThat(intake.take(tenant, batch)).singleElement().isInstanceOf(EventResult.Duplicate.class);
        assertThat(count(tenant, FACT)).isEqualTo(1);
        assertThat(count(tenant, INBOX)).isEqualTo(1);
    }

    @Test
    void anIdThatWasUsedForOtherContentIsRefused() {
        TenantId tenant = tenant("reused");
        intake.take(tenant, List.of(deal(tenant, "e1", "D1", "2026-01-01T00:00:00Z", Map.of("name", "First"))));
        assertThat(violations(intake.take(
                                tenant,
                                List.of(deal(tenant, "e1", "D1", "2026-01-01T00:00:00Z", Map.of("name", "Other"))))
                        .getFirst()))
                .singleElement()
                .satisfies(v -> assertThat(v.field()).isEqualTo("id"));
    }

    @Test
    void theSameRowOfAFileReadOnAnotherDayIsARepetition() {
        TenantId tenant = tenant("another-day");
        List<EventResult> results = List.of("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z").stream()
                .map(day -> fromFile(deal(tenant, "deals/D1/now/5f", "D1", day, Map.of("name", "First"))))
                .map(event -> intake.take(tenant, List.of(event)).getFirst())
                .toList();
        assertThat(results.getLast()).isInstanceOf(EventResult.Duplicate.class);
        assertThat(count(tenant, INBOX)).isEqualTo(1);
    }

    @Test
    void anIdOfASenderThatCameWithAnotherMomentIsRefused() {
        TenantId tenant = tenant("another-moment");
        intake.take(tenant, List.of(deal(tenant, "e1", "D1", "2026-01-01T00:00:00Z", Map.of("name", "First"))));
        assertThat(intake.take(
                                tenant,
                                List.of(deal(tenant, "e1", "D1", "2026-01-02T00:00:00Z", Map.of("name", "First"))))
                        .getFirst())
                .isInstanceOf(EventResult.Refused.class);
    }

    private static EventEnvelope fromFile(EventEnvelope e) {
        return new EventEnvelope(
                EventEnvelope.FILE_SOURCE + "crm",
                e.id(),
                e.type(),
                e.version(),
                e.tenant(),
                e.subject(),
                e.occurredAt(),
                e.knownAt(),
                e.origin(),
                e.correlationId(),
                e.data());
    }

    @Test
    void badEventsAreRefusedByThemselves() {
        TenantId tenant = tenant("bad");
        var results = intake.take(
                tenant,
                List.of(
                        deal(tenant, "e1", "D1", "2026-01-01T00:00:00Z", Map.of("stage", "Daydreaming")),
                        event(tenant, "e2", EventType.OUTCOME, "D9", "2026-02-01T00:00:00Z", Map.of("kind", "WON")),
                        deal(tenant, "e3", "D3", "2027-01-01T00:00:00Z", Map.of("name", "From the future")),
                        deal(tenant, "e4", "D4", "2026-01-01T00:00:00Z", Map.of("name", "Good"))));

        assertThat(violations(results.get(0)).getFirst().sentence()).contains("data.stage", "Daydreaming", "discovery");
        assertThat(violations(results.get(1)).getFirst().sentence()).contains("subject", "D9", "not known");
        assertThat(violations(results.get(2)).getFirst().field()).isEqualTo("occurredAt");
        assertThat(results.get(3)).isInstanceOf(EventResult.Accepted.class);
        assertThat(onlyDeal(tenant).getName()).isEqualTo("Good");
    }

    @Test
    void aRetractedOutcomeReopensTheDeal() {
        TenantId tenant = tenant("retracted");
        intake.take(
                tenant,
                List.of(
                        deal(tenant, "e1", "D1", "2026-01-01T00:00:00Z", Map.of("name", "First")),
                        event(tenant, "e2", EventType.OUTCOME, "D1", "2026-02-01T00:00:00Z", Map.of("kind", "WON"))));
        assertThat(onlyDeal(tenant).getStatus()).isEqualTo("WON");

        intake.take(
                tenant,
                List.of(new EventEnvelope(
                        "crm",
                        "e3",
                        EventType.CORRECTION,
                        1,
                        tenant,
                        Optional.empty(),
                        NOW,
                        NOW,
                        EventEnvelope.Origin.OUTSIDE,
                        "c",
                        Map.of("event", "e2", "retract", true))));

        assertThat(onlyDeal(tenant).getStatus()).isEqualTo("OPEN");
    }

    @Test
    void oneTenantDoesNotSeeAnothersRows() {
        TenantId mine = tenant("mine");
        TenantId theirs = tenant("theirs");
        intake.take(theirs, List.of(deal(theirs, "e1", "D1", "2026-01-01T00:00:00Z", Map.of("name", "Theirs"))));
        assertThat(count(mine, DEAL)).isZero();
        assertThat(count(theirs, DEAL)).isOne();
        // without a tenant nothing is visible at all
        int withoutTenant = database.onPlatform(t -> t.fetchCount(DEAL));
        assertThat(withoutTenant).isZero();
        assertThat(violations(intake.take(
                                mine,
                                List.of(event(
                                        mine,
                                        "e2",
                                        EventType.OUTCOME,
                                        "D1",
                                        "2026-02-01T00:00:00Z",
                                        Map.of("kind", "WON"))))
                        .getFirst()))
                .isNotEmpty();
    }

    private static TenantId tenant(String key) {
        return TestPostgres.tenant(database, time, key).id();
    }

    private static UUID repOfOnlyDeal(TenantId tenant) {
        return database.inTenant(
                tenant,
                t -> t.select(SUBJECT.REP_ID)
                        .from(SUBJECT)
                        .where(SUBJECT.KIND.eq("DEAL"))
                        .fetchSingle(SUBJECT.REP_ID));
    }

    private static int count(TenantId tenant, Table<?> table) {
        return database.inTenant(tenant, t -> t.fetchCount(table));
    }

    private static DealRecord onlyDeal(TenantId tenant) {
        return database.inTenant(tenant, t -> t.selectFrom(DEAL).fetchSingle());
    }

    private static List<Violation> violations(EventResult result) {
        return result instanceof EventResult.Refused refused ? refused.violations() : List.of();
    }

    private static EventEnvelope rep(TenantId tenant, String id) {
        return new EventEnvelope(
                "crm",
                "rep-" + id,
                EventType.REP,
                1,
                tenant,
                Optional.empty(),
                NOW,
                NOW,
                EventEnvelope.Origin.OUTSIDE,
                "c",
                Map.of("id", id, "name", "Rep " + id));
    }

    private static EventEnvelope deal(TenantId tenant, String id, String deal, String at, Map<String, Object> data) {
        return event(tenant, id, EventType.DEAL, deal, at, data);
    }

    private static EventEnvelope event(
            TenantId tenant, String id, EventType type, String deal, String at, Map<String, Object> data) {
        Instant moment = Instant.parse(at);
        return new EventEnvelope(
                "crm",
                id,
                type,
                1,
                tenant,
                Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, "crm", deal)),
                moment,
                moment,
                EventEnvelope.Origin.OUTSIDE,
                "c",
                data);
    }
}
