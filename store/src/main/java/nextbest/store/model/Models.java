package nextbest.store.model;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.MODEL;
import static nextbest.store.schema.Tables.MODEL_SWITCH;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.SHADOW_CHOICE;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.model.ModelParameters;
import nextbest.model.TrainingReport;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.ModelRecord;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

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

    /** The report of a version; empty if there is no such version. */
    public Optional<TrainingReport> report(TenantId tenant, int number) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(MODEL.REPORT)
                        .from(MODEL)
                        .where(MODEL.TENANT.eq(tenant.value()), MODEL.KIND.eq(KIND), MODEL.VERSION.eq(number))
                        .fetchOptional(row -> RecordJson.read(row.value1(), TrainingReport.class)));
    }

    /**
     * What a challenger did in the shadow.
     *
     * @param decisions how many it made
     * @param sameMain in how many it would have put the same recommendation first
     */
    public record Shadow(long decisions, long sameMain) {}

    /** How often a version decided in the shadow, and how often as the champion did. */
    public Shadow shadow(TenantId tenant, UUID model) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(
                                DSL.count().cast(Long.class),
                                DSL.count()
                                        .filterWhere(CANDIDATE.KEY.eq(
                                                DSL.field("({0})[1]", String.class, SHADOW_CHOICE.SLATE)))
                                        .cast(Long.class))
                        .from(SHADOW_CHOICE)
                        .leftJoin(CANDIDATE)
                        .on(
                                CANDIDATE.TENANT.eq(SHADOW_CHOICE.TENANT),
                                CANDIDATE.DECISION_ID.eq(SHADOW_CHOICE.DECISION_ID),
                                CANDIDATE.POSITION.eq((short) 1))
                        .where(SHADOW_CHOICE.TENANT.eq(tenant.value()), SHADOW_CHOICE.MODEL_ID.eq(model))
                        .fetchSingle(row -> new Shadow(row.value1(), row.value2())));
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
