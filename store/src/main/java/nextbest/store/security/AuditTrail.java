package nextbest.store.security;

import static nextbest.store.schema.Tables.AUDIT;

import java.util.Map;
import java.util.Objects;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;

/** Who did what to which object. Rows are added, never changed. */
public final class AuditTrail {
    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;

    public AuditTrail(Database database, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /**
     * Writes one line.
     *
     * @param actor a login or the label of a token
     * @param verb what was done, for example {@code go-live}
     * @param object what it was done to, for example {@code tenant}
     * @param detail old and new values; no secrets, no buyer's text
     */
    public void note(TenantId tenant, String actor, String verb, String object, Map<String, Object> detail) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(AUDIT)
                        .set(AUDIT.TENANT, tenant.value())
                        .set(AUDIT.ID, ids.next())
                        .set(AUDIT.AT, time.now())
                        .set(AUDIT.ACTOR, actor)
                        .set(AUDIT.VERB, verb)
                        .set(AUDIT.OBJECT, object)
                        .set(AUDIT.DETAIL, RecordJson.jsonb(detail))
                        .execute());
    }

    /** As {@link #note}, unless the same line is there already: for looking, which people do again and again. */
    public void noteOnce(TenantId tenant, String actor, String verb, String object, Map<String, Object> detail) {
        boolean known = database.inTenant(
                tenant,
                transaction -> transaction.fetchExists(
                        AUDIT,
                        AUDIT.TENANT.eq(tenant.value()),
                        AUDIT.OBJECT.eq(object),
                        AUDIT.ACTOR.eq(actor),
                        AUDIT.VERB.eq(verb),
                        AUDIT.DETAIL.eq(RecordJson.jsonb(detail))));
        if (!known) {
            note(tenant, actor, verb, object, detail);
        }
    }
}
