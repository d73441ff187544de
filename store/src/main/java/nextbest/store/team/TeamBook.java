package nextbest.store.team;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.CardContent;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** Reads how a team works with recommendations. */
public final class TeamBook {
    private final Database database;

    public TeamBook(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** A rep by name. */
    public record RepName(RepId rep, String name) {}

    /** All reps of the organisation by name. */
    public List<RepName> names(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch("select id, name from rep where tenant = ? order by name, id", tenant.value())
                        .map(row -> new RepName(new RepId(row.get("id", UUID.class)), row.get("name", String.class))));
    }

    /**
     * One rep's figures.
     *
     * @param accepted accepted or executed
     */
    public record RepLine(
            RepId rep, String name, long delivered, long accepted, long dismissed, long keptBack, long overridden) {}

    /** What was delivered to reps since a moment; a rep without deliveries has a line of zeros. */
    public List<RepLine> reps(TenantId tenant, Set<RepId> reps, Instant since) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select r.id, r.name, coalesce(sum(c.delivered), 0) as delivered, coalesce(sum(c.accepted), 0) as accepted,"
                                        + " coalesce(sum(c.dismissed), 0) as dismissed, coalesce(sum(c.kept_back), 0) as kept_back, coalesce(sum(c.overridden), 0) as overridden"
                                        + " from rep r left join (select x.*, d.decided_at from contribution x join decision d on d.tenant = x.tenant and d.id = x.decision_id"
                                        + " where x.tenant = ? and d.decided_at >= ?::timestamptz) c on c.rep_id = r.id"
                                        + " where r.tenant = ? and r.id = any (?) group by 1, 2 order by 3 desc, 2",
                                tenant.value(),
                                since.atOffset(ZoneOffset.UTC),
                                tenant.value(),
                                DSL.val(reps.stream().map(RepId::value).toArray(UUID[]::new)))
                        .map(row -> new RepLine(
                                new RepId(row.get("id", UUID.class)),
                                row.get("name", String.class),
                                row.get("delivered", Long.class),
                                row.get("accepted", Long.class),
                                row.get("dismissed", Long.class),
                                row.get("kept_back", Long.class),
                                row.get("overridden", Long.class))));
    }

    /**
     * A contradiction on a current card.
     *
     * @param content of the card, which says both sides
     */
    public record Contradiction(
            DecisionId decision,
            SubjectId subject,
            Optional<String> deal,
            Optional<String> rep,
            Instant at,
            CardContent content,
            Set<String> decided) {}

    private static final String CONTRADICTIONS = """
            select k.decision_id, k.subject_id, d.name as deal, r.name as rep, k.created_at, k.content,
                   coalesce((select array_agg(c.shown || '>' || c.kept) from conflict_choice c where c.tenant = k.tenant and c.decision_id = k.decision_id), '{}') as decided
            from card k
            join deal d on d.tenant = k.tenant and d.subject_id = k.subject_id and d.status = 'OPEN'
            left join rep r on r.tenant = k.tenant and r.id = k.rep_id
            where k.tenant = ? and k.rep_id = any (?) and k.state in ('DRAFTED', 'DELIVERED', 'ANSWERED')
              and jsonb_array_length(k.content -> 'conflicts') > 0
            order by k.created_at desc limit ?""";

    /** Contradictions on the current cards of some reps, the latest first. */
    public List<Contradiction> contradictions(TenantId tenant, Set<RepId> reps, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                CONTRADICTIONS,
                                tenant.value(),
                                DSL.val(reps.stream().map(RepId::value).toArray(UUID[]::new)),
                                most)
                        .map(row -> new Contradiction(
                                new DecisionId(row.get("decision_id", UUID.class)),
                                new SubjectId(row.get("subject_id", UUID.class)),
                                Optional.ofNullable(row.get("deal", String.class)),
                                Optional.ofNullable(row.get("rep", String.class)),
                                row.get("created_at", Instant.class),
                                RecordJson.read(row.get("content", JSONB.class), CardContent.class),
                                Set.of(row.get("decided", String[].class)))));
    }

    /** Which side of a contradiction somebody took. */
    public enum Side {
        /** What the card shows. */
        SHOWN,
        /** What was kept off it. */
        KEPT,
        BOTH_WRONG
    }

    /** Writes down which side was taken; a second choice replaces the first. */
    public void choose(
            TenantId tenant, DecisionId decision, String shown, String kept, Side side, String actor, Instant at) {
        database.doInTenant(
                tenant,
                transaction -> transaction.execute(
                        "insert into conflict_choice (tenant, decision_id, shown, kept, chosen, actor, at) values (?, ?, ?, ?, ?, ?, ?::timestamptz)"
                                + " on conflict (tenant, decision_id, shown, kept) do update set chosen = excluded.chosen, actor = excluded.actor, at = excluded.at",
                        tenant.value(),
                        decision.value(),
                        shown,
                        kept,
                        side.name(),
                        actor,
                        at.atOffset(ZoneOffset.UTC)));
    }
}
