package nextbest.store.trial;

import static nextbest.store.schema.Tables.ATTRIBUTION;
import static nextbest.store.schema.Tables.CONTRIBUTION;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.learning.trial.ClusterCorrelation;
import nextbest.learning.trial.TrialDesign;
import nextbest.outcome.CourseEvent;
import nextbest.store.Database;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Takes from an organisation's own last year what the size of a trial depends on: how often deals do what is measured, how
 * alike those of one client or rep are, how many there are and how many come. The past is read as if a trial had begun a
 * year ago: each deal comes in when it began, or at the beginning if it was open then.
 */
public final class TrialPlanner {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final double WEEKS = 365 / 7.0;

    private static final int FEWEST_CASES = 20;

    private final Database database;

    public TrialPlanner(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * An organisation's own numbers.
     *
     * @param successes of the cases that were observed
     * @param cases whose window is over
     * @param correlation of two cases of one client or rep; empty where too few have several
     * @param clusters clients or reps that would take part
     * @param casesAtOnce per cluster, as soon as the trial starts
     * @param casesPerWeek further ones per cluster and week
     */
    public record OwnNumbers(
            long successes,
            long cases,
            Optional<Double> correlation,
            int clusters,
            double casesAtOnce,
            double casesPerWeek) {
        /** The share of successes; empty where there are too few cases to plan with, or all ended alike. */
        Optional<Double> rate() {
            return cases < FEWEST_CASES || successes == 0 || successes == cases
                    ? Optional.empty()
                    : Optional.of((double) successes / cases);
        }
    }

    /**
     * What is asked for.
     *
     * @param window for how long a deal is watched
     * @param difference that is to be found
     * @param baseRate instead of the organisation's own, in (0, 1)
     * @param alpha share of false alarms, over all looks and all arms together
     * @param power chance to find the difference if it is there
     */
    public record Wish(
            Trial.Cluster cluster,
            Trial.Measure measure,
            Duration window,
            List<Trial.Share> arms,
            double difference,
            Optional<Double> baseRate,
            double alpha,
            double power) {}

    /** The organisation has too few cases of its own, and no base rate was given. */
    public static final class NoRate extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRate(String message) {
            super(message);
        }
    }

    /**
     * Says how large the trial has to be.
     *
     * @throws NoRate if neither the organisation nor the wish has a base rate
     * @throws IllegalArgumentException if difference, rate, alpha or power are out of range
     */
    public TrialPlan plan(TenantId tenant, Wish wish, Instant now) {
        OwnNumbers own = read(tenant, wish.cluster(), wish.measure(), wish.window(), now);
        double rate = wish.baseRate()
                .or(own::rate)
                .orElseThrow(() -> new NoRate(own.successes() + " of " + own.cases()
                        + " cases of the last year that can be counted succeeded; at least " + FEWEST_CASES
                        + " of both kinds together, and one of each, are needed to plan with"));
        TrialDesign design = TrialDesign.of(
                new TrialDesign.Numbers(
                        rate,
                        own.correlation().orElse(ClusterCorrelation.ASSUMED),
                        (int) Math.floor(own.clusters() * Trial.smallestShare(wish.arms())),
                        own.casesAtOnce(),
                        own.casesPerWeek()),
                wish.difference(),
                wish.alpha() / (wish.arms().size() - 1),
                wish.power());
        return new TrialPlan(design, own, wish.baseRate().isPresent());
    }

    private static Optional<Double> correlation(Entries.Sums sums) {
        OptionalDouble measured = ClusterCorrelation.of(sums.arm());
        return measured.isPresent() ? Optional.of(measured.getAsDouble()) : Optional.empty();
    }

    private OwnNumbers read(
            TenantId tenant, Trial.Cluster cluster, Trial.Measure measure, Duration window, Instant now) {
        return database.atOneMoment(
                tenant,
                transaction -> measure == Trial.Measure.ACCEPTED
                        ? ofCards(transaction, tenant, cluster, now)
                        : ofDeals(transaction, tenant, cluster, measure, window, now));
    }

    /** What a deal is put into an arm with. */
    static Field<UUID> unit(Trial.Cluster cluster) {
        return DSL.coalesce(cluster == Trial.Cluster.CLIENT ? SUBJECT.CLIENT_ID : SUBJECT.REP_ID, SUBJECT.ID);
    }

