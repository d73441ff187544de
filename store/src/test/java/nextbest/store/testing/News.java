package nextbest.store.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.event.EventIntake;
import nextbest.store.event.EventResult;
import nextbest.store.schema.Tables;

/** Events for tests, of one organisation and one source, told in the order in which they are written down. */
public final class News {
    private static final String SOURCE = "crm";

    private final TenantId tenant;
    private final String source;
    private final List<EventEnvelope> waiting = new ArrayList<>();
    private int count;

    public News(TenantId tenant) {
        this(tenant, SOURCE, 0);
    }

    /** @param told how many events of the source there were before */
    public News(TenantId tenant, String source, int told) {
        this.tenant = tenant;
        this.source = source;
        this.count = told;
    }

    /** About nothing in particular: reps, products, assets. */
    public News tell(EventType type, String at, Map<String, Object> data) {
        return add(type, Optional.empty(), Instant.parse(at), Instant.parse(at), data);
    }

    public News client(String client, String at, Map<String, Object> data) {
        return add(
                EventType.CLIENT,
                Optional.of(new SubjectRef(SubjectRef.Kind.CLIENT, source, client)),
                Instant.parse(at),
                Instant.parse(at),
                data);
    }

    /** About a deal, known as soon as it happened. */
    public News deal(EventType type, String deal, String at, Map<String, Object> data) {
        return deal(type, deal, Instant.parse(at), Instant.parse(at), data);
    }

    public News deal(EventType type, String deal, Instant at, Instant knownAt, Map<String, Object> data) {
        return add(type, Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, source, deal)), at, knownAt, data);
    }

    private News add(
            EventType type, Optional<SubjectRef> subject, Instant at, Instant knownAt, Map<String, Object> data) {
        waiting.add(new EventEnvelope(
                source,
                "e" + ++count,
                type,
                1,
                tenant,
                subject,
                at,
                knownAt,
                EventEnvelope.Origin.OUTSIDE,
                "test",
                data));
        return this;
    }

    /** The id that the next event will have. */
    public String nextId() {
        return "e" + (count + 1);
    }

    /** @throws IllegalStateException if one of the events is refused */
    public void send(EventIntake intake) {
        List<EventResult> results = intake.take(tenant, waiting);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof EventResult.Refused refused) {
                throw new IllegalStateException(waiting.get(i) + " was refused: " + refused.violations());
            }
        }
        waiting.clear();
    }

    /** Our id of a deal. */
    public SubjectId idOf(Database database, String deal) {
        return database.inTenant(
                tenant,
                t -> new SubjectId(t.select(Tables.EXTERNAL_REF.ENTITY_ID)
                        .from(Tables.EXTERNAL_REF)
                        .where(
                                Tables.EXTERNAL_REF.TENANT.eq(tenant.value()),
                                Tables.EXTERNAL_REF.TYPE.eq("deal"),
                                Tables.EXTERNAL_REF.EXTERNAL_ID.eq(deal))
                        .fetchSingle(Tables.EXTERNAL_REF.ENTITY_ID)));
    }
}
