package nextbest.store.vendor;

import static nextbest.store.schema.Tables.SIGNING_KEY;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import nextbest.identity.TenantId;
import nextbest.store.clock.BusinessTime;
import org.jooq.DSLContext;

/**
 * Seals secrets of an organisation with a key of its own: AES-256-GCM (NIST SP 800-38D), a fresh nonce for each, bound to where
 * it is kept. The key is made on first use and lies in the database: it keeps secrets out of query results, logs and the eyes of
 * those who look at one table, not from who has the whole database.
 */
final class Sealing {
    private static final String PURPOSE = "vendor-secrets";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final BusinessTime time;
    private final SecureRandom random = new SecureRandom();

    Sealing(BusinessTime time) {
        this.time = Objects.requireNonNull(time, "time");
    }

    /** @param place what the sealed bytes are bound to: they open nowhere else */
    byte[] seal(DSLContext transaction, TenantId tenant, String place, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] box = cipher(Cipher.ENCRYPT_MODE, key(transaction, tenant), nonce, place, plain);
        return ByteBuffer.allocate(NONCE + box.length).put(nonce).put(box).array();
    }

    byte[] open(DSLContext transaction, TenantId tenant, String place, byte[] box) {
        return cipher(
                Cipher.DECRYPT_MODE,
                key(transaction, tenant),
                Arrays.copyOf(box, NONCE),
                place,
                Arrays.copyOfRange(box, NONCE, box.length));
    }

    /** What only we can have said about something: for addresses that are secrets themselves. */
    byte[] word(DSLContext transaction, TenantId tenant, String about) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(transaction, tenant), "HmacSHA256"));
            return mac.doFinal(about.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private byte[] key(DSLContext transaction, TenantId tenant) {
        byte[] fresh = new byte[32];
        random.nextBytes(fresh);
        byte[] kept = find(transaction, tenant);
        if (kept != null) {
            return kept;
        }
        transaction
                .insertInto(SIGNING_KEY)
                .set(SIGNING_KEY.TENANT, tenant.value())
                .set(SIGNING_KEY.PURPOSE, PURPOSE)
                .set(SIGNING_KEY.KEY, fresh)
                .set(SIGNING_KEY.REAL_CREATED_AT, time.realNow())
                .onConflictDoNothing()
                .execute();
        return Objects.requireNonNull(find(transaction, tenant));
    }

    private static byte[] find(DSLContext transaction, TenantId tenant) {
        return transaction
                .select(SIGNING_KEY.KEY)
                .from(SIGNING_KEY)
                .where(SIGNING_KEY.TENANT.eq(tenant.value()), SIGNING_KEY.PURPOSE.eq(PURPOSE))
                .fetchOne(SIGNING_KEY.KEY);
    }

    private static byte[] cipher(int mode, byte[] key, byte[] nonce, String place, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "what is kept for " + place + " was sealed with another key, or changed", e);
        }
    }
}
