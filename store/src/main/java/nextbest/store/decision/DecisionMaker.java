package nextbest.store.decision;

import static nextbest.store.schema.Tables.CLIENT;
import static nextbest.store.schema.Tables.CLIENT_SCREENING;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.DESK;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.SUBJECT;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.Organisation;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Stage;
import nextbest.engine.EffectEvidence;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.LearnedValues;
import nextbest.engine.SelectionPolicy;
import nextbest.identity.ClientId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.Database;
import nextbest.store.deal.Snapshots;
import nextbest.store.delivery.CapLedger;
import nextbest.store.evidence.Segments;
import nextbest.store.json.RecordJson;
import nextbest.store.loop.LoopStates;
import nextbest.store.schema.tables.records.RepRecord;
import nextbest.store.tenant.TenantSettings;
import nextbest.store.tenant.Tenants;
import nextbest.store.trial.Trial;
import nextbest.store.trial.Trials;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Collects what a decision needs and makes it. Nothing is stored here: the same is used for a decision that counts and for a
 * dry run.
 */
public final class DecisionMaker {
    private final Database database;
    private final Snapshots snapshots;
    private final EvidenceSource evidence;
    private final CurrentCatalogue catalogue;
    private final Engine engine;

    /** Looks up the learned numbers for a deal. */
    public interface EvidenceSource {
        EffectEvidence read(TenantId tenant, DealSnapshot deal);
    }

    /** The catalogue that an organisation works with now. */
    public interface CurrentCatalogue {
        Catalogue of(TenantId tenant);
    }

