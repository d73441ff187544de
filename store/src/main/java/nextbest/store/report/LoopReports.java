package nextbest.store.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import org.jooq.DSLContext;

/** Counts what the loop did. One snapshot of the database, so that the counts belong together. */
public final class LoopReports {
    private static final String DECISION =
            " d.tenant = ? and d.decided_at >= ?::timestamptz and d.decided_at < ?::timestamptz";

    private final Database database;

    public LoopReports(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** The report of all decisions from {@code from} until before {@code until} (business time). */
    public LoopReport of(TenantId tenant, Instant from, Instant until) {
        return of(tenant, from, until, Slice.everything());
    }

    /** As {@link #of(TenantId, Instant, Instant)}, of some decisions only. */
    public LoopReport of(TenantId tenant, Instant from, Instant until, Slice slice) {
        String which = DECISION + slice.sql();
        return database.atOneMoment(tenant, transaction -> {
            List<Object> asked = new ArrayList<>(
                    List.of(tenant.value(), from.atOffset(ZoneOffset.UTC), until.atOffset(ZoneOffset.UTC)));
            asked.addAll(slice.arguments());
            Object[] period = asked.toArray();
            long decisions = count(transaction, "select count(*) from decision d where" + which, period);
            long promised = count(
                    transaction, "select coalesce(sum(d.candidates_total), 0) from decision d where" + which, period);
            SortedMap<String, Long> engine = counts(
                    transaction,
                    "select c.disposition, count(*) from candidate c join decision d on d.tenant = c.tenant and d.id = c.decision_id where"
                            + which + " group by 1",
                    period);
            SortedMap<String, Long> rep = counts(
                    transaction,
                    "select r.disposition, count(*) from rep_disposition r join decision d on d.tenant = r.tenant and d.id = r.decision_id where"
                            + which + " group by 1",
                    period);
            SortedMap<String, Long> client = counts(
                    transaction,
                    "select x.disposition, count(*) from client_disposition x join decision d on d.tenant = x.tenant and d.id = x.decision_id where"
                            + which + " group by 1",
                    period);
            long presented = count(
                    transaction,
                    "select count(*) from client_presentation x join decision d on d.tenant = x.tenant and d.id = x.decision_id where"
                            + which,
                    period);
            SortedMap<String, Long> observed =
                    counts(transaction, OBSERVED.replace(DECISION, which), concat(period, 4));
            SortedMap<String, Long> deals = counts(
                    transaction,
                    "select status, count(*) from (select distinct l.subject_id, l.status from deal l join decision d on d.tenant = l.tenant and d.subject_id = l.subject_id join attribution a on a.tenant = d.tenant and a.decision_id = d.id where"
                            + which + ") x group by 1",
                    period);
            SortedMap<String, Long> revenue = counts(
                    transaction,
                    "select currency, sum(amount_minor) from (select distinct l.subject_id, l.amount_minor, l.currency from deal l join decision d on d.tenant = l.tenant and d.subject_id = l.subject_id join attribution a on a.tenant = d.tenant and a.decision_id = d.id where"
                            + which + " and l.status = 'WON' and l.amount_minor is not null) x group by 1",
                    period);
            SortedMap<String, Long> reasons = counts(
                    transaction,
                    "select lower(r.disposition) || '.' || lower(r.reason), count(*) from rep_disposition r join decision d on d.tenant = r.tenant and d.id = r.decision_id where"
                            + which + " and r.disposition in ('DISMISSED', 'KEPT_BACK') group by 1",
                    period);
            List<LoopReport.ActionLine> actions = transaction
                    .fetch(ACTIONS.replace(DECISION, which), period)
                    .map(row -> new LoopReport.ActionLine(
                            row.get(0, String.class),
                            row.get(1, Long.class),
                            row.get(2, Long.class),
                            row.get(3, Long.class),
                            row.get(4, Long.class),
                            row.get(5, Long.class),
                            row.get(6, Long.class),
                            row.get(7, Long.class)));
            boolean addsUp = sum(engine) == promised
                    && sum(rep) == engine.getOrDefault("DELIVERED", 0L)
                    && sum(client) == presented;
            return new LoopReport(
                    from, until, decisions, promised, engine, rep, client, observed, deals, revenue, reasons, actions,
                    addsUp);
        });
    }

    private static final String OBSERVED =
            "select 'answered.' || lower(a.answered), count(*) from attribution a join decision d on d.tenant = a.tenant and d.id = a.decision_id where"
                    + DECISION + " group by 1"
                    + " union all select 'executed.' || lower(a.executed), count(*) from attribution a join decision d on d.tenant = a.tenant and d.id = a.decision_id where"
                    + DECISION + " group by 1"
                    + " union all select 'advanced.' || lower(a.advanced), count(*) from attribution a join decision d on d.tenant = a.tenant and d.id = a.decision_id where"
                    + DECISION + " group by 1"
                    + " union all select 'won.' || lower(a.won), count(*) from attribution a join decision d on d.tenant = a.tenant and d.id = a.decision_id where"
                    + DECISION + " group by 1";

    private static final String ACTIONS =
            "select c.action, sum(c.delivered), sum(c.accepted), sum(c.dismissed), sum(c.kept_back), sum(c.advance_observed), sum(c.advanced), sum(c.won) from contribution c join decision d on d.tenant = c.tenant and d.id = c.decision_id where"
                    + DECISION + " group by 1 order by 2 desc, 1";

    private static Object[] concat(Object[] period, int times) {
        Object[] all = new Object[period.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(period, 0, all, i * period.length, period.length);
        }
        return all;
    }

    private static long count(DSLContext transaction, String sql, Object[] period) {
        return transaction.fetchSingle(sql, period).get(0, Long.class);
    }

    private static SortedMap<String, Long> counts(DSLContext transaction, String sql, Object[] period) {
        SortedMap<String, Long> counts = new TreeMap<>();
        transaction.fetch(sql, period).forEach(row -> counts.put(row.get(0, String.class), row.get(1, Long.class)));
        return counts;
    }

    private static long sum(SortedMap<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
