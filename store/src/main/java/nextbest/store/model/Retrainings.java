package nextbest.store.model;

import static nextbest.store.schema.Tables.CONTRIBUTION;
import static nextbest.store.schema.Tables.MODEL;
import static nextbest.store.schema.Tables.TENANT;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import nextbest.catalogue.Catalogue;
import nextbest.engine.Engine;
import nextbest.identity.TenantId;
import nextbest.model.ModelParameters;
import nextbest.model.PastDecision;
import nextbest.model.ProductNews;
import nextbest.model.Retraining;
import nextbest.model.TrainingReport;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.approval.Approvals;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.ModelRecord;
import nextbest.store.tenant.Tenants;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Trains challengers, and puts them in the champion's place or away. */
public final class Retrainings {
    /** So many decisions of the past are looked at, the latest. */
    static final int MOST_DECISIONS = 5_000;

    /** Acceptance is compared over so long. */
    private static final Duration RECENT = Duration.ofDays(30);

    private static final long FEWEST_ANSWERS = 30;
    /** Standard errors by which acceptance must have fallen. */
    private static final double ALARMING = 3;
    /** An alarm is followed up once in so long. */
    private static final Duration QUIET = Duration.ofDays(7);

    private final Database database;
    private final PastDecisions past;
    private final NewIds ids;
    private final Function<TenantId, Catalogue> catalogue;
    private final Engine engine;

