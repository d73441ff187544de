package nextbest.store.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.recommendation.Rule;
import nextbest.store.Database;

/** What marketing and research see of the loop: topics that clients talk about, what their material did, what is missing. */
public final class MaterialReports {
    private static final int MOST = 60;

    private final Database database;

    public MaterialReports(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * A piece of material that was recommended.
     *
     * @param delivered recommendations that named it
     * @param taken of those, accepted or done
     * @param disliked of those, kept back because the material is not good enough
     * @param observed of how many it is known whether the deal moved on within the window
     * @param moved of those, how many did
     */
    public record Piece(
            String title,
            String kind,
            String version,
            long delivered,
            long taken,
            long disliked,
            long observed,
            long moved) {}

    /** What became of the material that recommendations of a period named, the most recommended first. */
    public List<Piece> pieces(TenantId tenant, Instant from, Instant until) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select max(a ->> 'title'), max(a ->> 'kind'), max(a ->> 'version'), sum(x.delivered), sum(x.accepted),"
                                        + " count(*) filter (where r.disposition = 'KEPT_BACK' and r.reason = 'MATERIAL'), sum(x.advance_observed), sum(x.advanced)"
                                        + " from decision d join candidate c on c.tenant = d.tenant and c.decision_id = d.id and c.position is not null and c.disposition = 'DELIVERED'"
                                        + " join contribution x on x.tenant = c.tenant and x.decision_id = c.decision_id and x.position = c.position"
                                        + " join rep_disposition r on r.tenant = c.tenant and r.decision_id = c.decision_id and r.position = c.position"
                                        + " cross join lateral jsonb_array_elements(c.detail -> 'asset') a"
                                        + " where d.tenant = ? and d.decided_at >= ?::timestamptz and d.decided_at < ?::timestamptz"
                                        + " group by a -> 'asset' order by 4 desc, 1 limit " + MOST,
                                tenant.value(),
                                from.atOffset(ZoneOffset.UTC),
                                until.atOffset(ZoneOffset.UTC))
                        .map(row -> new Piece(
                                row.get(0, String.class),
                                row.get(1, String.class),
                                row.get(2, String.class),
                                row.get(3, Long.class),
                                row.get(4, Long.class),
                                row.get(5, Long.class),
                                row.get(6, Long.class),
                                row.get(7, Long.class))));
    }

    /**
     * Material that an action needed and nobody has made.
     *
     * @param action key of the action that could not be recommended
     * @param deals how many deals it was missing for
     * @param open amounts of those that are still open, by currency, each deal once
     */
    public record Gap(String action, long deals, List<Money> open) {}

    /** What was missing for decisions of a period, for the most deals first. */
    public List<Gap> gaps(TenantId tenant, Instant from, Instant until) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select action, sum(deals), array_agg(currency) filter (where minor is not null), array_agg(minor) filter (where minor is not null) from ("
                                        + "select g.action, l.currency, count(*) as deals, sum(l.amount_minor) filter (where l.status = 'OPEN')::bigint as minor from ("
                                        + "select distinct c.action, d.subject_id from candidate c join decision d on d.tenant = c.tenant and d.id = c.decision_id"
                                        + " where c.tenant = ? and c.rule = '" + Rule.CONTENT_GAP.key()
                                        + "' and d.decided_at >= ?::timestamptz and d.decided_at < ?::timestamptz) g"
                                        + " join deal l on l.tenant = ? and l.subject_id = g.subject_id group by 1, 2) x"
                                        + " group by 1 order by 2 desc, 1 limit " + MOST,
                                tenant.value(),
                                from.atOffset(ZoneOffset.UTC),
                                until.atOffset(ZoneOffset.UTC),
                                tenant.value())
                        .map(row -> new Gap(
                                row.get(0, String.class),
                                row.get(1, Long.class),
                                amounts(row.get(2, String[].class), row.get(3, Long[].class)))));
    }

    private static List<Money> amounts(String[] currencies, Long[] minor) {
        return currencies == null
                ? List.of()
                : IntStream.range(0, currencies.length)
                        .mapToObj(i -> new Money(minor[i], currencies[i]))
                        .toList();
    }

    /**
     * A topic that came up.
     *
     * @param topic its key in the ontology
     * @param documents documents and notes that mention it
     * @param latest of those, how many became known since a moment
     * @param clients clients that talked about it
     * @param pieces pieces of our own marketing and research material about it
     */
    public record Topic(String topic, long documents, long latest, long clients, long pieces) {}

    /** What documents and notes are about: what most clients talk about first. */
    public List<Topic> topics(TenantId tenant, Instant since) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select m.topic, count(distinct o.id) filter (where o.kind not in ('MARKETING', 'RESEARCH')),"
                                        + " count(distinct o.id) filter (where o.kind not in ('MARKETING', 'RESEARCH') and o.known_at >= ?::timestamptz),"
                                        + " count(distinct s.client_id), count(distinct o.id) filter (where o.kind in ('MARKETING', 'RESEARCH'))"
                                        + " from topic_mention m join document o on o.tenant = m.tenant and o.id = m.document_id"
                                        + " left join subject s on s.tenant = o.tenant and s.id = o.subject_id"
                                        + " where m.tenant = ? group by 1 order by 4 desc, 2 desc, 1 limit " + MOST,
                                since.atOffset(ZoneOffset.UTC),
                                tenant.value())
                        .map(row -> new Topic(
                                row.get(0, String.class),
                                row.get(1, Long.class),
                                row.get(2, Long.class),
                                row.get(3, Long.class),
                                row.get(4, Long.class))));
    }

    /** Keys of all topics that anything was found to be about. */
    public List<String> topicKeys(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select distinct topic from topic_mention where tenant = ? order by 1 limit 200",
                                tenant.value())
                        .map(row -> row.get(0, String.class)));
    }
}
