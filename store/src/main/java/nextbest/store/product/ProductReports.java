package nextbest.store.product;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** What product management sees of the loop, what it is alerted to, and what it answers. */
public final class ProductReports {
    /** An alert needs so many answers of reps in the last period: fewer say more about chance. */
    static final int LEAST_ANSWERS = 5;

    /** By how much the share must have risen. */
    static final double RISE = 0.25;

    static final Duration PERIOD = Duration.ofDays(30);

    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;

    public ProductReports(Database database, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** What lines are grouped by. */
    public enum By {
        PRODUCT("p.name"),
        SEGMENT("coalesce(k.segment, '')"),
        DESK("coalesce((select d.name from desk d where d.tenant = k.tenant and d.id = k.desk_id), '')"),
        REASON("coalesce(c.rep_reason, c.client_reason, c.rule, '')");

        private final String sql;

        By(String sql) {
            this.sql = sql;
        }
    }

    /**
     * One line of the loop report.
     *
     * @param candidates all with a row: proposed, capped and ruled out
     * @param unanswered proposed, and the rep has not said anything
     */
    public record Line(
            String key,
            long candidates,
            long proposed,
            long capped,
            long ruledOut,
            long presented,
            long keptBack,
            long unanswered,
            long interested,
            long accepted,
            long refused,
            long clientSilent) {
        /** Whether each level adds up to the one above. */
        public boolean addsUp() {
            return candidates == proposed + capped + ruledOut
                    && proposed == presented + keptBack + unanswered
                    && presented == interested + accepted + refused + clientSilent;
        }
    }

    /**
     * Groups the candidates of the screenings of a period, largest first. A product that several screenings proposed for the same
     * client counts once.
     */
    public List<Line> of(TenantId tenant, By by, Instant from, Instant until) {
        return database.inTenant(
                tenant,
                t -> t.fetch(
                                "select " + by.sql
                                        + ", count(*), count(*) filter (where c.disposition = 'PROPOSED'), count(*) filter (where c.disposition = 'CAPPED'), count(*) filter (where c.disposition = 'RULED_OUT'),"
                                        + " count(*) filter (where c.rep_disposition = 'PRESENTED'), count(*) filter (where c.rep_disposition = 'KEPT_BACK'), count(*) filter (where c.rep_disposition = 'NO_ANSWER'),"
                                        + " count(*) filter (where c.client_disposition = 'INTERESTED'), count(*) filter (where c.client_disposition = 'ACCEPTED'), count(*) filter (where c.client_disposition = 'REFUSED'), count(*) filter (where c.client_disposition = 'NO_ANSWER')"
                                        + " from (select distinct on (c.client_id, c.product_id) c.* from product_candidate c join screening s on s.tenant = c.tenant and s.id = c.screening_id"
                                        + " where s.at >= cast(? as timestamptz) and s.at < cast(? as timestamptz)"
                                        // what somebody answered counts before what a later screening only repeated
                                        + " order by c.client_id, c.product_id, coalesce(c.rep_disposition, '') in ('PRESENTED', 'KEPT_BACK') desc, s.at desc, s.id desc) c"
                                        + " join product p on p.tenant = c.tenant and p.id = c.product_id join client k on k.tenant = c.tenant and k.id = c.client_id"
                                        + " group by 1 order by 3 desc, 2 desc, 1",
                                from.toString(),
                                until.toString())
                        .map(r -> new Line(
                                r.get(0, String.class),
                                r.get(1, Long.class),
                                r.get(2, Long.class),
                                r.get(3, Long.class),
                                r.get(4, Long.class),
                                r.get(5, Long.class),
                                r.get(6, Long.class),
                                r.get(7, Long.class),
                                r.get(8, Long.class),
                                r.get(9, Long.class),
                                r.get(10, Long.class),
                                r.get(11, Long.class))));
    }

    /**
     * Something that product management should look at.
     *
     * @param kind what happened
     * @param about the product's id or the topic's key
     * @param evidence the counts behind it
     * @param answer ADOPTED or REJECTED; empty while it is open
     */
    public record Alert(
            UUID id,
            String kind,
            String about,
            LocalDate day,
            Map<String, Object> evidence,
            Optional<String> answer,
            Optional<String> text) {}

    /** Looks for what changed, remembers it once per day, and returns all alerts, newest first. */
    public List<Alert> alerts(TenantId tenant) {
        Instant now = time.now();
        return database.inTenant(tenant, t -> {
            keptBack(t, tenant, now);
            rising(t, tenant, now);
            return t.fetch(
                            "select id, kind, about, on_day, evidence, answer, answer_text from product_alert order by on_day desc, kind, about")
                    .map(r -> new Alert(
                            r.get(0, UUID.class),
                            r.get(1, String.class),
                            r.get(2, String.class),
                            r.get(3, LocalDate.class),
                            RecordJson.map(JSONB.valueOf(r.get(4, String.class))),
                            Optional.ofNullable(r.get(5, String.class)),
                            Optional.ofNullable(r.get(6, String.class))));
        });
    }

    /** What products are called, by id. */
    public Map<String, String> names(TenantId tenant) {
        return database.inTenant(
                tenant,
                t -> t.fetch("select cast(id as text), name from product")
                        .intoMap(r -> r.get(0, String.class), r -> r.get(1, String.class)));
    }

    /** Products that reps keep back more often than before. */
    private void keptBack(DSLContext t, TenantId tenant, Instant now) {
        t.fetch(
                        "select cast(product_id as text), count(*) filter (where rep_at >= cast(? as timestamptz)), count(*) filter (where rep_at >= cast(? as timestamptz) and rep_disposition = 'KEPT_BACK'),"
                                + " count(*) filter (where rep_at < cast(? as timestamptz)), count(*) filter (where rep_at < cast(? as timestamptz) and rep_disposition = 'KEPT_BACK')"
                                + " from product_candidate where rep_disposition in ('PRESENTED', 'KEPT_BACK') group by 1",
                        now.minus(PERIOD).toString(),
                        now.minus(PERIOD).toString(),
                        now.minus(PERIOD).toString(),
                        now.minus(PERIOD).toString())
                .forEach(r -> {
                    long lately = r.get(1, Long.class);
                    long keptLately = r.get(2, Long.class);
                    long before = r.get(3, Long.class);
                    long keptBefore = r.get(4, Long.class);
                    // one answer of each kind is believed before anything was seen
                    double past = (keptBefore + 1.0) / (before + 4.0);
                    if (lately >= LEAST_ANSWERS && (double) keptLately / lately >= past + RISE) {
                        Map<String, Object> evidence = new LinkedHashMap<>();
                        evidence.put("answersLately", lately);
                        evidence.put("keptBackLately", keptLately);
                        evidence.put("answersBefore", before);
                        evidence.put("keptBackBefore", keptBefore);
                        remember(t, tenant, "KEPT_BACK_RISES", r.get(0, String.class), now, evidence);
                    }
                });
    }

    /** Topics that came up in at least twice as many documents as in the period before. */
    private void rising(DSLContext t, TenantId tenant, Instant now) {
        t.fetch(
                        "select m.topic, count(distinct m.document_id) filter (where d.known_at >= cast(? as timestamptz)), count(distinct m.document_id) filter (where d.known_at < cast(? as timestamptz) and d.known_at >= cast(? as timestamptz))"
                                + " from topic_mention m join document d on d.tenant = m.tenant and d.id = m.document_id group by 1",
                        now.minus(PERIOD).toString(),
                        now.minus(PERIOD).toString(),
                        now.minus(PERIOD.multipliedBy(2)).toString())
                .forEach(r -> {
                    long lately = r.get(1, Long.class);
                    long before = r.get(2, Long.class);
                    if (lately >= LEAST_ANSWERS && lately >= 2 * before) {
                        Map<String, Object> evidence = new LinkedHashMap<>();
                        evidence.put("documentsLately", lately);
                        evidence.put("documentsBefore", before);
                        remember(t, tenant, "TOPIC_RISES", r.get(0, String.class), now, evidence);
                    }
                });
    }

    private void remember(
            DSLContext t, TenantId tenant, String kind, String about, Instant now, Map<String, Object> evidence) {
        // an open alert about the same thing is enough
        t.execute(
                "insert into product_alert (tenant, id, kind, about, on_day, evidence) select ?, ?, ?, ?, cast(? as date), cast(? as jsonb)"
                        + " where not exists (select 1 from product_alert where kind = ? and about = ? and (answer is null or on_day > cast(? as date) - 30))",
                tenant.value(),
                ids.next(),
                kind,
                about,
                LocalDate.ofInstant(now, ZoneOffset.UTC).toString(),
                RecordJson.jsonb(evidence).data(),
                kind,
                about,
                LocalDate.ofInstant(now, ZoneOffset.UTC).toString());
    }

    /** What product management can answer. */
    public enum Answer {
        ADOPTED,
        REJECTED
    }

    /** Product management answers an alert; sales see it with the product. */
    public boolean answer(TenantId tenant, UUID alert, Answer answer, String text, String actor) {
        return database.inTenant(
                        tenant,
                        t -> t.execute(
                                "update product_alert set answer = ?, answer_text = ?, answered_by = ?, answered_at = cast(? as timestamptz) where id = ?",
                                answer.name(),
                                text,
                                actor,
                                time.now().toString(),
                                alert))
                == 1;
    }

    /**
     * A client with needs and nothing good enough for it.
     *
     * @param topics what it talked about, most often first
     */
    public record Unserved(UUID client, String name, List<String> topics) {}

    /** Clients that talked about topics and got no proposal in the last screening of it. */
    public List<Unserved> unserved(TenantId tenant) {
        return database.inTenant(tenant, t -> {
            Map<UUID, Map<String, Integer>> said = DocumentTopics.byClient(t);
            List<Unserved> found = new ArrayList<>();
            t.fetch(
                            "select x.client_id, k.name from client_screening x join client k on k.tenant = x.tenant and k.id = x.client_id"
                                    + " where x.proposed = 0 and x.screening_id = (select y.screening_id from client_screening y join screening s on s.tenant = y.tenant and s.id = y.screening_id where y.tenant = x.tenant and y.client_id = x.client_id order by s.at desc, s.id desc limit 1) order by k.name")
                    .forEach(r -> {
                        Map<String, Integer> topics = said.getOrDefault(r.get(0, UUID.class), Map.of());
                        if (!topics.isEmpty()) {
                            found.add(new Unserved(
                                    r.get(0, UUID.class),
                                    r.get(1, String.class),
                                    topics.entrySet().stream()
                                            .sorted(Map.Entry.<String, Integer>comparingByValue()
                                                    .reversed())
                                            .map(Map.Entry::getKey)
                                            .toList()));
                        }
                    });
            return found;
        });
    }
}
