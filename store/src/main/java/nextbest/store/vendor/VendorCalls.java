package nextbest.store.vendor;

import static nextbest.store.schema.Tables.VENDOR_CALL;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;

/** Webhooks as they came. Each is kept once, answered, and worked through afterwards. */
public final class VendorCalls {
    private final Database database;
    private final BusinessTime time;

    public VendorCalls(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /** A call that waits. */
    public static final class Waiting {
        private final byte[] digest;
        private final byte[] body;

        private Waiting(byte[] digest, byte[] body) {
            this.digest = digest;
            this.body = body;
        }

        /** Its key, the beginning of it, for people. */
        public String mark() {
            return HexFormat.of().formatHex(digest, 0, 8);
        }

        /** The raw bytes. */
        public byte[] body() {
            return body.clone();
        }
    }

    /**
     * Keeps a call.
     *
     * @return whether it is new; the same body that was worked through before is not new
     */
    public boolean keep(TenantId tenant, String source, byte[] body) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                                .insertInto(
                                        VENDOR_CALL,
                                        VENDOR_CALL.TENANT,
                                        VENDOR_CALL.SOURCE,
                                        VENDOR_CALL.DIGEST,
                                        VENDOR_CALL.BODY,
                                        VENDOR_CALL.REAL_RECEIVED_AT)
                                .values(tenant.value(), source, RecordJson.hash(body), body, time.realNow())
                                .onConflictDoNothing()
                                .execute()
                        == 1);
    }

    /**
     * Notes something of a vendor's that is good once, such as a signed request of a browser; nothing of it is kept but that.
     *
     * @param mark what makes it one of its kind
     * @return whether it is the first time
     */
    public boolean once(TenantId tenant, String source, String mark) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                                .insertInto(VENDOR_CALL)
                                .set(VENDOR_CALL.TENANT, tenant.value())
                                .set(VENDOR_CALL.SOURCE, source)
                                .set(VENDOR_CALL.DIGEST, RecordJson.hash(mark.getBytes(StandardCharsets.UTF_8)))
                                .set(VENDOR_CALL.BODY, new byte[0])
                                .set(VENDOR_CALL.REAL_RECEIVED_AT, time.realNow())
                                .set(VENDOR_CALL.REAL_DONE_AT, time.realNow())
                                .onConflictDoNothing()
                                .execute()
                        == 1);
    }

    /** The oldest calls that nobody has worked through. */
    public List<Waiting> waiting(TenantId tenant, String source, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(VENDOR_CALL.DIGEST, VENDOR_CALL.BODY)
                        .from(VENDOR_CALL)
                        .where(
                                VENDOR_CALL.TENANT.eq(tenant.value()),
                                VENDOR_CALL.SOURCE.eq(source),
                                VENDOR_CALL.REAL_DONE_AT.isNull())
                        .orderBy(VENDOR_CALL.REAL_RECEIVED_AT)
                        .limit(most)
                        .fetch(row -> new Waiting(row.value1(), row.value2())));
    }

    /** They are worked through. */
    public void done(TenantId tenant, String source, List<Waiting> calls) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(VENDOR_CALL)
                        .set(VENDOR_CALL.REAL_DONE_AT, time.realNow())
                        .where(VENDOR_CALL.TENANT.eq(tenant.value()), VENDOR_CALL.SOURCE.eq(source))
                        .and(VENDOR_CALL.DIGEST.in(
                                calls.stream().map(call -> call.digest).toList()))
                        .execute());
    }

    /** Forgets what was worked through long ago: a vendor repeats its calls for a day at most. */
    public int forget(TenantId tenant, String source, Duration olderThan) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .deleteFrom(VENDOR_CALL)
                        .where(
                                VENDOR_CALL.TENANT.eq(tenant.value()),
                                VENDOR_CALL.SOURCE.eq(source),
                                VENDOR_CALL.REAL_DONE_AT.lt(time.realNow().minus(olderThan)))
                        .execute());
    }
}
