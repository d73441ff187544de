package nextbest.store.evidence;

import static nextbest.store.schema.Tables.INBOX;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import nextbest.deal.DealSnapshot;
import nextbest.engine.EffectEvidence.SimilarDeals;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import org.jooq.DSLContext;
import org.jooq.Table;

/**
 * The courses of an organisation's deals in memory. What is new in the tables is read at most {@link #LOOK_AGAIN} after it
 * was written; each process keeps its own copy, less than 1 kB a deal, and nothing is lost with it.
 *
 * <p>Safe for use by several threads: readers work on a state that does not change, one at a time makes the next one.
 */
public final class History {
    /** How long a state is used before the inbox is asked for news. */
    public static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /** Transactions that were still running at the last look may have written events with an earlier time than it. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(60);

    private static final int CHUNK = 2_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;
    private final BusinessTime time;
    private final Map<TenantId, OfTenant> tenants = new ConcurrentHashMap<>();

    public History(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * Closed deals that were alike at the same point of their life, as known at the snapshot's moment; empty if there are
     * none. How alike is measured is said in {@code PointOfLife}.
     */
    public Optional<SimilarDeals> similar(TenantId tenant, DealSnapshot deal) {
        return similar(state(tenant), deal);
    }

    Optional<SimilarDeals> similar(State state, DealSnapshot deal) {
        return new Comparison(deal, state.deals()).similar(state.currencies());
    }

    /** Reads what is new, without waiting for {@link #LOOK_AGAIN} to pass. */
    public void refresh(TenantId tenant) {
        of(tenant).refresh(tenant);
    }

    /** How many deals are in memory. */
    public long deals(TenantId tenant) {
        return state(tenant).deals().deals();
    }

    /** What was read, and in which currencies deals were won. */
    record State(PastDeals deals, List<String> currencies) {}

    /** The current state; the first call reads everything. */
    State state(TenantId tenant) {
        return of(tenant).current(tenant);
    }

    private OfTenant of(TenantId tenant) {
        return tenants.computeIfAbsent(tenant, id -> new OfTenant());
    }

    private final class OfTenant {
        private final Map<UUID, Long> revisions = new HashMap<>();
        private final ReentrantLock reading = new ReentrantLock();
        private volatile State state;
        private volatile Instant lookedAt = Instant.EPOCH;

        State current(TenantId tenant) {
            if (state == null) {
                readOnce(tenant);
            } else if (isOld() && reading.tryLock()) {
                // one looks, the others go on with what was read a moment ago
                try {
                    if (isOld()) {
                        read(tenant);
                    }
                } finally {
                    reading.unlock();
                }
            }
            return state;
        }

        /** On a clock that does not move nothing ever gets old: then it is looked at each time. */
        private boolean isOld() {
            Duration age = Duration.between(lookedAt, time.realNow());
            return age.isZero() || age.compareTo(LOOK_AGAIN) >= 0;
        }

        /** The first reading takes a while; who comes meanwhile waits for it and does not start another. */
        private void readOnce(TenantId tenant) {
            reading.lock();
            try {
                if (state == null) {
                    read(tenant);
                }
            } finally {
                reading.unlock();
            }
        }

        void refresh(TenantId tenant) {
            reading.lock();
            try {
                read(tenant);
            } finally {
                reading.unlock();
            }
        }

        private void read(TenantId tenant) {
            Instant now = time.realNow();
            if (state == null) {
                state = readAll(tenant);
            } else {
                readNews(tenant, lookedAt.minus(LONGEST_TRANSACTION));
            }
            lookedAt = now;
        }

        private State readAll(TenantId tenant) {
            Codes codes = new Codes();
            HistoryBlock.Builder block = new HistoryBlock.Builder();
            Map<Integer, Integer> kinds = new HashMap<>();
            UUID last = FIRST;
            while (last != null) {
                UUID from = last;
                last = database.inTenant(tenant, transaction -> {
                    HistoryLoader loader = new HistoryLoader(transaction, tenant.value(), codes);
                    List<UUID> ids = loader.after(from, CHUNK);
                    loader.load(ids, block);
                    kinds.putAll(loader.kinds());
                    return ids.isEmpty() ? null : ids.getLast();
                });
            }
            return new State(PastDeals.of(block.build(), codes, kinds), currencies(tenant));
        }

        private void readNews(TenantId tenant, Instant since) {
            State before = state;
            record Fresh(List<UUID> ids, HistoryBlock block, Map<Integer, Integer> kinds) {}
            Optional<Fresh> fresh = database.inTenant(tenant, transaction -> {
                List<UUID> ids = changed(transaction, tenant, since);
                if (ids.isEmpty()) {
                    return Optional.empty();
                }
                HistoryLoader loader = new HistoryLoader(
                        transaction, tenant.value(), before.deals().codes());
                HistoryBlock.Builder block = new HistoryBlock.Builder();
                for (int from = 0; from < ids.size(); from += CHUNK) {
                    loader.load(ids.subList(from, Math.min(ids.size(), from + CHUNK)), block);
                }
                return Optional.of(new Fresh(ids, block.build(), loader.kinds()));
            });
            if (fresh.isPresent()) {
                state = new State(
                        before.deals()
                                .with(
                                        fresh.get().ids(),
                                        fresh.get().block(),
                                        fresh.get().kinds()),
                        currencies(tenant));
            }
        }

        /** Deals with events since a moment whose revision we have not read yet, in the order of ids. */
        private List<UUID> changed(DSLContext transaction, TenantId tenant, Instant since) {
            List<UUID> ids = new ArrayList<>();
            // the subjects with news are found first: a planner without fresh statistics would try each subject
            Table<?> news = transaction
                    .selectDistinct(INBOX.SUBJECT_ID)
                    .from(INBOX)
                    .where(
                            INBOX.TENANT.eq(tenant.value()),
                            INBOX.SUBJECT_ID.isNotNull(),
                            INBOX.REAL_RECEIVED_AT.gt(since))
                    .asTable("news");
            transaction
                    .select(SUBJECT.ID, SUBJECT.REVISION, SUBJECT.DELETED_AT)
                    .from(news)
                    .join(SUBJECT)
                    .on(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.ID.eq(news.field(INBOX.SUBJECT_ID)))
                    .where(SUBJECT.KIND.eq("DEAL"))
                    .orderBy(SUBJECT.ID)
                    .forEach(row -> {
                        // a deletion counts as a revision of its own
                        long revision = row.value2() * 2 + (row.value3() == null ? 0 : 1);
                        if (!Objects.equals(revisions.put(row.value1(), revision), revision)) {
                            ids.add(row.value1());
                        }
                    });
            return ids;
        }

        private List<String> currencies(TenantId tenant) {
            return database.inTenant(
                    tenant,
                    transaction -> transaction
                            .selectDistinct(nextbest.store.schema.Tables.DEAL.CURRENCY)
                            .from(nextbest.store.schema.Tables.DEAL)
                            .where(
                                    nextbest.store.schema.Tables.DEAL.TENANT.eq(tenant.value()),
                                    nextbest.store.schema.Tables.DEAL.CURRENCY.isNotNull())
                            .orderBy(nextbest.store.schema.Tables.DEAL.CURRENCY)
                            .fetch(nextbest.store.schema.Tables.DEAL.CURRENCY));
        }
    }
}
