package nextbest.store.security;

import static nextbest.store.schema.Tables.LINK_USE;

import java.util.Objects;
import java.util.Optional;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;

/** Which answer links were used: each works once. */
public final class LinkUses {
    private final Database database;
    private final BusinessTime time;

    public LinkUses(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /** The id of the answer that the link gave, if it was used. */
    public Optional<String> answerOf(TenantId tenant, String nonce) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(LINK_USE.ANSWER_ID)
                        .from(LINK_USE)
                        .where(LINK_USE.TENANT.eq(tenant.value()))
                        .and(LINK_USE.NONCE.eq(nonce))
                        .fetchOptional(LINK_USE.ANSWER_ID));
    }

    /**
     * Uses a link up.
     *
     * @return whether this was the first time
     */
    public boolean use(TenantId tenant, String nonce, String answerId) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                                .insertInto(LINK_USE)
                                .set(LINK_USE.TENANT, tenant.value())
                                .set(LINK_USE.NONCE, nonce)
                                .set(LINK_USE.ANSWER_ID, answerId)
                                .set(LINK_USE.REAL_USED_AT, time.realNow())
                                .onConflictDoNothing()
                                .execute()
                        == 1);
    }
}