    private static OwnNumbers ofDeals(
            DSLContext transaction,
            TenantId tenant,
            Trial.Cluster cluster,
            Trial.Measure measure,
            Duration window,
            Instant now) {
        Instant begin = now.minus(window).minus(YEAR);
        var deals = transaction
                .select(SUBJECT.ID, unit(cluster), DEAL.CREATED_AT, DEAL.CLOSED_AT)
                .from(DEAL)
                .join(SUBJECT)
                .on(SUBJECT.TENANT.eq(DEAL.TENANT), SUBJECT.ID.eq(DEAL.SUBJECT_ID))
                .where(
                        DEAL.TENANT.eq(tenant.value()),
                        SUBJECT.DELETED_AT.isNull(),
                        DEAL.CLOSED_AT.isNull().or(DEAL.CLOSED_AT.gt(begin)))
                .fetch();
        Map<UUID, List<CourseEvent>> courses = Entries.courses(transaction, tenant, deals.getValues(SUBJECT.ID));
        Entries.Sums sums = new Entries.Sums();
        Set<UUID> clusters = new HashSet<>();
        int open = 0;
        int fresh = 0;
        for (var deal : deals) {
            Instant created = deal.value3();
            if (deal.value4() == null) {
                open++;
                clusters.add(deal.value2());
            }
            if (created.isAfter(now.minus(YEAR))) {
                fresh++;
                clusters.add(deal.value2());
            }
            Instant at = created.isAfter(begin) ? created : begin;
            List<CourseEvent> course = courses.getOrDefault(deal.value1(), List.of());
            Entries.succeeded(
                            new Entries.Entry(deal.value1(), deal.value2(), at, stageAt(at, course)),
                            course,
                            measure,
                            window,
                            now)
                    .ifPresent(success -> sums.add(deal.value2(), success));
        }
        int k = Math.max(1, clusters.size());
        return new OwnNumbers(
                sums.successes(),
                sums.exposures(),
                correlation(sums),
                clusters.size(),
                (double) open / k,
                fresh / WEEKS / k);
    }

    /** Where the deal stood; where it began if that is not known. */
    private static int stageAt(Instant at, List<CourseEvent> course) {
        int position = 0;
        boolean found = false;
        for (CourseEvent event : course) {
            if (event.kind() == CourseEvent.Kind.STAGE && (!found || !event.at().isAfter(at))) {
                position = event.stagePosition();
                found = true;
            }
        }
        return position;
    }

    private static OwnNumbers ofCards(DSLContext transaction, TenantId tenant, Trial.Cluster cluster, Instant now) {
        Entries.Sums sums = new Entries.Sums();
        transaction
                .select(unit(cluster), CONTRIBUTION.ACCEPTED)
                .from(CONTRIBUTION)
                .join(ATTRIBUTION)
                .on(
                        ATTRIBUTION.TENANT.eq(CONTRIBUTION.TENANT),
                        ATTRIBUTION.DECISION_ID.eq(CONTRIBUTION.DECISION_ID),
                        ATTRIBUTION.POSITION.eq(CONTRIBUTION.POSITION))
                .join(SUBJECT)
                .on(SUBJECT.TENANT.eq(ATTRIBUTION.TENANT), SUBJECT.ID.eq(ATTRIBUTION.SUBJECT_ID))
                .where(
                        CONTRIBUTION.TENANT.eq(tenant.value()),
                        CONTRIBUTION.POSITION.eq((short) 1),
                        ATTRIBUTION.OPENED_AT.gt(now.minus(YEAR)),
                        TrialResults.answerIsSettled(now))
                .forEach(row -> sums.add(row.value1(), row.value2() == 1));
        Instant first = transaction
                .select(DSL.min(DECISION.DECIDED_AT))
                .from(DECISION)
                .where(
                        DECISION.TENANT.eq(tenant.value()),
                        DECISION.MODE.eq("LIVE"),
                        DECISION.DECIDED_AT.gt(now.minus(YEAR)))
                .fetchOne(DSL.min(DECISION.DECIDED_AT));
        double weeks =
                first == null ? 1 : Math.max(1, Duration.between(first, now).toHours() / 168.0);
        int k = Math.max(1, sums.clusters());
        return new OwnNumbers(
                sums.successes(),
                sums.exposures(),
                correlation(sums),
                sums.clusters(),
                0,
                sums.exposures() / weeks / k);
    }
}
