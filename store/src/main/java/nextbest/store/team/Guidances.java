package nextbest.store.team;

import static nextbest.store.schema.Tables.GUIDANCE;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.deal.DealSnapshot;
import nextbest.deal.StageKind;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import org.jooq.Condition;

/** What managers want reps of their teams to try or to leave: an explicit input for reps without a history of their own. */
public final class Guidances {
    /** A rep is new for so long; fairness tells the same two groups apart. */
    private static final int DAYS_OF_A_NEWCOMER = 365;

    private final Database database;
    private final NewIds ids;

    public Guidances(Database database, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** Which way guidance leans. */
    public enum Leaning {
        PREFER,
        AVOID
    }

    /**
     * One piece of guidance.
     *
     * @param manager for whose team it is
     * @param action key of an action of the catalogue
     * @param stage empty: at every stage
     * @param newRepsOnly only for reps who are new
     * @param validUntil last day
     */
    public record Guidance(
            UUID id,
            RepId manager,
            String action,
            Optional<StageKind> stage,
            Leaning leaning,
            boolean newRepsOnly,
            String note,
            Instant saidAt,
            LocalDate validUntil) {}

    /** Adds guidance. */
    public void add(
            TenantId tenant,
            RepId manager,
            String action,
            Optional<StageKind> stage,
            Leaning leaning,
            boolean newRepsOnly,
            String note,
            Instant at,
            LocalDate validUntil) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(GUIDANCE)
                        .set(GUIDANCE.TENANT, tenant.value())
                        .set(GUIDANCE.ID, ids.next())
                        .set(GUIDANCE.MANAGER_ID, manager.value())
                        .set(GUIDANCE.ACTION, action)
                        .set(GUIDANCE.STAGE_KIND, stage.map(StageKind::name).orElse(null))
                        .set(GUIDANCE.LEANING, leaning.name())
                        .set(GUIDANCE.NEW_REPS_ONLY, newRepsOnly)
                        .set(GUIDANCE.NOTE, note)
                        .set(GUIDANCE.SAID_AT, at)
                        .set(GUIDANCE.VALID_UNTIL, validUntil)
                        .execute());
    }

    /**
     * Takes guidance back.
     *
     * @return whether there was such guidance of this manager
     */
    public boolean withdraw(TenantId tenant, RepId manager, UUID id, Instant at) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                                .update(GUIDANCE)
                                .set(GUIDANCE.WITHDRAWN_AT, at)
                                .where(
                                        GUIDANCE.TENANT.eq(tenant.value()),
                                        GUIDANCE.ID.eq(id),
                                        GUIDANCE.MANAGER_ID.eq(manager.value()),
                                        GUIDANCE.WITHDRAWN_AT.isNull())
                                .execute()
                        == 1);
    }

    /** What a manager said that holds on a day, the latest first. */
    public List<Guidance> of(TenantId tenant, RepId manager, LocalDate day) {
        return read(tenant, GUIDANCE.MANAGER_ID.eq(manager.value()), day);
    }

    /** All guidance of an organisation that holds on a day, for those who decide. */
    public List<Guidance> all(TenantId tenant, LocalDate day) {
        return read(tenant, org.jooq.impl.DSL.noCondition(), day);
    }

    /**
     * What held at a moment for the rep of a deal, by action, for the decision about it; of contradicting words the latest.
     * Guidance that is for new reps only holds in the rep's first {@value #DAYS_OF_A_NEWCOMER} days, and where it is not
     * known when the rep began: then the rep's own answers alone decide how long it counts.
     */
    public SortedMap<String, nextbest.engine.Guidance> of(TenantId tenant, DealSnapshot deal) {
        SortedMap<String, nextbest.engine.Guidance> held = new TreeMap<>();
        Optional<RepId> manager = deal.rep().manager().asOptional();
        if (manager.isEmpty()) {
            return held;
        }
        ZoneId zone = deal.rep().zone().asOptional().orElse(ZoneOffset.UTC);
        LocalDate day = LocalDate.ofInstant(deal.asOf(), zone);
        boolean newcomer = deal.rep()
                .since()
                .asOptional()
                .map(since -> ChronoUnit.DAYS.between(since, day) < DAYS_OF_A_NEWCOMER)
                .orElse(true);
        Condition then = GUIDANCE.MANAGER_ID
                .eq(manager.get().value())
                .and(GUIDANCE.SAID_AT.le(deal.asOf()))
                .and(GUIDANCE.WITHDRAWN_AT.isNull().or(GUIDANCE.WITHDRAWN_AT.gt(deal.asOf())));
        fetch(tenant, then, day).stream()
                .filter(said -> said.stage().isEmpty() || said.stage().equals(deal.stageKind()))
                .filter(said -> newcomer || !said.newRepsOnly())
                .forEach(said -> held.putIfAbsent(
                        said.action(),
                        new nextbest.engine.Guidance(
                                said.id().toString(), said.leaning() == Leaning.PREFER, said.note(), said.saidAt())));
        return held;
    }

    private List<Guidance> read(TenantId tenant, Condition which, LocalDate day) {
        return fetch(tenant, GUIDANCE.WITHDRAWN_AT.isNull().and(which), day);
    }

    private List<Guidance> fetch(TenantId tenant, Condition which, LocalDate day) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(GUIDANCE)
                        .where(GUIDANCE.TENANT.eq(tenant.value()), GUIDANCE.VALID_UNTIL.ge(day))
                        .and(which)
                        .orderBy(GUIDANCE.SAID_AT.desc(), GUIDANCE.ID.desc())
                        .fetch(row -> new Guidance(
                                row.getId(),
                                new RepId(row.getManagerId()),
                                row.getAction(),
                                Optional.ofNullable(row.getStageKind()).map(StageKind::valueOf),
                                Leaning.valueOf(row.getLeaning()),
                                row.getNewRepsOnly(),
                                row.getNote(),
                                row.getSaidAt(),
                                row.getValidUntil())));
    }
}
