package nextbest.store.event;

import static nextbest.store.schema.Tables.EXTERNAL_REF;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.ExternalRef;
import nextbest.identity.TenantId;
import nextbest.store.BatchInsert;
import nextbest.store.NewIds;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Which of our ids an external id stands for, for the length of one batch. */
final class References {
    private final TenantId tenant;
    private final NewIds ids;
    private final Map<ExternalRef, UUID> known = new HashMap<>();
    private final Map<ExternalRef, UUID> fresh = new LinkedHashMap<>();
    private final Map<ExternalRef, UUID> described = new HashMap<>();
    private final Map<ExternalRef, Set<UUID>> merges = new HashMap<>();

    private References(TenantId tenant, NewIds ids) {
        this.tenant = tenant;
        this.ids = ids;
    }

    /** Looks up everything that a batch mentions in one query. */
    static References load(DSLContext transaction, TenantId tenant, NewIds ids, Collection<ParsedEvent> batch) {
        Set<ExternalRef> mentioned = new HashSet<>();
        for (ParsedEvent event : batch) {
            event.declares().ifPresent(mentioned::add);
            event.needs().forEach(needed -> mentioned.add(needed.ref()));
        }
        References references = new References(tenant, ids);
        references.lookUp(transaction, mentioned);
        return references;
    }

    private void lookUp(DSLContext transaction, Set<ExternalRef> mentioned) {
        List<ExternalRef> list = List.copyOf(mentioned);
        String[] sources = list.stream().map(ExternalRef::source).toArray(String[]::new);
        String[] types = list.stream().map(ExternalRef::type).toArray(String[]::new);
        String[] external = list.stream().map(ExternalRef::id).toArray(String[]::new);
        transaction
                .select(EXTERNAL_REF.SOURCE, EXTERNAL_REF.TYPE, EXTERNAL_REF.EXTERNAL_ID, EXTERNAL_REF.ENTITY_ID)
                .from(EXTERNAL_REF)
                .join(DSL.table("unnest({0}, {1}, {2})", DSL.val(sources), DSL.val(types), DSL.val(external))
                        .as("m", "source", "type", "external_id"))
                .on(
                        "external_ref.source = m.source and external_ref.type = m.type and external_ref.external_id = m.external_id")
                .where(EXTERNAL_REF.TENANT.eq(tenant.value()))
                .forEach(row -> known.put(new ExternalRef(row.value1(), row.value2(), row.value3()), row.value4()));
        transaction
                .fetch(
                        "select a.source, a.type, a.external_id, a.match_id, m.from_id from entity_alias a"
                                + " join unnest(?, ?, ?) as x(source, type, external_id) using (source, type, external_id)"
                                + " join entity_match m on m.tenant = a.tenant and m.id = a.match_id where a.tenant = ? order by m.decided_at, m.id",
                        sources,
                        types,
                        external,
                        tenant.value())
                .forEach(row -> {
                    ExternalRef ref = new ExternalRef(
                            row.get(0, String.class), row.get(1, String.class), row.get(2, String.class));
                    merges.computeIfAbsent(ref, r -> new HashSet<>()).add(row.get(3, UUID.class));
                    described.putIfAbsent(ref, row.get(4, UUID.class));
                });
    }

    /**
     * The record that an id describes: the one that it meant before any merge, so that what its system says of it stays with it.
     */
    UUID described(ExternalRef ref) {
        UUID own = described.get(ref);
        return own == null ? get(ref) : own;
    }

    /** The merges because of which an id means something else; none for most ids. */
    Set<UUID> merges(ExternalRef ref) {
        return merges.getOrDefault(ref, Set.of());
    }

    boolean knowsMerges() {
        return !merges.isEmpty();
    }

    /** Gives an entity an id of ours, if it has none yet. */
    void declare(ExternalRef ref) {
        if (!known.containsKey(ref)) {
            UUID id = ids.next();
            known.put(ref, id);
            fresh.put(ref, id);
        }
    }

    /** Takes a declaration back, because the event that made it was refused. */
    void withdraw(ExternalRef ref) {
        if (fresh.remove(ref) != null) {
            known.remove(ref);
        }
    }

    Optional<UUID> find(ExternalRef ref) {
        return Optional.ofNullable(known.get(ref));
    }

    UUID get(ExternalRef ref) {
        return find(ref).orElseThrow(() -> new IllegalStateException(ref + " should have been checked before"));
    }

    void save(DSLContext transaction) {
        if (fresh.isEmpty()) {
            return;
        }
        List<Object[]> rows = fresh.entrySet().stream()
                .map(entry -> new Object[] {
                    tenant.value(),
                    entry.getKey().source(),
                    entry.getKey().type(),
                    entry.getKey().id(),
                    entry.getValue()
                })
                .toList();
        BatchInsert.into(
                transaction,
                EXTERNAL_REF,
                rows,
                EXTERNAL_REF.TENANT,
                EXTERNAL_REF.SOURCE,
                EXTERNAL_REF.TYPE,
                EXTERNAL_REF.EXTERNAL_ID,
                EXTERNAL_REF.ENTITY_ID);
    }
}
