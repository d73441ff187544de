package nextbest.store.model;

import static nextbest.store.schema.Tables.MODEL;
import static nextbest.store.schema.Tables.MODEL_SWITCH;
import static nextbest.store.schema.Tables.REP;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.model.ModelParameters;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.ModelRecord;
import org.jooq.DSLContext;

/** Keeps the versions of the model and the switch that turns it off. */
public final class Models {
    /** What versions of the live model are called among models. */
    static final String KIND = "recommendation";

    private final Database database;

    public Models(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** The version that decides what is shown; empty before the first promotion. */
    public Optional<ModelVersion> champion(TenantId tenant) {
        return database.inTenant(tenant, transaction -> inState(transaction, tenant, ModelVersion.State.CHAMPION));
    }

    static Optional<ModelVersion> inState(DSLContext transaction, TenantId tenant, ModelVersion.State state) {
        return transaction
                .selectFrom(MODEL)
                .where(MODEL.TENANT.eq(tenant.value()), MODEL.KIND.eq(KIND), MODEL.STATE.eq(state.name()))
                .fetchOptional(Models::version);
    }

    /** All versions, the latest first. */
    public List<ModelVersion> all(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(MODEL)
                        .where(MODEL.TENANT.eq(tenant.value()), MODEL.KIND.eq(KIND))
                        .orderBy(MODEL.VERSION.desc())
                        .fetch(Models::version));
    }

    static ModelVersion version(ModelRecord row) {
        return new ModelVersion(
                row.getId(),
                row.getVersion(),
                ModelVersion.State.valueOf(row.getState()),
                Optional.ofNullable(row.getParent()),
                RecordJson.read(row.getBody(), ModelParameters.class),
                Optional.ofNullable(row.getTrainedFrom()),
                Optional.ofNullable(row.getTrainedUntil()),
                row.getDecidedAt(),
                row.getReason());
    }

    /** The switch as it was last set; empty if nobody ever touched it, and then the model is on. */
    public Optional<ModelSwitch> position(TenantId tenant) {
        return database.inTenant(tenant, transaction -> position(transaction, tenant));
    }

    static Optional<ModelSwitch> position(DSLContext transaction, TenantId tenant) {
        return transaction
                .selectFrom(MODEL_SWITCH)
                .where(MODEL_SWITCH.TENANT.eq(tenant.value()))
                .fetchOptional(row -> new ModelSwitch(row.getOff(), row.getReason(), row.getActor(), row.getAt()));
    }

    /** Turns the model off or on. Every process follows within a second. */
    public ModelSwitch set(TenantId tenant, boolean off, String reason, String actor, Instant at) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("switching the model needs a reason, but none was given");
        }
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(MODEL_SWITCH)
                        .set(MODEL_SWITCH.TENANT, tenant.value())
                        .set(MODEL_SWITCH.OFF, off)
                        .set(MODEL_SWITCH.REASON, reason)
                        .set(MODEL_SWITCH.ACTOR, actor)
                        .set(MODEL_SWITCH.AT, at)
                        .onConflict(MODEL_SWITCH.TENANT)
                        .doUpdate()
                        .setAllToExcluded()
                        .execute());
        return new ModelSwitch(off, reason, actor, at);
    }

    /** Lets chance put other recommendations than the best before a rep, or not. */
    public void mayExplore(TenantId tenant, RepId rep, boolean may) {
        int rows = database.inTenant(
                tenant,
                transaction -> transaction
                        .update(REP)
                        .set(REP.MAY_EXPLORE, may)
                        .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(rep.value()))
                        .execute());
        if (rows == 0) {
            throw new IllegalArgumentException("there is no rep " + rep);
        }
    }
}
