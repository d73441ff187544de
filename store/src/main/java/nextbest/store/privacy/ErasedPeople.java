package nextbest.store.privacy;

import static nextbest.store.schema.Tables.ERASED_PERSON;
import static nextbest.store.schema.Tables.SIGNING_KEY;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import nextbest.identity.ExternalRef;
import nextbest.identity.TenantId;
import nextbest.store.security.Hmac;
import org.jooq.DSLContext;

/** Recognises people who were erased when a source sends them again. What it keeps tells nothing without the key. */
public final class ErasedPeople {
    private static final String PURPOSE = "erasure";
    private static final SecureRandom RANDOM = new SecureRandom();

    private ErasedPeople() {}

    /** Those of some references that belong to people who were erased. */
    public static Set<ExternalRef> among(DSLContext transaction, TenantId tenant, Collection<ExternalRef> references) {
        Set<ExternalRef> erased = new HashSet<>();
        Optional<byte[]> key = references.isEmpty() ? Optional.empty() : key(transaction, tenant);
        key.ifPresent(secret -> references.stream()
                .filter(reference -> transaction.fetchExists(
                        ERASED_PERSON,
                        ERASED_PERSON.TENANT.eq(tenant.value()),
                        ERASED_PERSON.REFERENCE_HASH.eq(hash(secret, reference))))
                .forEach(erased::add));
        return erased;
    }

    static void remember(DSLContext transaction, TenantId tenant, Person person, Instant now, Instant realNow) {
        byte[] secret = key(transaction, tenant).orElseGet(() -> makeKey(transaction, tenant, realNow));
        for (ExternalRef reference : person.references()) {
            transaction
                    .insertInto(ERASED_PERSON)
                    .set(ERASED_PERSON.TENANT, tenant.value())
                    .set(ERASED_PERSON.REFERENCE_HASH, hash(secret, reference))
                    .set(ERASED_PERSON.PERSON_ID, person.id())
                    .set(ERASED_PERSON.KIND, person.kind().name())
                    .set(ERASED_PERSON.ERASED_AT, now)
                    .onConflictDoNothing()
                    .execute();
        }
    }

    /** There is a key from the first erasure on: without one nothing has to be looked up. */
    private static Optional<byte[]> key(DSLContext transaction, TenantId tenant) {
        return transaction
                .select(SIGNING_KEY.KEY)
                .from(SIGNING_KEY)
                .where(SIGNING_KEY.TENANT.eq(tenant.value()), SIGNING_KEY.PURPOSE.eq(PURPOSE))
                .fetchOptional(SIGNING_KEY.KEY);
    }

    private static byte[] makeKey(DSLContext transaction, TenantId tenant, Instant realNow) {
        byte[] fresh = new byte[32];
        RANDOM.nextBytes(fresh);
        transaction
                .insertInto(SIGNING_KEY)
                .set(SIGNING_KEY.TENANT, tenant.value())
                .set(SIGNING_KEY.PURPOSE, PURPOSE)
                .set(SIGNING_KEY.KEY, fresh)
                .set(SIGNING_KEY.REAL_CREATED_AT, realNow)
                .onConflictDoNothing()
                .execute();
        return key(transaction, tenant).orElseThrow();
    }

    private static byte[] hash(byte[] key, ExternalRef reference) {
        return Hmac.sha256(
                key,
                (reference.source() + "\n" + reference.type() + "\n" + reference.id())
                        .getBytes(StandardCharsets.UTF_8));
    }
}
