package nextbest.store.event;

import java.util.Collection;
import java.util.UUID;
import nextbest.identity.TenantId;
import org.jooq.DSLContext;

/**
 * Brings the current row of deals up to date from everything that is known of them. The result depends on what was said and
 * when it happened, not on the order in which it arrived.
 */
final class DealRefresh {
    /**
     * The latest fact of each field, when the deal was first spoken of, the latest stage, and the latest event of the deal's course, which decides whether it
     * is open: an outcome or a closing stage closes it, a later open stage or a reopening opens it again.
     */
    private static final String REFRESH = """
            with touched as (
                select unnest(?::uuid[]) as subject_id
            ), latest as (
                select distinct on (f.subject_id, f.field) f.subject_id, f.field, f.state, f.value
                from fact f join touched t using (subject_id)
                where f.tenant = ? and not f.retracted
                  and f.field in ('name', 'amount', 'closeDate', 'createdAt', 'client', 'rep', 'products')
                order by f.subject_id, f.field, f.occurred_at desc, f.known_at desc, f.seq desc
            ), facts as (
                select t.subject_id,
                       max(l.value #>> '{}') filter (where l.field = 'name') as name,
                       max((l.value ->> 'minor')::bigint) filter (where l.field = 'amount') as amount_minor,
                       max(l.value ->> 'currency') filter (where l.field = 'amount') as currency,
                       max((l.value #>> '{}')::date) filter (where l.field = 'closeDate') as close_date,
                       max((l.value #>> '{}')::timestamptz) filter (where l.field = 'createdAt') as created_at,
                       max(l.value #>> '{}') filter (where l.field = 'client')::uuid as client_id,
                       max(l.value #>> '{}') filter (where l.field = 'rep')::uuid as rep_id,
                       max(l.value ->> 0) filter (where l.field = 'products')::uuid as product_id
                from touched t left join latest l on l.subject_id = t.subject_id and l.state = 'KNOWN'
                group by t.subject_id
            ), begun as (
                select f.subject_id, min(f.occurred_at) as at
                from fact f join touched t using (subject_id)
                where f.tenant = ? and not f.retracted
                group by f.subject_id
            ), stages as (
                select distinct on (s.subject_id) s.subject_id, s.to_stage, s.occurred_at
                from stage_change s join touched t using (subject_id)
                where s.tenant = ? and not s.retracted
                order by s.subject_id, s.occurred_at desc, s.seq desc
            ), course as (
                select distinct on (c.subject_id) c.subject_id, c.kind, c.occurred_at
                from deal_course c join touched t using (subject_id)
                where c.tenant = ?
                order by c.subject_id, c.occurred_at desc, c.rank desc, c.seq desc
            ), won as (
                select distinct on (o.subject_id) o.subject_id, o.amount_minor, o.currency
                from deal_outcome o join touched t using (subject_id)
                where o.tenant = ? and not o.retracted and o.kind = 'WON' and o.amount_minor is not null
                order by o.subject_id, o.occurred_at desc, o.seq desc
            ), updated as (
                update deal d set
                    name = f.name,
                    amount_minor = case when c.kind = 'WON' and w.amount_minor is not null then w.amount_minor else f.amount_minor end,
                    currency = case when c.kind = 'WON' and w.amount_minor is not null then w.currency else f.currency end,
                    close_date = f.close_date,
                    created_at = coalesce(f.created_at, b.at, d.created_at),
                    product_id = f.product_id,
                    stage_key = coalesce(s.to_stage, d.stage_key),
                    stage_since = coalesce(s.occurred_at, f.created_at, b.at, d.created_at),
                    status = case when c.kind in ('WON', 'LOST') then c.kind else 'OPEN' end,
                    closed_at = case when c.kind in ('WON', 'LOST') then c.occurred_at end
                from facts f
                left join begun b using (subject_id)
                left join stages s using (subject_id)
                left join course c using (subject_id)
                left join won w using (subject_id)
                where d.tenant = ? and d.subject_id = f.subject_id
                returning d.subject_id
            )
            update subject x set
                rep_id = case when x.kind = 'DEAL' then f.rep_id else x.rep_id end,
                client_id = case when x.kind = 'DEAL' then f.client_id else x.client_id end,
                revision = x.revision + 1
            from facts f
            where x.tenant = ? and x.id = f.subject_id
            """;

    private final DSLContext transaction;
    private final TenantId tenant;

    DealRefresh(DSLContext transaction, TenantId tenant) {
        this.transaction = transaction;
        this.tenant = tenant;
    }

    void refresh(Collection<UUID> subjects) {
        if (subjects.isEmpty()) {
            return;
        }
        UUID t = tenant.value();
        transaction.execute(REFRESH, subjects.toArray(UUID[]::new), t, t, t, t, t, t, t);
    }
}
