package nextbest.activities.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.Violation;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.event.EventResult;
import nextbest.store.vendor.VendorPositions.Refusal;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Statement;

/**
 * Takes in what a vendor's records say. A field that cannot be taken is left out and noted, and the rest of the record stands: a
 * deal is not lost because one of its people is not known.
 */
final class VendorIntake {
    private final Store store;

    VendorIntake(Store store) {
        this.store = store;
    }

    /** What became of records. */
    record Taken(int items, int refused) {
        Taken and(Taken other) {
            return new Taken(items + other.items, refused + other.refused);
        }
    }

    /** A statement on its way, and the record it is of. */
    private record Said(Item item, EventEnvelope event) {}

    Taken take(TenantId tenant, String source, List<Item> items) {
        Instant now = store.time().now();
        List<Said> said = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Item item : items) {
            item.oddities().forEach(odd -> refusals.add(refusal(item, odd.field(), odd.seen(), odd.allowed())));
            item.says().forEach(one -> said.add(new Said(item, event(tenant, source, one, now))));
        }
        said.replaceAll(recognised(tenant, source, now));
        take(tenant, said, true, refusals);
        store.vendors().positions().refuse(tenant, source, refusals);
        return new Taken(items.size(), (int)
                refusals.stream().map(Refusal::record).distinct().count());
    }

    /** Records that are not there any more. */
    Taken gone(TenantId tenant, String source, Kind kind, Set<String> ids) {
        String entity = switch (kind) {
            case DEAL -> "deal";
            case CLIENT -> "client";
            case CONTACT -> "contact";
            case REP, ACTIVITY, CALL, TASK -> "";
        };
        if (entity.isEmpty() || ids.isEmpty()) {
            return new Taken(0, 0);
        }
        Instant now = store.time().now();
        List<EventEnvelope> events = ids.stream()
                .map(id -> new EventEnvelope(
                        source,
                        "gone:" + entity + ":" + id,
                        EventType.DELETE,
                        EventType.VERSION,
                        tenant,
                        java.util.Optional.empty(),
                        now,
                        now,
                        EventEnvelope.Origin.OUTSIDE,
                        "vendor-" + source,
                        Map.<String, Object>of("entity", entity, "id", id)))
                .toList();
        // one that was said to be gone before is refused as said otherwise, which is as good; one we never knew is
        // nobody's loss
        long taken = store.intake().take(tenant, events).stream()
                .filter(EventResult.Accepted.class::isInstance)
                .count();
        return new Taken((int) taken, 0);
    }

    private void take(TenantId tenant, List<Said> said, boolean again, List<Refusal> refusals) {
        List<EventResult> results =
                store.intake().take(tenant, said.stream().map(Said::event).toList());
        List<Said> without = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Said one = said.get(i);
            if (!(results.get(i) instanceof EventResult.Refused(List<Violation> violations))) {
                continue;
            }
            if (violations.stream().allMatch(v -> v.field().equals("id"))) {
                // the same state of the record, said at another moment: the vendor's clock was ahead of ours
                continue;
            }
            violations.forEach(v -> refusals.add(refusal(one.item(), v.field(), v.seen(), v.allowed())));
            Set<String> fields = violations.stream()
                    .map(Violation::field)
                    .filter(field -> field.startsWith("data."))
                    .map(field -> field.substring("data.".length()).replaceAll("\\[.*", ""))
                    .collect(Collectors.toSet());
            boolean all = violations.stream().allMatch(v -> v.field().startsWith("data."));
            Map<String, Object> left = new LinkedHashMap<>(one.event().data());
            if (again && all && left.keySet().removeAll(fields)) {
                without.add(new Said(one.item(), without(one.event(), left)));
            }
        }
        if (!without.isEmpty()) {
            take(tenant, without, false, refusals);
        }
    }

    /** What we have written ourselves comes back as news, and is told as ours: it starts nothing. */
    private java.util.function.UnaryOperator<Said> recognised(TenantId tenant, String source, Instant now) {
        var records = store.vendors().records();
        var lately = records.lately(tenant, source, now);
        return one -> {
            EventEnvelope event = one.event();
            boolean candidate = !lately.isEmpty()
                    && (event.type() == EventType.DEAL || event.type() == EventType.STAGE_CHANGE)
                    && event.subject().isPresent();
            if (!candidate
                    || !records.isEcho(
                            tenant,
                            source,
                            lately,
                            event.type().wire(),
                            event.subject().get().id(),
                            event.occurredAt(),
                            event.data())) {
                return one;
            }
            return new Said(
                    one.item(),
                    new EventEnvelope(
                            event.source(),
                            event.id(),
                            event.type(),
                            event.version(),
                            event.tenant(),
                            event.subject(),
                            event.occurredAt(),
                            event.knownAt(),
                            EventEnvelope.Origin.NEXTBEST,
                            event.correlationId(),
                            event.data()));
        };
    }

    /** A name of its own: once its missing piece is known, the whole statement can still be taken. */
    private static EventEnvelope without(EventEnvelope event, Map<String, Object> left) {
        return new EventEnvelope(
                event.source(),
                event.id() + ":part",
                event.type(),
                event.version(),
                event.tenant(),
                event.subject(),
                event.occurredAt(),
                event.knownAt(),
                event.origin(),
                event.correlationId(),
                left);
    }

    /** A vendor's clock may be ahead of ours: nothing happens later than we hear of it. */
    private static EventEnvelope event(TenantId tenant, String source, Statement said, Instant now) {
        Instant occurred = said.occurredAt().isAfter(now) ? now : said.occurredAt();
        return new EventEnvelope(
                source,
                said.id(),
                said.type(),
                EventType.VERSION,
                tenant,
                said.subject(),
                occurred,
                now,
                said.ours() ? EventEnvelope.Origin.NEXTBEST : EventEnvelope.Origin.OUTSIDE,
                "vendor-" + source,
                said.data());
    }

    private Refusal refusal(Item item, String field, String seen, String allowed) {
        return new Refusal(
                item.kind().key(), item.id(), field, seen, allowed, store.time().realNow());
    }
}
