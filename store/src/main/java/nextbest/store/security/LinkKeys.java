package nextbest.store.security;

import static nextbest.store.schema.Tables.SIGNING_KEY;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;

/** The key that signs an organisation's answer links. Every process of an installation must get the same one. */
@FunctionalInterface
public interface LinkKeys {
    /** At least 32 bytes; never logged. */
    byte[] of(TenantId tenant);

    /** Keys that are made on first use and kept in the database, one per organisation. */
    static LinkKeys kept(Database database, BusinessTime time) {
        Map<TenantId, byte[]> read = new ConcurrentHashMap<>();
        SecureRandom random = new SecureRandom();
        return tenant -> read.computeIfAbsent(
                tenant,
                t -> database.inTenant(t, transaction -> {
                    byte[] fresh = new byte[32];
                    random.nextBytes(fresh);
                    transaction
                            .insertInto(SIGNING_KEY)
                            .set(SIGNING_KEY.TENANT, t.value())
                            .set(SIGNING_KEY.PURPOSE, "answer-link")
                            .set(SIGNING_KEY.KEY, fresh)
                            .set(SIGNING_KEY.REAL_CREATED_AT, time.realNow())
                            .onConflictDoNothing()
                            .execute();
                    return transaction
                            .select(SIGNING_KEY.KEY)
                            .from(SIGNING_KEY)
                            .where(SIGNING_KEY.TENANT.eq(t.value()))
                            .and(SIGNING_KEY.PURPOSE.eq("answer-link"))
                            .fetchSingle(SIGNING_KEY.KEY);
                }));
    }

    /**
     * Keys derived from one that the configuration gives, so that no key is in the database.
     *
     * @param secret at least 32 bytes
     */
    static LinkKeys derivedFrom(byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException(
                    "the key for answer links needs at least 32 bytes, but has " + secret.length);
        }
        byte[] own = secret.clone();
        return tenant -> Hmac.sha256(own, ("answer-link:" + tenant).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
