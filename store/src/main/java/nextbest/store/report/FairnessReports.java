package nextbest.store.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nextbest.identity.TenantId;
import nextbest.learning.fairness.FairnessAudit;
import nextbest.learning.statistics.Proportion;
import nextbest.store.Database;
import org.jooq.Record;

/** Audits what was offered and what came of it, by group. */
public final class FairnessReports {
    /** Groups by kind; the segment of a decision is industry/size. */
    private static final Map<String, String> KINDS = new TreeMap<>(
            Map.of(
                    "industry", "split_part(d.segment, '/', 1)",
                    "size", "split_part(d.segment, '/', 2)",
                    "region", "coalesce(r.region, 'unknown')",
                    "amount",
                            "case when l.amount_minor is null then 'unknown' when l.amount_minor < 1000000 then 'under-10k'"
                                    + " when l.amount_minor < 10000000 then 'under-100k' else 'from-100k' end",
                    "tenure",
                            "case when r.since is null then 'unknown'"
                                    + " when d.decided_at < r.since::timestamptz + interval '365 days' then 'first-year' else 'longer' end"));

    private final Database database;

    public FairnessReports(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** All kinds of groups in one pass over the decisions. */
    private static final String COUNTS = "select "
            + String.join(", ", KINDS.keySet())
            + ", grouping(" + String.join(", ", KINDS.keySet()) + ") as kinds, count(*) as decisions,"
            + " count(delivered) as offered, coalesce(sum(delivered), 0) as delivered,"
            + " coalesce(sum(accepted), 0) as accepted, coalesce(sum(advance_observed), 0) as observed,"
            + " coalesce(sum(advanced), 0) as advanced from (select "
            + KINDS.entrySet().stream()
                    .map(kind -> kind.getValue() + " as " + kind.getKey())
                    .collect(Collectors.joining(", "))
            + ", c.delivered, c.accepted, c.advance_observed, c.advanced from decision d"
            + " left join rep r on r.tenant = d.tenant and r.id = d.rep_id"
            + " left join deal l on l.tenant = d.tenant and l.subject_id = d.subject_id"
            + " left join (select tenant, decision_id, sum(delivered) as delivered,"
            + " sum(accepted) as accepted, sum(advance_observed) as advance_observed,"
            + " sum(advanced) as advanced from contribution group by tenant, decision_id) c"
            + " on c.tenant = d.tenant and c.decision_id = d.id"
            + " where d.tenant = ? and d.mode = 'LIVE' and d.decided_at >= cast(? as timestamptz)"
            + " and d.decided_at < cast(? as timestamptz)) x group by grouping sets ("
            + KINDS.keySet().stream().map(kind -> "(" + kind + ")").collect(Collectors.joining(", ")) + ")";

    /** The audit of the live decisions of a period. */
    public FairnessReport of(TenantId tenant, Instant from, Instant until) {
        List<FairnessReport.Line> lines = new ArrayList<>();
        List<String> review = new ArrayList<>();
        counts(tenant, from, until)
                .forEach((kind, rates) -> rates.forEach((rate, groups) -> FairnessAudit.audit(groups)
                        .forEach(finding -> {
                            lines.add(new FairnessReport.Line(kind, rate, finding));
                            if (finding.answer() == FairnessAudit.Answer.LOWER
                                    || finding.answer() == FairnessAudit.Answer.HIGHER) {
                                review.add(String.format(
                                        Locale.ROOT,
                                        "%s %s: %s %.2f times as often as the others (%.2f to %.2f, n = %d)",
                                        kind,
                                        finding.group(),
                                        rate,
                                        finding.ratio(),
                                        finding.lower(),
                                        finding.upper(),
                                        finding.cases().trials()));
                            }
                        })));
        return new FairnessReport(lines, review);
    }

    /** By kind of group, rate and group. */
    private SortedMap<String, Map<String, Map<String, Proportion>>> counts(
            TenantId tenant, Instant from, Instant until) {
        List<String> kinds = List.copyOf(KINDS.keySet());
        SortedMap<String, Map<String, Map<String, Proportion>>> all = new TreeMap<>();
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .fetch(COUNTS, tenant.value(), from.atOffset(ZoneOffset.UTC), until.atOffset(ZoneOffset.UTC))
                        .forEach(row -> {
                            // a bit per kind, the last kind the lowest; 0 where the row is grouped by it
                            int bits = row.get("kinds", Integer.class);
                            for (int i = 0; i < kinds.size(); i++) {
                                if ((bits >> (kinds.size() - 1 - i) & 1) == 0) {
                                    add(all.computeIfAbsent(kinds.get(i), kind -> new TreeMap<>()), kinds.get(i), row);
                                }
                            }
                        }));
        return all;
    }

    private static void add(Map<String, Map<String, Proportion>> rates, String kind, Record row) {
        String name = row.get(kind, String.class);
        put(rates, "offered", name, row.get("offered", Long.class), row.get("decisions", Long.class));
        put(rates, "accepted", name, row.get("accepted", Long.class), row.get("delivered", Long.class));
        put(rates, "advanced", name, row.get("advanced", Long.class), row.get("observed", Long.class));
    }

    private static void put(
            Map<String, Map<String, Proportion>> rates, String rate, String group, long successes, long trials) {
        rates.computeIfAbsent(rate, r -> new TreeMap<>()).put(group, new Proportion(successes, trials));
    }
}
