package nextbest.api.entity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.store.Store;
import nextbest.store.entity.EntityKind;
import nextbest.store.entity.EntityQueue;
import nextbest.store.event.EventIntake;
import nextbest.store.report.Trend;
import nextbest.store.security.AuditTrail;
import org.springframework.stereotype.Component;

/** What API and page do with names that may be one: look, list, answer, merge; each change is noted in the trail. */
@Component
public final class Entities {
    private final Store store;
    private final EntityQueue queue;
    private final AuditTrail audit;

    Entities(Store store, AuditTrail audit) {
        this.store = store;
        this.queue = new EntityQueue(store.database(), store.time(), store.ids(), EventIntake::settle);
        this.audit = audit;
    }

    public EntityQueue.Found look(Caller caller) {
        EntityQueue.Found found = queue.look(caller.tenant());
        audit.note(
                caller.tenant(),
                caller.name(),
                "look-for-names",
                "entities",
                Map.of("merged", found.merged(), "waiting", found.waiting()));
        return found;
    }

    public List<EntityQueue.Match> in(Caller caller, EntityQueue.State state, int most) {
        return queue.in(caller.tenant(), state, most);
    }

    public Map<EntityQueue.State, Integer> count(Caller caller) {
        return queue.count(caller.tenant());
    }

    /**
     * Does what somebody says of a pair; empty if there is none with this id.
     *
     * @throws Refusal if the answer does not fit where it stands
     */
    public Optional<EntityQueue.Match> answer(Caller caller, String match, EntityQueue.Answer answer) {
        Optional<EntityQueue.Match> pair;
        try {
            pair = Trend.id(match).flatMap(id -> queue.answer(caller.tenant(), id, answer, caller.name()));
        } catch (IllegalStateException e) {
            throw Refusal.invalid("answer", answer.name(), "an answer that fits: " + e.getMessage());
        }
        pair.ifPresent(one -> audit.note(
                caller.tenant(),
                caller.name(),
                "answer-names",
                one.id().toString(),
                Map.of("answer", answer.name(), "kind", one.kind().name())));
        return pair;
    }

    EntityQueue.Match merge(Caller caller, EntityKind kind, String from, String into) {
        if (!kind.hasRecords()) {
            throw Refusal.invalid(
                    "kind", kind.name(), "CLIENT, CONTACT, PRODUCT or DEAL: words are answered in the queue");
        }
        UUID one = id(caller, kind, "from", from);
        UUID other = id(caller, kind, "into", into);
        if (one.equals(other)) {
            throw Refusal.invalid("into", into, "another record than " + from);
        }
        try {
            EntityQueue.Match pair = queue.merge(caller.tenant(), kind, one, other, caller.name());
            audit.note(
                    caller.tenant(), caller.name(), "merge-names", pair.id().toString(), Map.of("kind", kind.name()));
            return pair;
        } catch (IllegalStateException e) {
            throw Refusal.invalid("into", into, "a record that is not the same yet: " + e.getMessage());
        }
    }

    private UUID id(Caller caller, EntityKind kind, String field, String reference) {
        Optional<UUID> found = store.database()
                .inTenant(
                        caller.tenant(),
                        t -> t
                                .fetch(
                                        "select distinct e.entity_id from external_ref e where e.tenant = ? and e.type = ?"
                                                + " and (cast(e.entity_id as text) = ? or e.source || ':' || e.external_id = ?)",
                                        caller.tenant().value(),
                                        kind.name().toLowerCase(java.util.Locale.ROOT),
                                        reference,
                                        reference)
                                .map(r -> r.get(0, UUID.class))
                                .stream()
                                .findFirst());
        return found.orElseThrow(() -> Refusal.invalid(
                field, reference, "the id or SOURCE:ID of a " + kind.name().toLowerCase(java.util.Locale.ROOT)));
    }
}
