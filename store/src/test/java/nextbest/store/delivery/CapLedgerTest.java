package nextbest.store.delivery;

import static nextbest.store.schema.Tables.CAP_DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.tenant.Tenants;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CapLedgerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final int CAP = 3;
    private static Database database;
    private static Tenants tenants;

    private final UUID first = UUID.randomUUID();
    private final UUID second = UUID.randomUUID();
    private final SubjectId deal = new SubjectId(UUID.randomUUID());

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh().database();
        tenants = new Tenants(database, TestPostgres.standingAt(database, NOW), new NewIds(TestPostgres.standing(NOW)));
    }

    @Test
    void aUnitThatTwoDecisionsShowCountsOnce() {
        TenantId tenant = tenant("once");
        assertThat(take(tenant, first, "a", "b")).containsExactly("a", "b");
        assertThat(take(tenant, second, "b", "c", "d")).containsExactly("b", "c");
    }

    @Test
    void whatOneDecisionGivesBackStaysTakenIfAnotherShowsIt() {
        TenantId tenant = tenant("shared");
        take(tenant, first, "a", "b");
        take(tenant, second, "b");
        giveBack(tenant, first);
        assertThat(shown(tenant)).containsExactly("b");
        assertThat(take(tenant, UUID.randomUUID(), "c", "d", "e")).containsExactly("c", "d");
    }

    @Test
    void whatNobodyShowsAnyMoreIsFreeAgain() {
        TenantId tenant = tenant("free");
        take(tenant, first, "a", "b", "c");
        giveBack(tenant, first);
        assertThat(shown(tenant)).isEmpty();
        assertThat(take(tenant, second, "d", "e", "f", "g")).containsExactly("d", "e", "f");
    }

    @Test
    void nothingIsShownBeyondTheCapWhoeverTakesGivesBackDiesOrComesTwice() throws Exception {
        interleave("some", 2_000);
    }

    @Test
    @Tag("long")
    void nothingIsShownBeyondTheCapInAHundredThousandInterleavings() throws Exception {
        interleave("many", 100_000);
    }

    /** A presentation that was told to its receiver, and holds what it shows until it is given back. */
    private record Shown(SubjectId subject, LocalDate day, UUID decision, List<String> wanted, List<String> units) {}

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void interleave(String name, int operations) throws Exception {
        TenantId tenant = tenant(name);
        List<SubjectId> subjects = IntStream.range(0, Math.max(8, operations / 250))
                .mapToObj(any -> new SubjectId(UUID.randomUUID()))
                .toList();
        Queue<Shown> standing = new ConcurrentLinkedQueue<>();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger crashed = new AtomicInteger();
        AtomicInteger returned = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                Random random = new Random(thread);
                all.add(pool.submit(() -> {
                    for (int i = 0; i < operations / 6; i++) {
                        int what = random.nextInt(10);
                        Shown earlier = what < 4 ? standing.poll() : null;
                        if (earlier != null && what < 2) {
                            database.inTenant(tenant, t -> {
                                CapLedger.giveBack(t, tenant, earlier.subject(), earlier.decision());
                                return true;
                            });
                            returned.incrementAndGet();
                        } else {
                            Shown wish = earlier != null ? earlier : wish(random, subjects);
                            try {
                                List<String> units = database.inTenant(tenant, t -> {
                                    List<String> taken = CapLedger.take(
                                            t, tenant, wish.subject(), wish.day(), CAP, wish.decision(), wish.wanted());
                                    if (random.nextInt(5) == 0) {
                                        throw new Crash();
                                    }
                                    return taken;
                                });
                                refused.addAndGet(wish.wanted().size() - units.size());
                                standing.add(
                                        new Shown(wish.subject(), wish.day(), wish.decision(), wish.wanted(), units));
                            } catch (Crash died) {
                                crashed.incrementAndGet();
                                if (earlier != null) {
                                    standing.add(earlier); // what it showed before is still shown
                                }
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(List.of(refused.get(), crashed.get(), returned.get())).allMatch(n -> n > operations / 100);
        assertTheLedgerSaysWhatIsShown(tenant, standing);
    }

    private static Shown wish(Random random, List<SubjectId> subjects) {
        List<String> wanted = random.ints(1 + random.nextInt(3), 0, 6)
                .distinct()
                .mapToObj(unit -> "action-" + unit)
                .toList();
        return new Shown(
                subjects.get(random.nextInt(subjects.size())),
                DAY.plusDays(random.nextInt(2)),
                UUID.randomUUID(),
                wanted,
                List.of());
    }

    private static void assertTheLedgerSaysWhatIsShown(TenantId tenant, Queue<Shown> standing) {
        Map<SubjectId, Map<LocalDate, Set<String>>> truth = new HashMap<>();
        standing.forEach(shown -> truth.computeIfAbsent(shown.subject(), any -> new ConcurrentHashMap<>())
                .computeIfAbsent(shown.day(), any -> new TreeSet<>())
                .addAll(shown.units()));
        truth.forEach((subject, days) -> days.forEach((day, units) -> {
            assertThat(units).hasSizeLessThanOrEqualTo(CAP);
            int used = database.inTenant(tenant, t -> (int) t.select(CAP_DAY.USED)
                    .from(CAP_DAY)
                    .where(
                            CAP_DAY.TENANT.eq(tenant.value()),
                            CAP_DAY.SUBJECT_ID.eq(subject.value()),
                            CAP_DAY.LOCAL_DAY.eq(day))
                    .fetchSingle(CAP_DAY.USED));
            CapLedger.Day day2 = database.inTenant(tenant, t -> CapLedger.read(t, tenant, subject, day));
            assertThat(day2.units()).isEqualTo(units);
            assertThat(used).isEqualTo(units.size());
        }));
    }

    private List<String> take(TenantId tenant, UUID decision, String... units) {
        return database.inTenant(tenant, t -> CapLedger.take(t, tenant, deal, DAY, CAP, decision, List.of(units)));
    }

    private void giveBack(TenantId tenant, UUID decision) {
        database.inTenant(tenant, t -> {
            CapLedger.giveBack(t, tenant, deal, decision);
            return true;
        });
    }

    private Set<String> shown(TenantId tenant) {
        return database.inTenant(
                tenant, t -> CapLedger.read(t, tenant, deal, DAY).units());
    }

    private static TenantId tenant(String name) {
        return tenants.create(name, name, "EUR", "UTC").id();
    }
}
