package nextbest.store.vendor;

import static nextbest.store.schema.Tables.CARD;
import static nextbest.store.schema.Tables.EXTERNAL_REF;
import static nextbest.store.schema.Tables.OUTBOX;
import static nextbest.store.schema.Tables.VENDOR_TASK;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Tasks that we write at vendors, and what became of them there. */
public final class VendorTasks {
    private final Database database;
    private final BusinessTime time;

    public VendorTasks(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * How a vendor names what a card is about.
     *
     * @param deal its id of the deal
     * @param owner its id of the rep; empty if it does not know the rep
     */
    public record Place(String deal, Optional<String> owner) {}

    /** Empty if the deal is not one of the vendor's. */
    public Optional<Place> placeOf(TenantId tenant, String source, CardId card) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(CARD.SUBJECT_ID, CARD.REP_ID)
                        .from(CARD)
                        .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(card.value()))
                        .fetchOptional()
                        .flatMap(row -> externalId(transaction, tenant, source, "deal", row.value1())
                                .map(deal -> new Place(
                                        deal,
                                        Optional.ofNullable(row.value2())
                                                .flatMap(
                                                        rep -> externalId(transaction, tenant, source, "rep", rep))))));
    }

    private static Optional<String> externalId(
            DSLContext transaction, TenantId tenant, String source, String type, UUID entity) {
        return transaction
                .select(EXTERNAL_REF.EXTERNAL_ID)
                .from(EXTERNAL_REF)
                .where(
                        EXTERNAL_REF.TENANT.eq(tenant.value()),
                        EXTERNAL_REF.SOURCE.eq(source),
                        EXTERNAL_REF.TYPE.eq(type),
                        EXTERNAL_REF.ENTITY_ID.eq(entity))
                .orderBy(EXTERNAL_REF.EXTERNAL_ID)
                .limit(1)
                .fetchOptional(EXTERNAL_REF.EXTERNAL_ID);
    }

    /** The task of a card is there. */
    public void written(TenantId tenant, String source, CardId card, String task) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(VENDOR_TASK)
                        .set(VENDOR_TASK.TENANT, tenant.value())
                        .set(VENDOR_TASK.SOURCE, source)
                        .set(VENDOR_TASK.TASK, task)
                        .set(VENDOR_TASK.CARD_ID, card.value())
                        .set(VENDOR_TASK.STATE, "OPEN")
                        .set(VENDOR_TASK.REAL_CHANGED_AT, time.realNow())
                        .onConflictDoNothing()
                        .execute());
    }

    /**
     * A task of ours and what it was for.
     *
     * @param task the vendor's id
     */
    public record Written(String task, CardId card, SubjectId subject, DecisionId decision) {}

    /** Tasks that are not known to be done; those that were looked at longest ago first. */
    public List<Written> open(TenantId tenant, String source, int most) {
        return written(tenant, source, Optional.empty(), most);
    }

    /** Those of them that are open and ours. */
    public List<Written> open(TenantId tenant, String source, Set<String> tasks) {
        return written(tenant, source, Optional.of(tasks), tasks.size());
    }

    private List<Written> written(TenantId tenant, String source, Optional<Set<String>> tasks, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(VENDOR_TASK.TASK, CARD.ID, CARD.SUBJECT_ID, CARD.DECISION_ID)
                        .from(VENDOR_TASK)
                        .join(CARD)
                        .on(CARD.TENANT.eq(VENDOR_TASK.TENANT), CARD.ID.eq(VENDOR_TASK.CARD_ID))
                        .where(
                                VENDOR_TASK.TENANT.eq(tenant.value()),
                                VENDOR_TASK.SOURCE.eq(source),
                                VENDOR_TASK.STATE.eq("OPEN"))
                        .and(tasks.map(VENDOR_TASK.TASK::in).orElse(org.jooq.impl.DSL.noCondition()))
                        .orderBy(VENDOR_TASK.REAL_CHANGED_AT, VENDOR_TASK.TASK)
                        .limit(most)
                        .fetch(VendorTasks::read));
    }

    private static Written read(Record row) {
        return new Written(
                row.get(VENDOR_TASK.TASK),
                new CardId(row.get(CARD.ID)),
                new SubjectId(row.get(CARD.SUBJECT_ID)),
                new DecisionId(row.get(CARD.DECISION_ID)));
    }

    /** It was looked at and is still open. */
    public void seen(TenantId tenant, String source, Set<String> tasks) {
        become(tenant, source, tasks, "OPEN");
    }

    /** It is done or gone, and the deal's loop knows. */
    public void ended(TenantId tenant, String source, String task, boolean completed) {
        become(tenant, source, Set.of(task), completed ? "COMPLETED" : "DELETED");
    }

    private void become(TenantId tenant, String source, Set<String> tasks, String state) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(VENDOR_TASK)
                        .set(VENDOR_TASK.STATE, state)
                        .set(VENDOR_TASK.REAL_CHANGED_AT, time.realNow())
                        .where(
                                VENDOR_TASK.TENANT.eq(tenant.value()),
                                VENDOR_TASK.SOURCE.eq(source),
                                VENDOR_TASK.TASK.in(tasks))
                        .execute());
    }

    /** How many messages of a channel wait to be sent. */
    public int waiting(TenantId tenant, String source) {
        return database.inTenant(
                tenant,
                transaction -> transaction.fetchCount(
                        OUTBOX,
                        OUTBOX.TENANT
                                .eq(tenant.value())
                                .and(OUTBOX.CHANNEL.eq(source))
                                .and(OUTBOX.STATE.in("PENDING", "SENDING"))));
    }
}
