package nextbest.store.vendor;

import static nextbest.store.schema.Tables.VENDOR_CONNECTION;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.VendorConnectionRecord;
import org.jooq.DSLContext;

/** How organisations reach vendors; secrets are sealed. */
public final class VendorConnections {
    private final Database database;
    private final BusinessTime time;
    private final Sealing sealing;

    public VendorConnections(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.sealing = new Sealing(time);
    }

    /** What a connection's secrets are kept as. */
    private record Words(Map<String, String> words) {}

    private record Named(Map<String, String> stages, Map<String, String> fields) {}

    /** Keeps a connection, new or changed. */
    public void keep(TenantId tenant, VendorConnection connection) {
        database.doInTenant(tenant, transaction -> {
            VendorConnectionRecord row = transaction.newRecord(VENDOR_CONNECTION);
            row.setTenant(tenant.value());
            row.setSource(connection.source());
            row.setVendor(connection.vendor());
            row.setSettings(RecordJson.jsonb(connection.settings()));
            row.setSecrets(sealing.seal(
                    transaction,
                    tenant,
                    place(connection.source()),
                    RecordJson.bytes(new Words(connection.secrets()))));
            row.setMapping(RecordJson.jsonb(new Named(connection.stages(), connection.fields())));
            row.setReads(connection.reads());
            row.setWrites(connection.writes());
            row.setTrouble(connection.trouble().map(VendorConnections::cut).orElse(null));
            row.setRealChangedAt(time.realNow());
            transaction
                    .insertInto(VENDOR_CONNECTION)
                    .set(row)
                    .onConflict(VENDOR_CONNECTION.TENANT, VENDOR_CONNECTION.SOURCE)
                    .doUpdate()
                    .setAllToExcluded()
                    .execute();
        });
    }

    public Optional<VendorConnection> find(TenantId tenant, String source) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(VENDOR_CONNECTION)
                        .where(VENDOR_CONNECTION.TENANT.eq(tenant.value()), VENDOR_CONNECTION.SOURCE.eq(source))
                        .fetchOptional(row -> opened(transaction, tenant, row)));
    }

    public List<VendorConnection> all(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(VENDOR_CONNECTION)
                        .where(VENDOR_CONNECTION.TENANT.eq(tenant.value()))
                        .orderBy(VENDOR_CONNECTION.SOURCE)
                        .fetch(row -> opened(transaction, tenant, row)));
    }

    /** Names of the connections that tasks are written to. */
    public List<String> written(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(VENDOR_CONNECTION.SOURCE)
                        .from(VENDOR_CONNECTION)
                        .where(VENDOR_CONNECTION.TENANT.eq(tenant.value()), VENDOR_CONNECTION.WRITES.isTrue())
                        .orderBy(VENDOR_CONNECTION.SOURCE)
                        .fetch(VENDOR_CONNECTION.SOURCE));
    }

    /** Says what a person has to see to; empty when it is over. */
    public void trouble(TenantId tenant, String source, Optional<String> trouble) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(VENDOR_CONNECTION)
                        .set(
                                VENDOR_CONNECTION.TROUBLE,
                                trouble.map(VendorConnections::cut).orElse(null))
                        .where(VENDOR_CONNECTION.TENANT.eq(tenant.value()), VENDOR_CONNECTION.SOURCE.eq(source))
                        .and(VENDOR_CONNECTION.TROUBLE.isDistinctFrom(
                                trouble.map(VendorConnections::cut).orElse(null)))
                        .execute());
    }

    /**
     * The last part of the address that a vendor calls: 32 characters that nobody can guess, always the same for a connection.
     */
    public String hookKey(TenantId tenant, String source) {
        return database.inTenant(tenant, transaction -> hookKey(transaction, tenant, source));
    }

    private String hookKey(DSLContext transaction, TenantId tenant, String source) {
        byte[] word = sealing.word(transaction, tenant, "webhook:" + source);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(word).substring(0, 32);
    }

    /** The connection that is called at an address; empty if there is none, or if the key is not its own. */
    public Optional<VendorConnection> called(TenantId tenant, String source, String hookKey) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(VENDOR_CONNECTION)
                        .where(VENDOR_CONNECTION.TENANT.eq(tenant.value()), VENDOR_CONNECTION.SOURCE.eq(source))
                        .fetchOptional()
                        .filter(row -> MessageDigest.isEqual(
                                hookKey(transaction, tenant, source).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                hookKey.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .map(row -> opened(transaction, tenant, row)));
    }

    private VendorConnection opened(DSLContext transaction, TenantId tenant, VendorConnectionRecord row) {
        Named named = RecordJson.read(row.getMapping(), Named.class);
        byte[] secrets = sealing.open(transaction, tenant, place(row.getSource()), row.getSecrets());
        Map<String, String> settings = new java.util.TreeMap<>();
        RecordJson.map(row.getSettings()).forEach((key, value) -> settings.put(key, String.valueOf(value)));
        return new VendorConnection(
                row.getSource(),
                row.getVendor(),
                settings,
                RecordJson.read(secrets, Words.class).words(),
                named.stages(),
                named.fields(),
                row.getReads(),
                row.getWrites(),
                Optional.ofNullable(row.getTrouble()));
    }

    private static String place(String source) {
        return "vendor_connection/" + source;
    }

    private static String cut(String text) {
        return text.length() > 500 ? text.substring(0, 500) : text;
    }
}