    public DecisionMaker(
            Database database,
            Snapshots snapshots,
            EvidenceSource evidence,
            CurrentCatalogue catalogue,
            Engine engine) {
        this.database = Objects.requireNonNull(database, "database");
        this.snapshots = Objects.requireNonNull(snapshots, "snapshots");
        this.evidence = Objects.requireNonNull(evidence, "evidence");
        this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    /** The catalogue that an organisation works with now. */
    public Catalogue catalogue(TenantId tenant) {
        return catalogue.of(tenant);
    }

    public Engine engine() {
        return engine;
    }

    /**
     * Where a subject stands, as far as it decides whether there is something to recommend.
     *
     * @param status {@code OPEN}, {@code WON} or {@code LOST}; {@code CLIENT} for a client that has an open deal or
     *     that nothing was found for; a client of which neither holds is {@code OPEN}, as a deal is
     * @param deleted whether it is gone in its source
     * @param stopped whether a person has stopped its loop
     * @param closedAt when it was closed; empty while it is open
     */
    public record Standing(
            String status,
            boolean deleted,
            boolean stopped,
            Optional<Instant> closedAt,
            Optional<RepId> rep,
            Optional<ClientId> client) {
        public boolean isOpen() {
            return "OPEN".equals(status) && !deleted;
        }
    }

    /** Empty if the organisation has no such subject. */
    public Optional<Standing> standing(TenantId tenant, SubjectId subject) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(
                                DEAL.STATUS,
                                SUBJECT.DELETED_AT,
                                SUBJECT.LOOP_STAGE,
                                DEAL.CLOSED_AT,
                                DSL.coalesce(SUBJECT.REP_ID, CLIENT.REP_ID),
                                SUBJECT.CLIENT_ID)
                        .from(SUBJECT)
                        .leftJoin(DEAL)
                        .on(DEAL.TENANT.eq(SUBJECT.TENANT), DEAL.SUBJECT_ID.eq(SUBJECT.ID))
                        .leftJoin(CLIENT)
                        .on(
                                SUBJECT.KIND.eq("CLIENT"),
                                CLIENT.TENANT.eq(SUBJECT.TENANT),
                                CLIENT.ID.eq(SUBJECT.CLIENT_ID))
                        .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.ID.eq(subject.value()))
                        .fetchOptional(row -> new Standing(
                                row.value1() == null ? ofClient(transaction, tenant, row.value6()) : row.value1(),
                                row.value2() != null,
                                LoopStates.State.STOPPED.name().equals(row.value3()),
                                Optional.ofNullable(row.value4()),
                                Optional.ofNullable(row.value5()).map(RepId::new),
                                Optional.ofNullable(row.value6()).map(ClientId::new))));
    }

    /** A client is worth a decision of its own while no deal of it is open and a screening has found something for it. */
    private static String ofClient(DSLContext transaction, TenantId tenant, UUID client) {
        boolean hasDeal = transaction.fetchExists(transaction
                .selectOne()
                .from(SUBJECT)
                .join(DEAL)
                .on(DEAL.TENANT.eq(SUBJECT.TENANT), DEAL.SUBJECT_ID.eq(SUBJECT.ID))
                .where(
                        SUBJECT.TENANT.eq(tenant.value()),
                        SUBJECT.CLIENT_ID.eq(client),
                        SUBJECT.DELETED_AT.isNull(),
                        DEAL.STATUS.eq("OPEN")));
        boolean found = !hasDeal
                && transaction.fetchExists(transaction
                        .selectOne()
                        .from(CLIENT_SCREENING)
                        .where(
                                CLIENT_SCREENING.TENANT.eq(tenant.value()),
                                CLIENT_SCREENING.CLIENT_ID.eq(client),
                                CLIENT_SCREENING.PROPOSED.gt(0)));
        return found ? "OPEN" : "CLIENT";
    }

    /**
     * Collects what the engine reads.
     *
     * @param at business time of the decision
     * @param arm instead of the arm that the subject is assigned to
     */
    public EngineInput collect(
            TenantId tenant, SubjectId subject, Standing standing, DecisionId id, Instant at, Optional<Arm> arm) {
        Known known = database.inTenant(tenant, transaction -> {
            Tenants.Tenant organisation = Tenants.get(transaction, tenant);
            TenantSettings settings = Tenants.settings(transaction, tenant);
            return new Known(
                    organisation,
                    settings,
                    Tenants.stages(transaction, tenant),
                    snapshots.of(transaction, tenant, subject, at),
                    repsDay(transaction, tenant, subject, standing, organisation, at),
                    Trials.running(transaction, tenant));
        });
        EffectEvidence learned = evidence.read(tenant, known.deal());
        return new EngineInput(
                id,
                known.deal(),
                catalogue.of(tenant),
                organisation(known),
                learned,
                policy(tenant, subject, standing, known, learned.learned(), arm),
                at);
    }

    /** What one transaction read. */
    private record Known(
            Tenants.Tenant organisation,
            TenantSettings settings,
            List<Stage> stages,
            DealSnapshot deal,
            RepsDay today,
            Optional<Trial> trial) {}

    public Decision decide(EngineInput input) {
        return engine.decide(input);
    }

    private static Organisation organisation(Known known) {
        Organisation silent = Organisation.silent();
        return new Organisation(
                known.stages(),
                silent.stageGates(),
                List.of(),
                silent.links(),
                List.of(),
                List.of(),
                silent.mandatory(),
                silent.trainings(),
                known.settings().cap());
    }

    /**
     * @param shown what was shown of the deal on the rep's local day
     * @param mayExplore whether chance may decide what this rep is shown
     * @param desk of the rep
     */
    private record RepsDay(CapLedger.Day shown, boolean mayExplore, Optional<String> desk) {}

    private static RepsDay repsDay(
            DSLContext transaction,
            TenantId tenant,
            SubjectId subject,
            Standing standing,
            Tenants.Tenant organisation,
            Instant at) {
        Optional<RepRecord> rep = standing.rep()
                .flatMap(id -> transaction
                        .selectFrom(REP)
                        .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(id.value()))
                        .fetchOptional());
        String zone = rep.map(RepRecord::getZone).orElse(organisation.zone());
        LocalDate day = at.atZone(ZoneId.of(zone)).toLocalDate();
        return new RepsDay(
                CapLedger.read(transaction, tenant, subject, day),
                rep.map(RepRecord::getMayExplore).orElse(true),
                rep.map(RepRecord::getDeskId)
                        .map(desk -> transaction
                                .select(DESK.NAME)
                                .from(DESK)
                                .where(DESK.TENANT.eq(tenant.value()), DESK.ID.eq(desk))
                                .fetchSingle(DESK.NAME)));
    }

    private static SelectionPolicy policy(
            TenantId tenant,
            SubjectId subject,
            Standing standing,
            Known known,
            LearnedValues learned,
            Optional<Arm> arm) {
        TenantSettings settings = known.settings();
        SelectionPolicy standard = SelectionPolicy.standard();
        return new SelectionPolicy(
                arm.orElseGet(() -> assignedArm(tenant, subject, standing, settings, known.trial())),
                standard.weights(),
                learned.isNone() ? standard.explorationScale() : learned.explorationScale(),
                standard.exploreWithinHundredths(),
                standard.floor(),
                Math.max(0, settings.cap() - known.today().shown().used()),
                known.today().shown().units(),
                known.today().mayExplore(),
                known.organisation().mode() == Tenants.Mode.SHADOW
                        || !settings.rollOut().includes(subject, known.today().desk(), Segments.of(known.deal())),
                new TreeSet<>(settings.switchedOff()));
    }

    /**
     * Stable for a client, so that all its deals are in one arm: a hash, not a draw. A small share is always left to chance,
     * because learning needs it, and stays out of a trial that has no such arm of its own; a trial divides the others.
     */
    private static Arm assignedArm(
            TenantId tenant, SubjectId subject, Standing standing, TenantSettings settings, Optional<Trial> trial) {
        boolean trialHasChance = trial.filter(t -> t.has(Arm.RANDOM_ELIGIBLE)).isPresent();
        String cluster = standing.client().map(ClientId::toString).orElse(subject.toString());
        byte[] hash = RecordJson.hash(("arm " + tenant + " " + cluster).getBytes(StandardCharsets.UTF_8));
        double place = ((hash[0] & 0xFF) << 16 | (hash[1] & 0xFF) << 8 | (hash[2] & 0xFF)) / (double) (1 << 24);
        if (!trialHasChance && place < settings.randomShare()) {
            return Arm.RANDOM_ELIGIBLE;
        }
        return trial.map(t -> t.armOf(
                        subject.value(),
                        standing.client().map(ClientId::value).orElse(null),
                        standing.rep().map(RepId::value).orElse(null)))
                .orElse(Arm.ENGINE);
    }
}
