package nextbest.store.team;

import static nextbest.store.schema.Tables.CONTRIBUTION;
import static nextbest.store.schema.Tables.REP;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.learning.statistics.Estimate;
import nextbest.learning.statistics.Proportion;
import nextbest.store.Database;
import org.jooq.impl.DSL;

/**
 * Training suggestions: actions that a rep takes up, or brings to something, clearly less often than everybody else. Only main
 * recommendations count, each with an answer; alternatives are left by most. Below {@value #FEWEST} cases on either side
 * nothing is said of a person, and what is said holds for all comparisons together (Bonferroni).
 */
public final class SkillGaps {
    /** So many cases that a rep and the others must each have. */
    public static final int FEWEST = 10;

    private static final double ALPHA = 0.05;

    private final Database database;

    public SkillGaps(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** What is compared. */
    public enum Rate {
        /** Of answered recommendations, those that were accepted. */
        TAKEN_UP,
        /** Of accepted recommendations whose window is over, those after which the deal moved on. */
        MOVED_ON
    }

    /**
     * One suggestion.
     *
     * @param difference the rep's share less that of the others; its whole interval lies below 0
     */
    public record Gap(
            RepId rep,
            String name,
            String action,
            Rate rate,
            Proportion own,
            Proportion others,
            Estimate.Measured difference) {}

    private record Counts(RepId rep, String name, Map<Rate, Proportion> rates) {}

    /**
     * What stands out for some reps, against everybody who answers here.
     *
     * @param reps whose gaps are asked for
     * @param since only decisions from the month of this moment on
     */
    public List<Gap> of(TenantId tenant, Set<RepId> reps, Instant since) {
        Map<String, List<Counts>> byAction = counts(tenant, since);
        List<Gap> compared = new ArrayList<>();
        int comparisons = 0;
        for (Map.Entry<String, List<Counts>> entry : byAction.entrySet()) {
            for (Counts one : entry.getValue()) {
                for (Rate rate : Rate.values()) {
                    Proportion own = one.rates().get(rate);
                    Proportion others = others(entry.getValue(), one, rate);
                    if (reps.contains(one.rep()) && own.trials() >= FEWEST && others.trials() >= FEWEST) {
                        comparisons++;
                        if (own.rate() < others.rate()
                                && own.minus(others) instanceof Estimate.Measured measured
                                && measured.excludes(0)) {
                            compared.add(new Gap(one.rep(), one.name(), entry.getKey(), rate, own, others, measured));
                        }
                    }
                }
            }
        }
        double confidence = 1 - ALPHA / Math.max(1, comparisons);
        return compared.stream()
                .filter(gap -> gap.own().minus(gap.others(), confidence) instanceof Estimate.Measured strict
                        && strict.excludes(0))
                .sorted(Comparator.comparing(Gap::name)
                        .thenComparing(gap -> gap.difference().value()))
                .toList();
    }

    private static Proportion others(List<Counts> all, Counts one, Rate rate) {
        long successes = 0;
        long trials = 0;
        for (Counts counts : all) {
            if (!counts.rep().equals(one.rep())) {
                successes += counts.rates().get(rate).successes();
                trials += counts.rates().get(rate).trials();
            }
        }
        return new Proportion(successes, trials);
    }

    private Map<String, List<Counts>> counts(TenantId tenant, Instant since) {
        var taken = CONTRIBUTION.ACCEPTED.gt((short) 0).or(CONTRIBUTION.EXECUTED.gt((short) 0));
        var answered = taken.or(CONTRIBUTION
                .DISMISSED
                .plus(CONTRIBUTION.OVERRIDDEN)
                .plus(CONTRIBUTION.IGNORED)
                .gt((short) 0));
        var over = taken.and(CONTRIBUTION.ADVANCE_OBSERVED.gt((short) 0));
        Map<String, List<Counts>> byAction = new TreeMap<>();
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .select(
                                CONTRIBUTION.ACTION,
                                REP.ID,
                                REP.NAME,
                                DSL.count().filterWhere(answered),
                                DSL.count().filterWhere(taken),
                                DSL.count().filterWhere(over),
                                DSL.count().filterWhere(over.and(CONTRIBUTION.ADVANCED.gt((short) 0))))
                        .from(CONTRIBUTION)
                        .join(REP)
                        .on(REP.TENANT.eq(CONTRIBUTION.TENANT), REP.ID.eq(CONTRIBUTION.REP_ID))
                        .where(
                                CONTRIBUTION.TENANT.eq(tenant.value()),
                                CONTRIBUTION.POSITION.eq((short) 1),
                                CONTRIBUTION.MONTH.ge(LocalDate.ofInstant(since, ZoneOffset.UTC)
                                        .withDayOfMonth(1)))
                        .groupBy(CONTRIBUTION.ACTION, REP.ID, REP.NAME)
                        .forEach(row -> {
                            Map<Rate, Proportion> rates = new EnumMap<>(Rate.class);
                            rates.put(Rate.TAKEN_UP, new Proportion(row.value5(), row.value4()));
                            rates.put(Rate.MOVED_ON, new Proportion(row.value7(), row.value6()));
                            byAction.computeIfAbsent(row.value1(), action -> new ArrayList<>())
                                    .add(new Counts(new RepId(row.value2()), row.value3(), rates));
                        }));
        return byAction;
    }
}
