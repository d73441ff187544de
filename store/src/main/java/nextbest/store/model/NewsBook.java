package nextbest.store.model;

import static nextbest.store.schema.Tables.PRODUCT_NEWS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.model.ProductNews;
import nextbest.store.Database;
import nextbest.store.NewIds;
import org.jooq.DSLContext;

/** What people told of changes in what is sold. Each entry halves what came of recommendations before it. */
public final class NewsBook {
    private final Database database;
    private final NewIds ids;

    public NewsBook(Database database, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /**
     * What was told.
     *
     * @param action key of the action that it is about; empty: all
     * @param what changed, in the words of who told it
     */
    public record Entry(UUID id, Optional<String> action, String what, String actor, Instant at) {}

    /** Tells of a change. */
    public Entry tell(TenantId tenant, Optional<String> action, String what, String actor, Instant at) {
        Entry entry = new Entry(ids.next(), action, what, actor, at);
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(PRODUCT_NEWS)
                        .set(PRODUCT_NEWS.TENANT, tenant.value())
                        .set(PRODUCT_NEWS.ID, entry.id())
                        .set(PRODUCT_NEWS.ACTION, action.orElse(null))
                        .set(PRODUCT_NEWS.WHAT, what)
                        .set(PRODUCT_NEWS.ACTOR, actor)
                        .set(PRODUCT_NEWS.AT, at)
                        .execute());
        return entry;
    }

    /** Takes an entry back: what was learned before it counts in full again. @return whether there was one */
    public boolean takeBack(TenantId tenant, UUID id, Instant at) {
        return database.inTenant(
                        tenant,
                        transaction -> transaction
                                .update(PRODUCT_NEWS)
                                .set(PRODUCT_NEWS.TAKEN_BACK_AT, at)
                                .where(
                                        PRODUCT_NEWS.TENANT.eq(tenant.value()),
                                        PRODUCT_NEWS.ID.eq(id),
                                        PRODUCT_NEWS.TAKEN_BACK_AT.isNull())
                                .execute())
                > 0;
    }

    /** What stands, the latest first. */
    public List<Entry> standing(TenantId tenant) {
        return database.inTenant(tenant, transaction -> standing(transaction, tenant));
    }

    /** What stands, as the model takes it. */
    static List<ProductNews> news(DSLContext transaction, TenantId tenant) {
        return standing(transaction, tenant).stream()
                .map(entry -> ProductNews.of(
                        entry.action(), entry.at().atZone(ZoneOffset.UTC).toLocalDate()))
                .toList();
    }

    private static List<Entry> standing(DSLContext transaction, TenantId tenant) {
        return transaction
                .selectFrom(PRODUCT_NEWS)
                .where(PRODUCT_NEWS.TENANT.eq(tenant.value()), PRODUCT_NEWS.TAKEN_BACK_AT.isNull())
                .orderBy(PRODUCT_NEWS.AT.desc(), PRODUCT_NEWS.ID.desc())
                .fetch(row -> new Entry(
                        row.getId(), Optional.ofNullable(row.getAction()), row.getWhat(), row.getActor(), row.getAt()));
    }
}
