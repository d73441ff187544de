package nextbest.store.entity;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.TenantId;
import org.jooq.DSLContext;

/**
 * Makes two records one, and takes that back: within one transaction, so that nobody sees half of it.
 *
 * <p>A merge carries over what hangs on the record that is given up ({@link Moves}), leads its ids in other systems to the one that
 * is kept, and notes both, so that a split brings everything back, also what has come since under the old id. The record itself stays
 * with what its system says of it.
 */
public final class MergeLedger {
    private final DSLContext transaction;
    private final TenantId tenant;

    public MergeLedger(DSLContext transaction, TenantId tenant) {
        this.transaction = transaction;
        this.tenant = tenant;
    }

    /** Who says so, how sure that is, and when. */
    public record Verdict(double confidence, String reason, String actor, Instant at) {}

    /**
     * Makes one record of two that a source or a person says are one.
     *
     * @param match id for the new entry of the ledger
     * @return subjects that have to be brought up to date; empty if they were one already
     */
    public Set<UUID> merge(UUID match, EntityKind kind, UUID from, UUID into, Verdict verdict) {
        UUID one = standing(kind, from);
        UUID other = standing(kind, into);
        if (one.equals(other)) {
            return Set.of();
        }
        transaction.execute(
                """
                insert into entity_match (tenant, id, kind, from_id, into_id, from_name, into_name, confidence, reason, state, found_at, decided_at, decided_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'MERGED', cast(? as timestamptz), cast(? as timestamptz), ?)
                on conflict (tenant, kind, coalesce(cast(from_id as text), from_name), coalesce(cast(into_id as text), into_name)) where state <> 'SPLIT'
                do update set state = 'MERGED', decided_at = excluded.decided_at, decided_by = excluded.decided_by
                """,
                tenant.value(),
                match,
                kind.name(),
                one,
                other,
                name(kind, one),
                name(kind, other),
                verdict.confidence(),
                verdict.reason(),
                verdict.at().toString(),
                verdict.at().toString(),
                verdict.actor());
        UUID stored = transaction
                .fetchSingle(
                        "select id from entity_match where tenant = ? and kind = ? and from_id = ? and into_id = ? and state = 'MERGED'",
                        tenant.value(),
                        kind.name(),
                        one,
                        other)
                .get(0, UUID.class);
        return carry(stored, kind, one, other);
    }

    /** Carries over for a match that is noted as merged. */
    Set<UUID> carry(UUID match, EntityKind kind, UUID from, UUID into) {
        transaction.execute(
                "insert into entity_alias (tenant, source, type, external_id, match_id) select tenant, source, type, external_id, ? from external_ref"
                        + " where tenant = ? and entity_id = ? and type = ?",
                match,
                tenant.value(),
                from,
                kind.wire());
        transaction.execute(
                "update external_ref set entity_id = ? where tenant = ? and entity_id = ? and type = ?",
                into,
                tenant.value(),
                from,
                kind.wire());
        Set<UUID> touched = new LinkedHashSet<>(new Moves(transaction, tenant.value(), match).carry(kind, from, into));
        if (kind != EntityKind.DEAL) {
            transaction.execute(
                    "update " + kind.wire() + " set merged_into = ? where tenant = ? and id = ?",
                    into,
                    tenant.value(),
                    from);
        }
        tell(kind, match, "merge", from, into);
        return touched;
    }

    /**
     * Takes a merge back.
     *
     * @return subjects that have to be brought up to date
     * @throws IllegalStateException if the record that was kept has itself become another one since
     */
    Set<UUID> split(UUID match, EntityKind kind, UUID from, UUID into) {
        if (!standing(kind, into).equals(into)) {
            throw new IllegalStateException("'" + name(kind, into) + "' has itself become '"
                    + name(kind, standing(kind, into)) + "' since: split that one first");
        }
        transaction.execute(
                "update external_ref e set entity_id = ? from entity_alias a where a.tenant = e.tenant and a.source = e.source and a.type = e.type"
                        + " and a.external_id = e.external_id and a.match_id = ? and e.tenant = ? and e.entity_id = ?",
                from,
                match,
                tenant.value(),
                into);
        transaction.execute("delete from entity_alias where tenant = ? and match_id = ?", tenant.value(), match);
        Set<UUID> touched = new Moves(transaction, tenant.value(), match).bringBack(kind, from, into);
        if (kind != EntityKind.DEAL) {
            transaction.execute(
                    "update " + kind.wire() + " set merged_into = null where tenant = ? and id = ?",
                    tenant.value(),
                    from);
        }
        tell(kind, match, "split", from, into);
        return touched;
    }

    /** What a record is by now. */
    UUID standing(EntityKind kind, UUID id) {
        return transaction
                .fetchOptional(
                        "with recursive way as (select cast(? as uuid) as id, 0 as steps union all"
                                + " select m.into_id, w.steps + 1 from way w join entity_match m on m.tenant = ? and m.kind = ? and m.from_id = w.id and m.state = 'MERGED' where w.steps < 100)"
                                + " select id from way order by steps desc limit 1",
                        id.toString(),
                        tenant.value(),
                        kind.name())
                .map(r -> r.get(0, UUID.class))
                .orElse(id);
    }

    String name(EntityKind kind, UUID id) {
        String sql = switch (kind) {
            case CLIENT -> "select name from client where tenant = ? and id = ?";
            case CONTACT -> "select coalesce(name, email, record_id) from contact where tenant = ? and id = ?";
            case PRODUCT -> "select name from product where tenant = ? and id = ?";
            case DEAL ->
                "select coalesce(name, cast(subject_id as text)) from deal where tenant = ? and subject_id = ?";
            case COMPETITOR, INDUSTRY, COUNTRY -> throw new IllegalArgumentException(kind + " has no records");
        };
        return Optional.ofNullable(transaction.fetchOne(sql, tenant.value(), id))
                .map(r -> r.get(0, String.class))
                .orElse(id.toString());
    }

    /** Both loops look again: one ends or begins, the other knows more or less than before. */
    private void tell(EntityKind kind, UUID match, String verb, UUID from, UUID into) {
        if (kind != EntityKind.DEAL && kind != EntityKind.CLIENT) {
            return;
        }
        for (UUID subject : new UUID[] {from, into}) {
            transaction.execute("""
                    insert into inbox (tenant, source, event_id, type, version, subject_id, occurred_at, known_at, origin, correlation_id, content_hash, data, real_received_at)
                    select m.tenant, 'nextbest', ?, 'merge', 1, s.id, m.decided_at, m.decided_at, 'OUTSIDE', cast(m.id as text), '\\x00', '{}', m.decided_at
                    from entity_match m join subject s on s.tenant = m.tenant and s.id = ? where m.tenant = ? and m.id = ?
                    on conflict (tenant, source, event_id) do update set real_signalled_at = null
                    """, verb + "-" + match + "-" + subject, subject, tenant.value(), match);
        }
    }
}
