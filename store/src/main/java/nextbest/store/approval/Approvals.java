package nextbest.store.approval;

import static nextbest.store.schema.Tables.APPROVAL;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.schema.tables.records.ApprovalRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Keeps what waits for a manager's word, and what was said. Carrying it out is for who asks. */
public final class Approvals {
    private final Database database;
    private final NewIds ids;

    public Approvals(Database database, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** What is to be approved. */
    public enum Kind {
        /** A release of the catalogue. */
        CATALOGUE,
        /** A version of the model that is to decide. */
        MODEL
    }

    /** What became of it. */
    public enum Answer {
        APPROVED,
        REFUSED,
        /** A younger version of the model took its place before anybody answered. */
        OVERTAKEN
    }

    /**
     * The answer, and whose it is.
     *
     * @param reason in the words of who answered
     */
    public record Given(Answer answer, String reason, String by, Instant at) {}

    /**
     * Something that waits or waited.
     *
     * @param item the version of the catalogue, or the number of the model's version
     * @param note why it is wanted; may be empty
     * @param given empty while it waits
     */
    public record Entry(
            UUID id, Kind kind, String item, String note, String askedBy, Instant askedAt, Optional<Given> given) {}

    /** Asks for approval. What waits already is not asked for again. @return what waits */
    public Entry ask(TenantId tenant, Kind kind, String item, String note, String actor, Instant at) {
        return database.inTenant(tenant, transaction -> {
            ask(transaction, tenant, ids.next(), kind, item, note, actor, at);
            return transaction
                    .selectFrom(APPROVAL)
                    .where(open(tenant, kind), APPROVAL.ITEM.eq(item))
                    .fetchSingle(Approvals::entry);
        });
    }

    /** As {@link #ask(TenantId, Kind, String, String, String, Instant)}, within a running transaction. */
    public static void ask(
            DSLContext transaction,
            TenantId tenant,
            UUID id,
            Kind kind,
            String item,
            String note,
            String actor,
            Instant at) {
        transaction
                .insertInto(APPROVAL)
                .set(APPROVAL.TENANT, tenant.value())
                .set(APPROVAL.ID, id)
                .set(APPROVAL.KIND, kind.name())
                .set(APPROVAL.ITEM, item)
                .set(APPROVAL.NOTE, note)
                .set(APPROVAL.ASKED_BY, actor)
                .set(APPROVAL.ASKED_AT, at)
                .onConflictDoNothing()
                .execute();
    }

    /** What waits, and what was answered last, the latest first. */
    public List<Entry> latest(TenantId tenant, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(APPROVAL)
                        .where(APPROVAL.TENANT.eq(tenant.value()))
                        .orderBy(APPROVAL.ANSWER.isNull().desc(), APPROVAL.ASKED_AT.desc(), APPROVAL.ID.desc())
                        .limit(most)
                        .fetch(Approvals::entry));
    }

    /** One of them. */
    public Optional<Entry> find(TenantId tenant, UUID id) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(APPROVAL)
                        .where(APPROVAL.TENANT.eq(tenant.value()), APPROVAL.ID.eq(id))
                        .fetchOptional(Approvals::entry));
    }

    /** Answers what waits. The first answer holds. @return whether this was the first */
    public boolean answer(TenantId tenant, UUID id, Given given) {
        return database.inTenant(
                tenant,
                transaction ->
                        close(transaction, APPROVAL.TENANT.eq(tenant.value()).and(APPROVAL.ID.eq(id)), given) > 0);
    }

    /** Within a running transaction: everything of a kind that waits is overtaken. */
    public static void overtake(DSLContext transaction, TenantId tenant, Kind kind, String reason, Instant at) {
        close(transaction, open(tenant, kind), new Given(Answer.OVERTAKEN, reason, "nextbest", at));
    }

    private static int close(DSLContext transaction, Condition which, Given given) {
        return transaction
                .update(APPROVAL)
                .set(APPROVAL.ANSWER, given.answer().name())
                .set(APPROVAL.REASON, given.reason())
                .set(APPROVAL.ANSWERED_BY, given.by())
                .set(APPROVAL.ANSWERED_AT, given.at())
                .where(which.and(APPROVAL.ANSWER.isNull()))
                .execute();
    }

    private static Condition open(TenantId tenant, Kind kind) {
        return APPROVAL.TENANT
                .eq(tenant.value())
                .and(APPROVAL.KIND.eq(kind.name()))
                .and(APPROVAL.ANSWER.isNull());
    }

    private static Entry entry(ApprovalRecord row) {
        return new Entry(
                row.getId(),
                Kind.valueOf(row.getKind()),
                row.getItem(),
                row.getNote(),
                row.getAskedBy(),
                row.getAskedAt(),
                Optional.ofNullable(row.getAnswer())
                        .map(answer -> new Given(
                                Answer.valueOf(answer), row.getReason(), row.getAnsweredBy(), row.getAnsweredAt())));
    }
}
