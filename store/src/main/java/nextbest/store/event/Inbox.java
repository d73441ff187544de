package nextbest.store.event;

import static nextbest.store.schema.Tables.INBOX;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import nextbest.event.UntoldNews;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Which subjects have news that their loops have not been told of. */
public final class Inbox implements UntoldNews {
    /** Longer than telling a batch of loops takes; who needs more has most likely died. */
    static final Duration CLAIM = Duration.ofMinutes(1);

    private final Database database;
    private final BusinessTime time;

    public Inbox(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /** The update waits for rows that another claim holds and then sees that they are taken. */
    @Override
    public List<Untold> next(TenantId tenant, int most) {
        Instant now = time.realNow();
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch("""
                with waiting as (
                    select subject_id, min(real_received_at) as since
                    from inbox
                    where tenant = {0} and real_signalled_at is null
                      and (real_claimed_at is null or real_claimed_at < {1})
                    group by subject_id
                    order by 2
                    limit {3}),
                claimed as (
                    update inbox i
                    set real_claimed_at = {2}
                    from waiting w
                    where i.tenant = {0} and i.subject_id = w.subject_id and i.real_signalled_at is null
                      and (i.real_claimed_at is null or i.real_claimed_at < {1})
                    returning i.subject_id, i.source, i.event_id, i.correlation_id, i.real_received_at)
                select subject_id,
                       array_agg(source order by real_received_at, event_id) as sources,
                       array_agg(event_id order by real_received_at, event_id) as event_ids,
                       (array_agg(correlation_id order by real_received_at desc, event_id desc))[1] as correlation_id
                from claimed
                group by subject_id
                order by min(real_received_at), subject_id
                """, DSL.val(tenant.value()), moment(now.minus(CLAIM)), moment(now), DSL.val(most))
                        .map(row -> untold(tenant, row)));
    }

    private static org.jooq.Field<?> moment(Instant at) {
        return DSL.val(at.atOffset(ZoneOffset.UTC));
    }

    private static Untold untold(TenantId tenant, Record row) {
        String[] sources = row.get("sources", String[].class);
        String[] ids = row.get("event_ids", String[].class);
        List<EventKey> events = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            events.add(new EventKey(sources[i], ids[i]));
        }
        return new Untold(
                tenant,
                new SubjectId(row.get("subject_id", UUID.class)),
                events,
                row.get("correlation_id", String.class));
    }

    @Override
    public void told(TenantId tenant, List<Untold> subjects) {
        List<EventKey> events =
                subjects.stream().flatMap(subject -> subject.events().stream()).toList();
        if (events.isEmpty()) {
            return;
        }
        String[] sources = events.stream().map(EventKey::source).toArray(String[]::new);
        String[] ids = events.stream().map(EventKey::id).toArray(String[]::new);
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(INBOX)
                        .set(INBOX.REAL_SIGNALLED_AT, time.realNow())
                        .from(DSL.table("unnest({0}, {1})", DSL.val(sources), DSL.val(ids))
                                .as("m", "source", "event_id"))
                        .where(INBOX.TENANT.eq(tenant.value()))
                        .and("inbox.source = m.source and inbox.event_id = m.event_id")
                        .execute());
    }

    /**
     * Marks news as told that needs no loop: of closed deals about which nothing was ever recommended, as a first import
     * brings them; of clients, which get loops with next best product; and of subjects whose loops a person has stopped.
     *
     * @param subjects those that news has just come of, in the same transaction
     */
    static void settleWhatNeedsNoLoop(
            DSLContext transaction, TenantId tenant, Collection<UUID> subjects, Instant realNow) {
        if (subjects.isEmpty()) {
            return;
        }
        transaction.execute("""
                update inbox i set real_signalled_at = {0}
                from subject s
                left join deal d on d.tenant = s.tenant and d.subject_id = s.id
                where i.tenant = {1} and i.subject_id = any({2}) and i.real_signalled_at is null
                  and s.tenant = i.tenant and s.id = i.subject_id
                  and (s.kind = 'CLIENT'
                       or s.loop_stage = 'STOPPED'
                       or (d.status <> 'OPEN'
                           and not exists (select 1 from attribution a
                                           where a.tenant = i.tenant and a.subject_id = i.subject_id)
                           and not exists (select 1 from card c
                                           where c.tenant = i.tenant and c.subject_id = i.subject_id
                                             and c.state in ('DRAFTED', 'DELIVERED', 'ANSWERED'))))
                """, moment(realNow), DSL.val(tenant.value()), DSL.val(subjects.toArray(UUID[]::new)));
    }

    /** How many subjects still wait to be told. */
    public int waiting(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(DSL.countDistinct(INBOX.SUBJECT_ID))
                        .from(INBOX)
                        .where(INBOX.TENANT.eq(tenant.value()), INBOX.REAL_SIGNALLED_AT.isNull())
                        .fetchSingle()
                        .value1());
    }
}
