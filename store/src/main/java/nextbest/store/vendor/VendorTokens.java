package nextbest.store.vendor;

import static nextbest.store.schema.Tables.VENDOR_TOKEN;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.VendorTokenRecord;

/**
 * Tokens that vendors gave, the same for all processes. Whoever finds that a new one is needed takes a lease, asks the vendor
 * outside any transaction, and keeps the answer before using it; the others wait for the lease to end.
 */
public final class VendorTokens {
    /** Longer than an exchange takes; who needs more has most likely died. */
    static final Duration LEASE = Duration.ofSeconds(45);

    private final Database database;
    private final BusinessTime time;
    private final Sealing sealing;

    public VendorTokens(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.sealing = new Sealing(time);
    }

    /**
     * A token as it is kept.
     *
     * @param refresh empty text: none
     */
    public record Kept(String access, String refresh, Instant until) {
        /** Secrets are not printed. */
        @Override
        public String toString() {
            return "Kept[until=" + until + "]";
        }
    }

    /** What to do for a token. */
    public sealed interface Turn {
        /** Use this one. */
        record Use(Kept token) implements Turn {}

        /**
         * Ask for a new one, and then {@link VendorTokens#keep} it or {@link VendorTokens#giveBack} the turn.
         *
         * @param last the one before
         */
        record Exchange(Optional<Kept> last) implements Turn {}

        /** Somebody else asks: come again. */
        record Wait() implements Turn {}
    }

    /** @param refused access token that the vendor has said no to */
    public Turn turn(TenantId tenant, String source, Optional<String> refused) {
        Instant now = time.realNow();
        return database.inTenant(tenant, transaction -> {
            transaction
                    .insertInto(VENDOR_TOKEN, VENDOR_TOKEN.TENANT, VENDOR_TOKEN.SOURCE)
                    .values(tenant.value(), source)
                    .onConflictDoNothing()
                    .execute();
            VendorTokenRecord row = transaction
                    .selectFrom(VENDOR_TOKEN)
                    .where(VENDOR_TOKEN.TENANT.eq(tenant.value()), VENDOR_TOKEN.SOURCE.eq(source))
                    .forUpdate()
                    .fetchSingle();
            Optional<Kept> kept = Optional.ofNullable(row.getSealed())
                    .map(bytes -> RecordJson.read(sealing.open(transaction, tenant, place(source), bytes), Kept.class));
            boolean usable = kept.filter(
                            token -> now.isBefore(token.until()) && !refused.equals(Optional.of(token.access())))
                    .isPresent();
            if (usable) {
                return new Turn.Use(kept.get());
            }
            if (row.getRealLeasedUntil() != null && now.isBefore(row.getRealLeasedUntil())) {
                return new Turn.Wait();
            }
            row.setRealLeasedUntil(now.plus(LEASE));
            row.update();
            return new Turn.Exchange(kept);
        });
    }

    /** The exchange succeeded. */
    public void keep(TenantId tenant, String source, Kept token) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(VENDOR_TOKEN)
                        .set(
                                VENDOR_TOKEN.SEALED,
                                sealing.seal(transaction, tenant, place(source), RecordJson.bytes(token)))
                        .set(VENDOR_TOKEN.REAL_UNTIL, token.until())
                        .setNull(VENDOR_TOKEN.REAL_LEASED_UNTIL)
                        .where(VENDOR_TOKEN.TENANT.eq(tenant.value()), VENDOR_TOKEN.SOURCE.eq(source))
                        .execute());
    }

    /** The exchange failed: another may try. */
    public void giveBack(TenantId tenant, String source) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(VENDOR_TOKEN)
                        .setNull(VENDOR_TOKEN.REAL_LEASED_UNTIL)
                        .where(VENDOR_TOKEN.TENANT.eq(tenant.value()), VENDOR_TOKEN.SOURCE.eq(source))
                        .execute());
    }

    /** Forgets what was kept: the credentials are other ones now. */
    public void forget(TenantId tenant, String source) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .deleteFrom(VENDOR_TOKEN)
                        .where(VENDOR_TOKEN.TENANT.eq(tenant.value()), VENDOR_TOKEN.SOURCE.eq(source))
                        .execute());
    }

    private static String place(String source) {
        return "vendor_token/" + source;
    }
}
