package nextbest.store.attribution;

import static nextbest.store.schema.Tables.CONTRIBUTION;
import static nextbest.store.schema.Tables.STATISTIC;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.outcome.Answer;
import nextbest.outcome.Attributor;
import nextbest.outcome.Observation;
import nextbest.outcome.RepDisposition;
import nextbest.store.schema.tables.records.AttributionRecord;
import nextbest.store.schema.tables.records.ContributionRecord;
import nextbest.store.schema.tables.records.DecisionRecord;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Keeps the running statistics equal to the sum of what each delivered recommendation contributes. A contribution is
 * replaced as a whole and the sums change by the difference, so the same facts in any order give the same sums.
 */
final class Contributions {
    private static final UUID NO_REP = new UUID(0, 0);

    private final DSLContext transaction;
    private final TenantId tenant;
    private final Map<Place, ContributionRecord> known;

    private Contributions(DSLContext transaction, TenantId tenant, Map<Place, ContributionRecord> known) {
        this.transaction = transaction;
        this.tenant = tenant;
        this.known = known;
    }

    /** The contributions of all recommendations of these decisions. */
    static Contributions of(DSLContext transaction, TenantId tenant, Collection<UUID> decisions) {
        return new Contributions(
                transaction,
                tenant,
                transaction
                        .selectFrom(CONTRIBUTION)
                        .where(
                                CONTRIBUTION.TENANT.eq(tenant.value()),
                                CONTRIBUTION.DECISION_ID.eq(DSL.any(decisions.toArray(UUID[]::new))))
                        .fetchMap(row -> new Place(row.getDecisionId(), row.getPosition())));
    }

    private record Place(UUID decision, short position) {}

    void replace(AttributionRecord exposure, DecisionRecord decision, Attributor.Result result, List<Answer> answers) {
        ContributionRecord fresh = contribution(exposure, decision, result, answers);
        Optional<ContributionRecord> before =
                Optional.ofNullable(known.get(new Place(exposure.getDecisionId(), exposure.getPosition())));
        // who wrote it last is no part of what it says
        before.ifPresent(old -> fresh.setChanged(old.getChanged()));
        if (before.isPresent() && before.get().equals(fresh)) {
            return;
        }
        transaction
                .insertInto(CONTRIBUTION)
                .set(fresh)
                .onConflict(CONTRIBUTION.TENANT, CONTRIBUTION.DECISION_ID, CONTRIBUTION.POSITION)
                .doUpdate()
                .setAllToExcluded()
                .execute();
        add(fresh, before);
    }

    private ContributionRecord contribution(
            AttributionRecord exposure, DecisionRecord decision, Attributor.Result result, List<Answer> answers) {
        RepDisposition said = result.disposition();
        ContributionRecord row = new ContributionRecord();
        row.setTenant(tenant.value());
        row.setDecisionId(exposure.getDecisionId());
        row.setPosition(exposure.getPosition());
        row.setAction(exposure.getAction());
        row.setStageKind(decision.getStageKind());
        row.setSegment(decision.getSegment());
        row.setRepId(decision.getRepId() == null ? NO_REP : decision.getRepId());
        row.setMonth(LocalDate.ofInstant(exposure.getOpenedAt(), ZoneOffset.UTC).withDayOfMonth(1));
        row.setDelivered((short) 1);
        row.setViewed(flag(!answers.isEmpty()));
        row.setAccepted(flag(said == RepDisposition.ACCEPTED || said == RepDisposition.EXECUTED));
        row.setDismissed(flag(said == RepDisposition.DISMISSED));
        row.setKeptBack(flag(said == RepDisposition.KEPT_BACK));
        row.setOverridden(flag(said == RepDisposition.OVERRIDDEN));
        row.setExecuted(flag(result.executed() == Observation.YES));
        row.setReplied(flag(result.replied() == Observation.YES));
        row.setEarlyOpen(flag(Stream.of(result.answered(), result.executed(), result.replied())
                .anyMatch(Observation.PENDING::equals)));
        row.setWonAmount(result.wonAmount().map(Money::amount).orElse(null));
        row.setWonCurrency(result.wonAmount().map(Money::currency).orElse(null));
        row.setIgnored(flag(said == RepDisposition.IGNORED));
        row.setAdvanceObserved(flag(observed(result.advanced())));
        row.setAdvanced(flag(result.advanced() == Observation.YES));
        row.setCloseObserved(flag(observed(result.won())));
        row.setWon(flag(result.won() == Observation.YES));
        return row;
    }

    private void add(ContributionRecord fresh, Optional<ContributionRecord> before) {
        Map<Field<?>, Object> row = new java.util.LinkedHashMap<>();
        row.put(STATISTIC.TENANT, tenant.value());
        row.put(STATISTIC.ACTION, fresh.getAction());
        row.put(STATISTIC.STAGE_KIND, fresh.getStageKind());
        row.put(STATISTIC.SEGMENT, fresh.getSegment());
        row.put(STATISTIC.REP_ID, fresh.getRepId());
        row.put(STATISTIC.MONTH, fresh.getMonth());
        Map<TableField<?, Long>, Field<Long>> sums = new TreeMap<>(java.util.Comparator.comparing(Field::getName));
        for (TableField<?, Short> part : List.of(
                CONTRIBUTION.DELIVERED,
                CONTRIBUTION.VIEWED,
                CONTRIBUTION.ACCEPTED,
                CONTRIBUTION.DISMISSED,
                CONTRIBUTION.KEPT_BACK,
                CONTRIBUTION.OVERRIDDEN,
                CONTRIBUTION.EXECUTED,
                CONTRIBUTION.IGNORED,
                CONTRIBUTION.ADVANCE_OBSERVED,
                CONTRIBUTION.ADVANCED,
                CONTRIBUTION.CLOSE_OBSERVED,
                CONTRIBUTION.WON)) {
            long difference =
                    fresh.get(part) - before.map(old -> (long) old.get(part)).orElse(0L);
            TableField<?, Long> sum = sumOf(part);
            row.put(sum, difference);
            sums.put(sum, sum.plus(difference));
        }
        transaction
                .insertInto(STATISTIC)
                .set(row)
                .onConflict(
                        STATISTIC.TENANT,
                        STATISTIC.ACTION,
                        STATISTIC.STAGE_KIND,
                        STATISTIC.SEGMENT,
                        STATISTIC.REP_ID,
                        STATISTIC.MONTH)
                .doUpdate()
                .set(sums)
                .execute();
    }

    @SuppressWarnings("unchecked") // the sums of table statistic are bigints with the names of contribution's columns
    private static TableField<?, Long> sumOf(TableField<?, Short> part) {
        return (TableField<?, Long>) java.util.Objects.requireNonNull(STATISTIC.field(part.getName()), part.getName());
    }

    private static boolean observed(Observation observation) {
        return observation == Observation.YES || observation == Observation.NO;
    }

    private static short flag(boolean set) {
        return (short) (set ? 1 : 0);
    }
}
