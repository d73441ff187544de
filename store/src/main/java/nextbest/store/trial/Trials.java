package nextbest.store.trial;

import static nextbest.store.schema.Tables.TRIAL;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.TrialRecord;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;

/** The trials of organisations: one runs at a time, and what one was started with never changes. */
public final class Trials {
    private final Database database;

    public Trials(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** A trial is already running. */
    public static final class AlreadyRunning extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AlreadyRunning(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The arms of a trial as they are kept. */
    private record Arms(List<Trial.Share> arms) {}

    /**
     * Starts a trial: decisions from now on are made in its arms.
     *
     * @throws AlreadyRunning if one is running
     */
    public void start(TenantId tenant, Trial trial) {
        try {
            database.doInTenant(
                    tenant,
                    transaction -> transaction
                            .insertInto(TRIAL)
                            .set(TRIAL.TENANT, tenant.value())
                            .set(TRIAL.ID, trial.id())
                            .set(TRIAL.NAME, trial.name())
                            .set(TRIAL.HYPOTHESIS, trial.hypothesis())
                            .set(TRIAL.CLUSTER, trial.cluster().name())
                            .set(TRIAL.ARMS, RecordJson.jsonb(new Arms(trial.arms())))
                            .set(TRIAL.MEASURE, trial.measure().name())
                            .set(TRIAL.WINDOW_DAYS, trial.windowDays())
                            .set(TRIAL.PLAN, RecordJson.jsonb(trial.plan()))
                            .set(TRIAL.STARTED_AT, trial.startedAt())
                            .set(TRIAL.STARTED_BY, trial.startedBy())
                            .execute());
        } catch (IntegrityConstraintViolationException e) {
            String running = running(tenant).map(Trial::name).orElseThrow(() -> e);
            throw new AlreadyRunning(
                    "the trial '" + running + "' is running, and a deal can be in one arm only; stop it first", e);
        }
    }

    /** Ends a trial; one that has ended stays as it is. */
    public void stop(TenantId tenant, UUID id, String actor, Instant at) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(TRIAL)
                        .set(TRIAL.ENDED_AT, at)
                        .set(TRIAL.STOPPED_BY, actor)
                        .where(TRIAL.TENANT.eq(tenant.value()), TRIAL.ID.eq(id), TRIAL.ENDED_AT.isNull())
                        .execute());
    }

    public Optional<Trial> find(TenantId tenant, UUID id) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(TRIAL)
                        .where(TRIAL.TENANT.eq(tenant.value()), TRIAL.ID.eq(id))
                        .fetchOptional(Trials::trial));
    }

    /** All of them, the latest first. */
    public List<Trial> all(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(TRIAL)
                        .where(TRIAL.TENANT.eq(tenant.value()))
                        .orderBy(TRIAL.STARTED_AT.desc(), TRIAL.ID.desc())
                        .fetch(Trials::trial));
    }

    public Optional<Trial> running(TenantId tenant) {
        return database.inTenant(tenant, transaction -> running(transaction, tenant));
    }

    /** As {@link #running(TenantId)}, within a running transaction. */
    public static Optional<Trial> running(DSLContext transaction, TenantId tenant) {
        return transaction
                .selectFrom(TRIAL)
                .where(TRIAL.TENANT.eq(tenant.value()), TRIAL.ENDED_AT.isNull())
                .fetchOptional(Trials::trial);
    }

    private static Trial trial(TrialRecord row) {
        return new Trial(
                row.getId(),
                row.getName(),
                row.getHypothesis(),
                Trial.Cluster.valueOf(row.getCluster()),
                RecordJson.read(row.getArms(), Arms.class).arms(),
                Trial.Measure.valueOf(row.getMeasure()),
                row.getWindowDays(),
                RecordJson.read(row.getPlan(), TrialPlan.class),
                row.getStartedAt(),
                row.getStartedBy(),
                Optional.ofNullable(row.getEndedAt()),
                Optional.ofNullable(row.getStoppedBy()));
    }
}
