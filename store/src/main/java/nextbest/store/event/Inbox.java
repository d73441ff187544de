package nextbest.store.event;

import static nextbest.store.schema.Tables.ATTRIBUTION;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.INBOX;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import nextbest.event.UntoldNews;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import org.jooq.impl.DSL;

/** Which subjects have news that their loops have not been told of. */
public final class Inbox implements UntoldNews {
    private final Database database;
    private final BusinessTime time;

    public Inbox(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    @Override
    public List<Untold> next(TenantId tenant, int most) {
        settleHistory(tenant);
        settleClients(tenant);
        var latest = DSL.max(INBOX.REAL_RECEIVED_AT);
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(
                                INBOX.SUBJECT_ID,
                                DSL.count(),
                                DSL.arrayAgg(INBOX.CORRELATION_ID).orderBy(INBOX.REAL_RECEIVED_AT.desc()),
                                latest)
                        .from(INBOX)
                        .where(INBOX.TENANT.eq(tenant.value()), INBOX.REAL_SIGNALLED_AT.isNull())
                        .groupBy(INBOX.SUBJECT_ID)
                        .orderBy(DSL.min(INBOX.REAL_RECEIVED_AT))
                        .limit(most)
                        .fetch(row -> new Untold(
                                tenant,
                                new SubjectId(row.value1()),
                                row.value2(),
                                row.value3()[0],
                                micros(row.value4()))));
    }

    private static long micros(java.time.Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }

    @Override
    public void told(TenantId tenant, List<Untold> subjects) {
        database.doInTenant(
                tenant,
                transaction -> subjects.forEach(untold -> transaction
                        .update(INBOX)
                        .set(INBOX.REAL_SIGNALLED_AT, time.realNow())
                        .where(
                                INBOX.TENANT.eq(tenant.value()),
                                INBOX.SUBJECT_ID.eq(untold.subject().value()),
                                INBOX.REAL_SIGNALLED_AT.isNull())
                        .and(INBOX.REAL_RECEIVED_AT.le(java.time.Instant.ofEpochSecond(
                                Math.floorDiv(untold.upTo(), 1_000_000L),
                                Math.floorMod(untold.upTo(), 1_000_000L) * 1_000)))
                        .execute()));
    }

    /**
     * Marks news of deals as told that need no loop: closed deals about which nothing was ever recommended. What a first
     * import brings as history is of this kind.
     */
    private void settleHistory(TenantId tenant) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(INBOX)
                        .set(INBOX.REAL_SIGNALLED_AT, time.realNow())
                        .where(INBOX.TENANT.eq(tenant.value()), INBOX.REAL_SIGNALLED_AT.isNull())
                        .and(INBOX.SUBJECT_ID.in(transaction
                                .select(DEAL.SUBJECT_ID)
                                .from(DEAL)
                                .where(DEAL.TENANT.eq(tenant.value()), DEAL.STATUS.ne("OPEN"))))
                        .and(INBOX.SUBJECT_ID.notIn(transaction
                                .select(ATTRIBUTION.SUBJECT_ID)
                                .from(ATTRIBUTION)
                                .where(ATTRIBUTION.TENANT.eq(tenant.value()))))
                        .and(
                                DSL.notExists(
                                        DSL.selectOne()
                                                .from("card c")
                                                .where(
                                                        "c.tenant = inbox.tenant and c.subject_id = inbox.subject_id and c.state in ('DRAFTED', 'DELIVERED', 'ANSWERED')")))
                        .execute());
    }

    /** Marks news of clients as told: clients without an open deal get their loops with next best product. */
    private void settleClients(TenantId tenant) {
        database.doInTenant(
                tenant,
                transaction -> transaction.execute("""
                update inbox i set real_signalled_at = ?::timestamptz
                from subject s
                where i.tenant = ? and i.real_signalled_at is null
                  and s.tenant = i.tenant and s.id = i.subject_id and s.kind = 'CLIENT'
                """, time.realNow().atOffset(ZoneOffset.UTC), tenant.value()));
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
