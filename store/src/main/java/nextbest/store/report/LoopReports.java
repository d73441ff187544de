package nextbest.store.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.decision.Decisions;
import org.jooq.DSLContext;
import org.jooq.Record;

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
            SortedMap<String, Long> engine = new TreeMap<>();
            Record all = transaction.fetchSingle(WHOLE + which, period);
            long decisions = all.get(0, Long.class);
            long promised = all.get(1, Long.class);
            for (int i = 0; i < Decisions.OFF_SLATE.size(); i++) {
                add(engine, Decisions.OFF_SLATE.get(i).name(), all.get(2 + i, Long.class));
            }
            counts(
                            transaction,
                            "select c.disposition, count(*) from candidate c join decision d on d.tenant = c.tenant and d.id = c.decision_id where c.position is not null and"
                                    + which + " group by 1",
                            period)
                    .forEach((disposition, count) -> add(engine, disposition, count));
            SortedMap<String, Long> rep = new TreeMap<>();
            SortedMap<String, Long> reasons = new TreeMap<>();
            transaction
                    .fetch(
                            "select r.disposition, r.reason, count(*) from rep_disposition r join decision d on d.tenant = r.tenant and d.id = r.decision_id where"
                                    + which + " group by 1, 2",
                            period)
                    .forEach(row -> {
                        String disposition = row.get(0, String.class);
                        add(rep, disposition, row.get(2, Long.class));
                        if (WITH_REASON.contains(disposition)) {
                            add(
                                    reasons,
                                    (disposition + "." + row.get(1, String.class)).toLowerCase(Locale.ROOT),
                                    row.get(2, Long.class));
                        }
                    });
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
            SortedMap<String, Long> observed = new TreeMap<>();
            transaction.fetch(OBSERVED + which + " group by 1, 2, 3, 4", period).forEach(row -> {
                for (int i = 0; i < WINDOWS.size(); i++) {
                    String seen = row.get(i, String.class).toLowerCase(Locale.ROOT);
                    add(observed, WINDOWS.get(i) + "." + seen, row.get(WINDOWS.size(), Long.class));
                }
            });
            SortedMap<String, Long> deals = new TreeMap<>();
            SortedMap<String, Long> revenue = new TreeMap<>();
            transaction.fetch(DEALS.replace("WHICH", which), period).forEach(row -> {
                String status = row.get(0, String.class);
                add(deals, status, row.get(2, Long.class));
                if ("WON".equals(status) && row.get(1) != null) {
                    add(revenue, row.get(1, String.class), row.get(3, Long.class));
                }
            });
            boolean addsUp = sum(engine) == promised
                    && sum(rep) == engine.getOrDefault("DELIVERED", 0L)
                    && sum(client) == presented;
            return new LoopReport(
                    from, until, decisions, promised, engine, rep, client, observed, deals, revenue, reasons, addsUp);
        });
    }

    /** What is counted of all decisions, and of their candidates that are off the slate, by disposition. */
    private static final String WHOLE = "select count(*), coalesce(sum(d.candidates_total), 0), "
            + IntStream.rangeClosed(1, Decisions.OFF_SLATE.size())
                    .mapToObj(place -> "coalesce(sum(d.off_slate[" + place + "]), 0)")
                    .collect(Collectors.joining(", "))
            + " from decision d where";

    private static final Set<String> WITH_REASON = Set.of("DISMISSED", "KEPT_BACK");

    private static final List<String> WINDOWS = List.of("answered", "executed", "advanced", "won");

    private static final String OBSERVED =
            "select a.answered, a.executed, a.advanced, a.won, count(*) from attribution a join decision d on d.tenant = a.tenant and d.id = a.decision_id where";

    /** Each deal once, however many of its decisions were delivered. */
    private static final String DEALS =
            "select l.status, l.currency, count(*), coalesce(sum(l.amount_minor), 0) from deal l"
                    + " where exists (select 1 from decision d where d.tenant = l.tenant and d.subject_id = l.subject_id and WHICH"
                    + " and exists (select 1 from attribution a where a.tenant = d.tenant and a.decision_id = d.id)) group by 1, 2";

    private static void add(SortedMap<String, Long> counts, String key, long count) {
        if (count > 0) {
            counts.merge(key, count, Long::sum);
        }
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
