package nextbest.store.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.event.UntoldNews.EventKey;
import nextbest.event.UntoldNews.Untold;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InboxTest {
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
    void newsIsGivenOutOnceAndNotAgainWhenItWasTold() {
        TenantId tenant = tenant("once");
        Inbox inbox = new Inbox(database, time);
        take(tenant, deal(tenant, "e1", "D1"), deal(tenant, "e2", "D1"), deal(tenant, "e3", "D2"));

        List<Untold> first = inbox.next(tenant, 10);

        assertThat(first)
                .extracting(Untold::events)
                .containsExactlyInAnyOrder(
                        List.of(new EventKey("crm", "e1"), new EventKey("crm", "e2")),
                        List.of(new EventKey("crm", "e3")));
        assertThat(inbox.next(tenant, 10)).as("while somebody is telling").isEmpty();
        inbox.told(tenant, first);
        assertThat(inbox.waiting(tenant)).isZero();
    }

    @Test
    void newsThatArrivesWhileALoopIsBeingToldIsNewsAgain() {
        TenantId tenant = tenant("meanwhile");
        Inbox inbox = new Inbox(database, time);
        take(tenant, deal(tenant, "e1", "D1"));
        List<Untold> before = inbox.next(tenant, 10);
        // the clock stands still: it arrives at the very same moment
        take(tenant, deal(tenant, "e2", "D1"));
        inbox.told(tenant, before);

        assertThat(inbox.next(tenant, 10))
                .extracting(Untold::events)
                .containsExactly(List.of(new EventKey("crm", "e2")));
    }

    @Test
    void whatWasNotToldIsGivenOutAgainAfterAMinute() {
        TenantId tenant = tenant("again");
        take(tenant, deal(tenant, "e1", "D1"));
        assertThat(inboxAt(NOW).next(tenant, 10)).hasSize(1);

        assertThat(inboxAt(NOW.plus(Inbox.CLAIM)).next(tenant, 10)).isEmpty();
        assertThat(inboxAt(NOW.plus(Inbox.CLAIM).plusMillis(1)).next(tenant, 10))
                .hasSize(1);
    }

    @Test
    void twoWhoLookAtOnceGetDifferentSubjects() throws Exception {
        TenantId tenant = tenant("race");
        Inbox inbox = new Inbox(database, time);
        List<EventEnvelope> news = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            news.add(deal(tenant, "e" + i, "D" + i));
        }
        take(tenant, news.toArray(EventEnvelope[]::new));
        Callable<List<Untold>> look = () -> {
            List<Untold> mine = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                mine.addAll(inbox.next(tenant, 25));
            }
            return mine;
        };
        List<Untold> all = new ArrayList<>();
        try (ExecutorService lookers = Executors.newFixedThreadPool(4)) {
            for (Future<List<Untold>> looked : lookers.invokeAll(List.of(look, look, look, look))) {
                all.addAll(looked.get());
            }
        }
        Set<SubjectId> subjects = new HashSet<>();
        all.forEach(untold -> subjects.add(untold.subject()));
        assertThat(all).hasSize(300);
        assertThat(subjects).hasSize(300);
    }

    @Test
    void theHistoryOfAClosedDealNeedsNoLoop() {
        TenantId tenant = tenant("history");
        Inbox inbox = new Inbox(database, time);
        take(
                tenant,
                deal(tenant, "e1", "D1"),
                deal(tenant, "e2", "D2"),
                new EventEnvelope(
                        "crm",
                        "e3",
                        EventType.OUTCOME,
                        1,
                        tenant,
                        Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, "crm", "D1")),
                        NOW,
                        NOW,
                        EventEnvelope.Origin.OUTSIDE,
                        "c",
                        Map.of("kind", "LOST")));

        assertThat(inbox.next(tenant, 10))
                .extracting(Untold::events)
                .containsExactly(List.of(new EventKey("crm", "e2")));
    }

    private static Inbox inboxAt(Instant realNow) {
        return new Inbox(database, new BusinessTime(database, InstantSource.fixed(realNow)));
    }

    private static TenantId tenant(String key) {
        return TestPostgres.tenant(database, time, key).id();
    }

    private static void take(TenantId tenant, EventEnvelope... news) {
        assertThat(intake.take(tenant, List.of(news))).allMatch(EventResult.Accepted.class::isInstance);
    }

    private static EventEnvelope deal(TenantId tenant, String id, String deal) {
        Instant at = NOW.minus(Duration.ofDays(1));
        return new EventEnvelope(
                "crm",
                id,
                EventType.DEAL,
                1,
                tenant,
                Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, "crm", deal)),
                at,
                at,
                EventEnvelope.Origin.OUTSIDE,
                "c",
                Map.of("name", "Deal " + deal + " " + id, "stage", "Discovery"));
    }
}
