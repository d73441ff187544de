package nextbest.store.operations;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import org.jooq.JSONB;
import org.jooq.Record;

/** Who saw and did what about a deal, put together from where it is written down. */
public final class Trail {
    /** Of what is kept of a deed: programs want these, people do not. */
    private static final Set<String> IDS = Set.of("card", "decision", "change", "id");

    private final Database database;

    public Trail(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * One line.
     *
     * @param who a rep's name, a login, or the label of a token
     * @param verb what was done, for example {@code delivered}, {@code ACCEPTED}, {@code saw-card}
     * @param what about which action, with what; of a deed, what is kept of it; may be empty
     * @param channel mail, page or api; empty where there is none
     */
    public record Line(Instant at, String who, String verb, String what, String channel) {}

    private static final String OF_SUBJECT = """
            select v.delivered_at as at, coalesce(r.name, '') as who, 'delivered' as verb, n.action as what, v.channel
            from card k
            join delivery v on v.tenant = k.tenant and v.card_id = k.id
            left join rep r on r.tenant = k.tenant and r.id = k.rep_id
            left join candidate n on n.tenant = k.tenant and n.decision_id = k.decision_id and n.position = 1
            where k.tenant = ? and k.subject_id = ?
            union all
            select a.at, coalesce(r.name, a.actor), a.disposition, concat_ws(': ', n.action, coalesce(a.dismiss_reason, a.keep_back_reason, a.overridden_by)), a.channel
            from decision d
            join rep_answer a on a.tenant = d.tenant and a.decision_id = d.id
            left join rep r on r.tenant = d.tenant and r.id::text = a.actor
            left join candidate n on n.tenant = d.tenant and n.decision_id = d.id and n.position = a.position
            where d.tenant = ? and d.subject_id = ?
            union all
            select q.at, coalesce(r.name, ''), 'asked-for', q.words, 'page'
            from asked_for q left join rep r on r.tenant = q.tenant and r.id = q.rep_id
            where q.tenant = ? and q.subject_id = ?
            union all
            select u.at, u.actor, u.verb, u.detail::text, ''
            from audit u where u.tenant = ? and u.object in ('subject ' || ?, ?)
            order by 1 desc limit ?""";

    /** What was done about one deal or client, the latest first. */
    public List<Line> of(TenantId tenant, SubjectId subject, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                OF_SUBJECT,
                                tenant.value(),
                                subject.value(),
                                tenant.value(),
                                subject.value(),
                                tenant.value(),
                                subject.value(),
                                tenant.value(),
                                subject.toString(),
                                subject.toString(),
                                most)
                        .map(Trail::line));
    }

    private static Line line(Record row) {
        return new Line(
                row.get("at", Instant.class),
                row.get("who", String.class),
                row.get("verb", String.class),
                what(row.get("what", String.class)),
                row.get("channel", String.class));
    }

    private static String what(String kept) {
        if (kept == null || !kept.startsWith("{")) {
            return kept == null ? "" : kept;
        }
        return RecordJson.map(JSONB.valueOf(kept)).entrySet().stream()
                .filter(detail -> !IDS.contains(detail.getKey()))
                .map(detail -> detail.getKey() + ": " + detail.getValue())
                .collect(Collectors.joining(", "));
    }
}
