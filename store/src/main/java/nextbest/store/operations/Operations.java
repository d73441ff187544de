package nextbest.store.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Counts what waits, what went wrong and what went out, for one organisation. */
public final class Operations {
    private final Database database;
    private final BusinessTime time;

    public Operations(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * How things stand.
     *
     * @param loops open deals by where their loop is
     * @param withoutCard open deals that have none
     * @param newsWaiting events that no loop has been told of
     * @param oldestNews how long the oldest of them waits, in real time; empty if none does
     * @param outbox messages by state
     * @param cardsByState current and past cards by state
     * @param repsWithoutAddress reps who get the page only
     */
    public record State(
            SortedMap<String, Long> loops,
            long withoutCard,
            long newsWaiting,
            Optional<Duration> oldestNews,
            SortedMap<String, Long> outbox,
            SortedMap<String, Long> cardsByState,
            long repsWithoutAddress) {}

    public State state(TenantId tenant) {
        Instant real = time.realNow();
        return database.atOneMoment(tenant, transaction -> {
            Record news = transaction.fetchSingle(
                    "select count(*) as waiting, min(real_received_at) as since from inbox where tenant = ? and real_signalled_at is null and subject_id is not null",
                    tenant.value());
            return new State(
                    counts(
                            transaction,
                            tenant,
                            "select s.loop_stage, count(*) from subject s join deal d on d.tenant = s.tenant and d.subject_id = s.id"
                                    + " where s.tenant = ? and s.deleted_at is null and d.status = 'OPEN' group by 1"),
                    count(
                            transaction,
                            tenant,
                            "select count(*) from subject s join deal d on d.tenant = s.tenant and d.subject_id = s.id and d.status = 'OPEN'"
                                    + " where s.tenant = ? and s.deleted_at is null and not exists (select 1 from card k where k.tenant = s.tenant and k.subject_id = s.id"
                                    + " and k.state not in ('SUPERSEDED', 'WITHDRAWN'))"),
                    news.get("waiting", Long.class),
                    Optional.ofNullable(news.get("since", Instant.class)).map(since -> Duration.between(since, real)),
                    counts(transaction, tenant, "select state, count(*) from outbox where tenant = ? group by 1"),
                    counts(transaction, tenant, "select state, count(*) from card where tenant = ? group by 1"),
                    count(transaction, tenant, "select count(*) from rep where tenant = ? and email is null"));
        });
    }

    private static SortedMap<String, Long> counts(DSLContext transaction, TenantId tenant, String sql) {
        SortedMap<String, Long> counts = new TreeMap<>();
        transaction
                .fetch(sql, tenant.value())
                .forEach(row -> counts.put(row.get(0, String.class), row.get(1, Long.class)));
        return counts;
    }

    private static long count(DSLContext transaction, TenantId tenant, String sql) {
        return transaction.fetchSingle(sql, tenant.value()).get(0, Long.class);
    }

    /**
     * A line of the delivery ledger: a message, or a card that a page showed.
     *
     * @param channel {@code mail}, {@code page} or {@code api}
     * @param state SENT, or how far a message got
     * @param cards how many cards it carries
     * @param subject of its card; empty if it carries several
     * @param attempts how often it was tried; 0 for pages
     * @param error of the last attempt
     */
    public record LedgerLine(
            Instant at,
            String channel,
            String state,
            long cards,
            Optional<SubjectId> subject,
            Optional<String> deal,
            Optional<String> rep,
            int attempts,
            Optional<String> error) {}

    private static final String LEDGER = """
            select * from (
                select o.created_at as at, o.channel, o.state, jsonb_array_length(o.payload -> 'cards') as cards,
                       case when jsonb_array_length(o.payload -> 'cards') = 1 then k.subject_id end as subject_id,
                       case when jsonb_array_length(o.payload -> 'cards') = 1 then d.name end as deal,
                       r.name as rep, o.attempts, o.last_error
                from outbox o
                left join card k on k.tenant = o.tenant and k.id = (o.payload -> 'cards' ->> 0)::uuid
                left join deal d on d.tenant = k.tenant and d.subject_id = k.subject_id
                left join rep r on r.tenant = o.tenant and r.id = o.rep_id
                where o.tenant = {0} and ({1} = false or o.state not in ('SENT', 'HELD'))
                union all
                select l.delivered_at, l.channel, 'SENT', 1, k.subject_id, d.name, r.name, 0, null
                from delivery l
                join card k on k.tenant = l.tenant and k.id = l.card_id
                left join deal d on d.tenant = k.tenant and d.subject_id = k.subject_id
                left join rep r on r.tenant = k.tenant and r.id = k.rep_id
                where l.tenant = {0} and l.outbox_id is null and {1} = false) x
            order by at desc limit {2}""";

    /**
     * The ledger, the latest first.
     *
     * @param troubleOnly only messages that did not arrive, or not yet
     */
    public List<LedgerLine> ledger(TenantId tenant, boolean troubleOnly, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                LEDGER,
                                org.jooq.impl.DSL.val(tenant.value()),
                                org.jooq.impl.DSL.val(troubleOnly),
                                org.jooq.impl.DSL.val(most))
                        .map(row -> new LedgerLine(
                                row.get("at", Instant.class),
                                row.get("channel", String.class),
                                row.get("state", String.class),
                                row.get("cards", Long.class),
                                Optional.ofNullable(row.get("subject_id", UUID.class))
                                        .map(SubjectId::new),
                                Optional.ofNullable(row.get("deal", String.class)),
                                Optional.ofNullable(row.get("rep", String.class)),
                                row.get("attempts", Integer.class),
                                Optional.ofNullable(row.get("last_error", String.class)))));
    }

    /** A deal whose loop does not run. */
    public record Halted(SubjectId subject, Optional<String> name, String stage) {}

    /** Open deals whose loop was paused or stopped. */
    public List<Halted> halted(TenantId tenant, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select s.id, d.name, s.loop_stage from subject s join deal d on d.tenant = s.tenant and d.subject_id = s.id and d.status = 'OPEN'"
                                        + " where s.tenant = ? and s.deleted_at is null and s.loop_stage in ('PAUSED', 'STOPPED') order by d.name limit ?",
                                tenant.value(),
                                most)
                        .map(row -> new Halted(
                                new SubjectId(row.get("id", UUID.class)),
                                Optional.ofNullable(row.get("name", String.class)),
                                row.get("loop_stage", String.class))));
    }

    /** Something that somebody did. */
    public record Deed(Instant at, String actor, String verb, String object) {}

    /** What people did lately, the latest first. */
    public List<Deed> deeds(TenantId tenant, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select at, actor, verb, object from audit where tenant = ? order by at desc, id desc limit ?",
                                tenant.value(),
                                most)
                        .map(row -> new Deed(
                                row.get("at", Instant.class),
                                row.get("actor", String.class),
                                row.get("verb", String.class),
                                row.get("object", String.class))));
    }
}