    public Retrainings(
            Database database, PastDecisions past, NewIds ids, Function<TenantId, Catalogue> catalogue, Engine engine) {
        this.database = Objects.requireNonNull(database, "database");
        this.past = Objects.requireNonNull(past, "past");
        this.ids = Objects.requireNonNull(ids, "ids");
        this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    /**
     * Someone whose model is to be trained.
     *
     * @param reason {@code monthly} or {@code acceptance-fell}
     */
    public record Due(TenantId tenant, String reason) {}

    /** Whose model is to be trained now: once in each month, and when acceptance has clearly fallen. */
    public List<Due> due(Instant now) {
        return database
                .onPlatform(transaction ->
                        transaction.select(TENANT.ID).from(TENANT).fetch(TENANT.ID))
                .stream()
                .map(TenantId::new)
                .flatMap(tenant -> reason(tenant, now).map(reason -> new Due(tenant, reason)).stream())
                .toList();
    }

    private Optional<String> reason(TenantId tenant, Instant now) {
        return database.inTenant(tenant, transaction -> {
            if (!transaction.fetchExists(CONTRIBUTION, CONTRIBUTION.TENANT.eq(tenant.value()))) {
                return Optional.empty();
            }
            Optional<Instant> last = transaction
                    .select(DSL.max(MODEL.DECIDED_AT))
                    .from(MODEL)
                    .where(MODEL.TENANT.eq(tenant.value()), MODEL.KIND.eq(Models.KIND))
                    .fetchOptional(row -> row.value1());
            if (last.isEmpty() || month(last.get()).isBefore(month(now))) {
                return Optional.of("monthly");
            }
            boolean quiet = last.get().plus(QUIET).isAfter(now);
            return !quiet && acceptanceFell(transaction, tenant, now)
                    ? Optional.of("acceptance-fell")
                    : Optional.empty();
        });
    }

    private static YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(ZoneOffset.UTC));
    }

    /** The recent share of accepted recommendations against that of all before: the z-test for two proportions. */
    private static boolean acceptanceFell(DSLContext transaction, TenantId tenant, Instant now) {
        LocalDate recent =
                LocalDate.ofInstant(now.minus(RECENT), ZoneOffset.UTC).withDayOfMonth(1);
        long[] late = acceptance(transaction, tenant, CONTRIBUTION.MONTH.gt(recent));
        long[] early = acceptance(transaction, tenant, CONTRIBUTION.MONTH.le(recent));
        if (late[0] < FEWEST_ANSWERS || early[0] < FEWEST_ANSWERS) {
            return false;
        }
        double pooled = (double) (late[1] + early[1]) / (late[0] + early[0]);
        double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / late[0] + 1.0 / early[0]));
        double fall = (double) early[1] / early[0] - (double) late[1] / late[0];
        return error > 0 && fall / error > ALARMING;
    }

    private static long[] acceptance(DSLContext transaction, TenantId tenant, org.jooq.Condition when) {
        var answered = CONTRIBUTION
                .ACCEPTED
                .plus(CONTRIBUTION.DISMISSED)
                .plus(CONTRIBUTION.OVERRIDDEN)
                .plus(CONTRIBUTION.IGNORED);
        return transaction
                .select(
                        DSL.coalesce(DSL.sum(answered), 0).cast(Long.class),
                        DSL.coalesce(DSL.sum(CONTRIBUTION.ACCEPTED), 0).cast(Long.class))
                .from(CONTRIBUTION)
                .where(CONTRIBUTION.TENANT.eq(tenant.value()))
                .and(when)
                .fetchSingle(row -> new long[] {row.value1(), row.value2()});
    }

    /**
     * Trains a challenger and keeps it with its report; it decides nothing until {@link #settle}. Training again under the same
     * id changes nothing.
     *
     * @param id of the version to be made
     * @return its number
     */
    public int train(TenantId tenant, UUID id, String reason, Instant at) {
        Optional<Integer> done = database.inTenant(tenant, transaction -> number(transaction, tenant, id));
        if (done.isPresent()) {
            return done.get();
        }
        Optional<ModelVersion> champion = database.inTenant(
                tenant, transaction -> Models.inState(transaction, tenant, ModelVersion.State.CHAMPION));
        List<PastDecision> decisions = past.latest(tenant, MOST_DECISIONS);
        List<ProductNews> news = database.inTenant(tenant, transaction -> NewsBook.news(transaction, tenant));
        Retraining.Result result = new Retraining(
                        engine, catalogue.apply(tenant), champion.map(ModelVersion::parameters), news)
                .run(decisions);
        return database.inTenant(tenant, transaction -> {
            transaction.execute("select pg_advisory_xact_lock(hashtext(?))", "model " + tenant);
            return number(transaction, tenant, id)
                    .orElseGet(() -> insert(transaction, tenant, id, reason, at, champion, result));
        });
    }

    private static Optional<Integer> number(DSLContext transaction, TenantId tenant, UUID id) {
        return transaction
                .select(MODEL.VERSION)
                .from(MODEL)
                .where(MODEL.TENANT.eq(tenant.value()), MODEL.ID.eq(id))
                .fetchOptional(MODEL.VERSION);
    }

    private static int insert(
            DSLContext transaction,
            TenantId tenant,
            UUID id,
            String reason,
            Instant at,
            Optional<ModelVersion> champion,
            Retraining.Result result) {
        transaction
                .update(MODEL)
                .set(MODEL.STATE, ModelVersion.State.REFUSED.name())
                .set(MODEL.REASON, "a younger challenger took its place")
                .where(
                        MODEL.TENANT.eq(tenant.value()),
                        MODEL.KIND.eq(Models.KIND),
                        MODEL.STATE.eq(ModelVersion.State.CHALLENGER.name()))
                .execute();
        Approvals.overtake(transaction, tenant, Approvals.Kind.MODEL, "a younger challenger took its place", at);
        int number = next(transaction, tenant);
        byte[] body = RecordJson.bytes(result.parameters());
        boolean seen = !result.report().policies().isEmpty();
        transaction
                .insertInto(MODEL)
                .set(MODEL.TENANT, tenant.value())
                .set(MODEL.ID, id)
                .set(MODEL.KIND, Models.KIND)
                .set(MODEL.VERSION, number)
                .set(MODEL.HASH, RecordJson.hash(body))
                .set(MODEL.BODY, body)
                .set(MODEL.TRAINED_FROM, seen ? result.report().from() : null)
                .set(MODEL.TRAINED_UNTIL, seen ? result.report().until() : null)
                .set(MODEL.REPORT, RecordJson.jsonb(result.report()))
                .set(MODEL.STATE, ModelVersion.State.CHALLENGER.name())
                .set(MODEL.PARENT, champion.map(ModelVersion::id).orElse(null))
                .set(MODEL.REASON, "trained: " + reason)
                .set(MODEL.DECIDED_AT, at)
                .execute();
        return number;
    }

    /**
     * What became of a training.
     *
     * @param number of the version
     * @param champion the number of the version that decides now; 0: the untrained model
     */
    public record Settled(int number, boolean promoted, boolean demoted, int champion) {}

    /**
     * Puts a trained challenger in the champion's place, keeps it in the shadow, or puts it away, as its report says. Where
     * managers approve, one that may take the champion's place waits in the shadow for their word. Settling again changes
     * nothing.
     */
    public Settled settle(TenantId tenant, UUID id, Instant at) {
        return database.inTenant(tenant, transaction -> {
            transaction.execute("select pg_advisory_xact_lock(hashtext(?))", "model " + tenant);
            ModelRecord row = transaction
                    .selectFrom(MODEL)
                    .where(MODEL.TENANT.eq(tenant.value()), MODEL.ID.eq(id))
                    .fetchOptional()
                    .orElseThrow(() -> new IllegalArgumentException("there is no version " + id + " to settle"));
            TrainingReport report = RecordJson.read(row.getReport(), TrainingReport.class);
            boolean demote = !report.promoted() && !report.demotion().isEmpty();
            boolean waits =
                    report.promoted() && Tenants.settings(transaction, tenant).managersApprove();
            if (waits && ModelVersion.State.CHALLENGER.name().equals(row.getState())) {
                set(
                        transaction,
                        row,
                        ModelVersion.State.CHALLENGER,
                        "its value is higher, and no guard objected: it waits for a manager's approval",
                        at);
                Approvals.ask(
                        transaction,
                        tenant,
                        ids.next(),
                        Approvals.Kind.MODEL,
                        Integer.toString(row.getVersion()),
                        "",
                        "nextbest",
                        at);
            } else if (ModelVersion.State.CHALLENGER.name().equals(row.getState())) {
                if (report.promoted() || demote) {
                    retire(
                            transaction,
                            tenant,
                            at,
                            report.promoted() ? "version " + row.getVersion() + " took its place" : report.demotion());
                }
                if (report.promoted()) {
                    set(
                            transaction,
                            row,
                            ModelVersion.State.CHAMPION,
                            "its value is higher, and no guard objected",
                            at);
                } else if (isPromising(report)) {
                    set(
                            transaction,
                            row,
                            ModelVersion.State.CHALLENGER,
                            "better on the past, but not for certain: it decides in the shadow",
                            at);
                } else {
                    set(transaction, row, ModelVersion.State.REFUSED, String.join("; ", report.reasons()), at);
                }
            }
            if (!report.promoted() && !demote) {
                report.kept().ifPresent(kept -> keep(transaction, tenant, kept, row, at));
            }
            int champion = Models.inState(transaction, tenant, ModelVersion.State.CHAMPION)
                    .map(ModelVersion::number)
                    .orElse(0);
            return new Settled(row.getVersion(), report.promoted() && !waits, demote, champion);
        });
    }

    /**
     * Puts a challenger that waits for approval in the champion's place, or puts it away.
     *
     * @param number of the version
     * @param approved whether it may decide
     * @param reason kept with the version
     * @return whether it still waited; otherwise nothing changes
     */
    public boolean answer(TenantId tenant, int number, boolean approved, String reason, Instant at) {
        return database.inTenant(tenant, transaction -> {
            transaction.execute("select pg_advisory_xact_lock(hashtext(?))", "model " + tenant);
            Optional<ModelRecord> row = transaction
                    .selectFrom(MODEL)
                    .where(
                            MODEL.TENANT.eq(tenant.value()),
                            MODEL.KIND.eq(Models.KIND),
                            MODEL.VERSION.eq(number),
                            MODEL.STATE.eq(ModelVersion.State.CHALLENGER.name()))
                    .fetchOptional();
            row.ifPresent(found -> {
                if (approved) {
                    retire(transaction, tenant, at, "version " + number + " took its place");
                }
                set(
                        transaction,
                        found,
                        approved ? ModelVersion.State.CHAMPION : ModelVersion.State.REFUSED,
                        reason,
                        at);
            });
            return row.isPresent();
        });
    }

    /**
     * Puts what decides now, brought up to date, in its own place as a version of its own: it ranks actions as before. A report
     * does that once.
     */
    private static void keep(
            DSLContext transaction, TenantId tenant, ModelParameters kept, ModelRecord training, Instant at) {
        UUID id = UUID.nameUUIDFromBytes(("kept by " + training.getId()).getBytes(StandardCharsets.UTF_8));
        Optional<ModelVersion> champion = Models.inState(transaction, tenant, ModelVersion.State.CHAMPION);
        boolean sameAsThen = Objects.equals(champion.map(ModelVersion::id).orElse(null), training.getParent());
        if (!sameAsThen || number(transaction, tenant, id).isPresent()) {
            return;
        }
        int number = next(transaction, tenant);
        retire(transaction, tenant, at, "version " + number + " took its place: the same, brought up to date");
        byte[] body = RecordJson.bytes(kept);
        transaction
                .insertInto(MODEL)
                .set(MODEL.TENANT, tenant.value())
                .set(MODEL.ID, id)
                .set(MODEL.KIND, Models.KIND)
                .set(MODEL.VERSION, number)
                .set(MODEL.HASH, RecordJson.hash(body))
                .set(MODEL.BODY, body)
                .set(MODEL.TRAINED_FROM, training.getTrainedFrom())
                .set(MODEL.TRAINED_UNTIL, training.getTrainedUntil())
                .set(MODEL.REPORT, training.getReport())
                .set(MODEL.STATE, ModelVersion.State.CHAMPION.name())
                .set(MODEL.PARENT, training.getParent())
                .set(MODEL.REASON, "what decided before, brought up to date: forecasts and what early signs foretell")
                .set(MODEL.DECIDED_AT, at)
                .execute();
    }

    private static int next(DSLContext transaction, TenantId tenant) {
        return transaction
                        .select(DSL.coalesce(DSL.max(MODEL.VERSION), 0))
                        .from(MODEL)
                        .where(MODEL.TENANT.eq(tenant.value()))
                        .fetchSingle()
                        .value1()
                + 1;
    }

    /** Better than the champion, but not for certain: it stays beside it in the shadow until the next training. */
    private static boolean isPromising(TrainingReport report) {
        Optional<TrainingReport.PolicyValue> challenger = report.policy("challenger");
        Optional<TrainingReport.PolicyValue> champion = report.policy("champion");
        return challenger.isPresent()
                && champion.isPresent()
                && challenger.get().refused().isEmpty()
                && champion.get().refused().isEmpty()
                && challenger.get().value() > champion.get().value();
    }

    private static void retire(DSLContext transaction, TenantId tenant, Instant at, String reason) {
        transaction
                .update(MODEL)
                .set(MODEL.STATE, ModelVersion.State.DEMOTED.name())
                .set(MODEL.REASON, reason)
                .set(MODEL.DECIDED_AT, at)
                .where(
                        MODEL.TENANT.eq(tenant.value()),
                        MODEL.KIND.eq(Models.KIND),
                        MODEL.STATE.eq(ModelVersion.State.CHAMPION.name()))
                .execute();
    }

    private static void set(
            DSLContext transaction, ModelRecord row, ModelVersion.State state, String reason, Instant at) {
        row.setState(state.name());
        row.setReason(reason);
        row.setDecidedAt(at);
        row.attach(transaction.configuration());
        row.update();
    }

    /** A new id for a version. */
    public UUID newId() {
        return ids.next();
    }
}
