package nextbest.store.tenant;

import static nextbest.store.schema.Tables.STAGE;
import static nextbest.store.schema.Tables.TENANT;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.deal.Stage;
import nextbest.deal.StageKind;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.event.StageNames;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.TenantRecord;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** The organisations of an installation, and the stages of their sales process. */
public final class Tenants {
    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;

    public Tenants(Database database, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** Whether anything may leave the house. */
    public enum Mode {
        /** Decisions are made and stored, nothing is sent. */
        SHADOW,
        LIVE
    }

    /**
     * What the platform knows of an organisation.
     *
     * @param key short name for commands and addresses
     * @param currency ISO 4217, for amounts that name none
     * @param zone tz name, for reps that name none
     */
    public record Tenant(TenantId id, String key, String name, Mode mode, String currency, String zone) {}

    /** Makes an organisation in shadow mode with the stages of {@link #standardStages}; or finds the one with the key. */
    public Tenant create(String key, String name, String currency, String zone) {
        Optional<Tenant> existing = find(key);
        if (existing.isPresent()) {
            return existing.get();
        }
        TenantId id = new TenantId(ids.next());
        database.doInTenant(
                id,
                transaction -> transaction
                        .insertInto(
                                TENANT,
                                TENANT.ID,
                                TENANT.KEY,
                                TENANT.NAME,
                                TENANT.CURRENCY,
                                TENANT.ZONE,
                                TENANT.SETTINGS,
                                TENANT.REAL_CREATED_AT)
                        .values(id.value(), key, name, currency, zone, JSONB.valueOf("{}"), time.realNow())
                        .execute());
        setStages(id, standardStages());
        return find(key).orElseThrow();
    }

    public Optional<Tenant> find(String key) {
        return database.onPlatform(transaction ->
                transaction.selectFrom(TENANT).where(TENANT.KEY.eq(key)).fetchOptional(Tenants::tenant));
    }

    /** @throws IllegalArgumentException if there is no such organisation */
    public Tenant get(TenantId id) {
        return database.onPlatform(transaction -> get(transaction, id));
    }

    /** As {@link #get(TenantId)}, within a running transaction. */
    public static Tenant get(DSLContext transaction, TenantId id) {
        return transaction
                .selectFrom(TENANT)
                .where(TENANT.ID.eq(id.value()))
                .fetchOptional(Tenants::tenant)
                .orElseThrow(() -> new IllegalArgumentException("there is no tenant " + id));
    }

    private static Tenant tenant(TenantRecord row) {
        return new Tenant(
                new TenantId(row.getId()),
                row.getKey(),
                row.getName(),
                Mode.valueOf(row.getMode()),
                row.getCurrency(),
                row.getZone());
    }

    public List<Tenant> all() {
        return database.onPlatform(transaction ->
                transaction.selectFrom(TENANT).orderBy(TENANT.KEY).fetch(Tenants::tenant));
    }

    public void setMode(TenantId id, Mode mode) {
        database.onPlatform(transaction -> transaction
                .update(TENANT)
                .set(TENANT.MODE, mode.name())
                .where(TENANT.ID.eq(id.value()))
                .execute());
    }

    /** What the organisation has set. */
    public TenantSettings settings(TenantId id) {
        return database.onPlatform(transaction -> settings(transaction, id));
    }

    /** As {@link #settings(TenantId)}, within a running transaction. */
    public static TenantSettings settings(DSLContext transaction, TenantId id) {
        Map<String, Object> said = RecordJson.map(transaction
                .select(TENANT.SETTINGS)
                .from(TENANT)
                .where(TENANT.ID.eq(id.value()))
                .fetchSingle(TENANT.SETTINGS));
        Map<String, Object> all = RecordJson.map(RecordJson.jsonb(TenantSettings.standard()));
        all.putAll(said);
        return RecordJson.read(RecordJson.jsonb(all), TenantSettings.class);
    }

    public void setSettings(TenantId id, TenantSettings settings) {
        database.onPlatform(transaction -> transaction
                .update(TENANT)
                .set(TENANT.SETTINGS, RecordJson.jsonb(settings))
                .where(TENANT.ID.eq(id.value()))
                .execute());
    }

    /** The stages of the organisation by position; the key of a stage is its folded label. */
    public List<Stage> stages(TenantId id) {
        return database.inTenant(id, transaction -> stages(transaction, id));
    }

    /** As {@link #stages(TenantId)}, within a running transaction. */
    public static List<Stage> stages(DSLContext transaction, TenantId id) {
        return transaction
                .selectFrom(STAGE)
                .where(STAGE.TENANT.eq(id.value()))
                .orderBy(STAGE.POSITION)
                .fetch(row ->
                        new Stage(row.getKey(), row.getLabel(), StageKind.valueOf(row.getKind()), row.getPosition()));
    }

    /** Adds stages and changes those that have the same key. Stages that deals are in cannot be taken away. */
    public void setStages(TenantId id, List<Stage> stages) {
        database.doInTenant(id, transaction -> {
            for (Stage stage : stages) {
                transaction
                        .insertInto(STAGE, STAGE.TENANT, STAGE.KEY, STAGE.LABEL, STAGE.KIND, STAGE.POSITION)
                        .values(
                                id.value(),
                                StageNames.fold(stage.key()),
                                stage.label(),
                                stage.kind().name(),
                                (short) stage.position())
                        .onConflict(STAGE.TENANT, STAGE.KEY)
                        .doUpdate()
                        .setAllToExcluded()
                        .execute();
            }
        });
    }

    /** What an organisation starts with: one stage of each kind. */
    public static List<Stage> standardStages() {
        return List.of(
                new Stage("prospecting", "Prospecting", StageKind.PROSPECTING, 0),
                new Stage("discovery", "Discovery", StageKind.DISCOVERY, 10),
                new Stage("proposal", "Proposal", StageKind.PROPOSAL, 20),
                new Stage("negotiation", "Negotiation", StageKind.NEGOTIATION, 30),
                new Stage("won", "Won", StageKind.WON, 90),
                new Stage("lost", "Lost", StageKind.LOST, 91));
    }
}
