package nextbest.store.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.event.EventType;
import nextbest.event.FieldType.Reference;
import nextbest.event.Violation;
import nextbest.identity.TenantId;
import org.jooq.DSLContext;

/** The trees of products, clients and companies: nothing may come to stand above itself, also not by two events of one batch. */
final class Parents {
    private static final int DEEPEST = 100;

    private final DSLContext transaction;
    private final TenantId tenant;
    private final References references;
    private final Map<UUID, UUID> told = new HashMap<>();

    Parents(DSLContext transaction, TenantId tenant, References references) {
        this.transaction = transaction;
        this.tenant = tenant;
        this.references = references;
    }

    /** What is wrong with the parent that an event names; a parent that is in order counts from now on. */
    Optional<Violation> circle(ParsedEvent event) {
        EventType type = event.envelope().type();
        if (type != EventType.PRODUCT && type != EventType.CLIENT && type != EventType.COMPANY) {
            return Optional.empty();
        }
        Optional<UUID> self = event.declares().flatMap(references::find);
        Optional<Reference> named = event.data().value("parent", Reference.class);
        Optional<UUID> parent = named.map(event::external).flatMap(references::find);
        if (self.isEmpty() || parent.isEmpty()) {
            return Optional.empty();
        }
        UUID at = parent.get();
        for (int steps = 0; at != null && steps < DEEPEST; steps++) {
            if (at.equals(self.get())) {
                return Optional.of(new Violation(
                        "data.parent",
                        "'" + named.get().id() + "', which stands below '"
                                + event.declares().orElseThrow().id() + "' itself",
                        "a " + type.wire() + " above this one: a tree without circles"));
            }
            at = told.containsKey(at) ? told.get(at) : stored(type, at);
        }
        told.put(self.get(), parent.get());
        return Optional.empty();
    }

    private UUID stored(EventType type, UUID id) {
        return transaction
                .fetch("select parent_id from " + type.wire() + " where tenant = ? and id = ?", tenant.value(), id)
                .map(row -> row.get(0, UUID.class))
                .stream()
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
