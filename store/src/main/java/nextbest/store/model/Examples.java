package nextbest.store.model;

import static nextbest.store.schema.Tables.CONTRIBUTION;
import static nextbest.store.schema.Tables.DECISION;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import nextbest.identity.TenantId;
import nextbest.model.DealContext;
import nextbest.model.Example;
import nextbest.model.ExampleOutcome;
import nextbest.model.Progress;
import nextbest.outcome.Observation;
import nextbest.store.schema.tables.records.ContributionRecord;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads what came of recommendations as examples to learn from. */
final class Examples {
    private static final int MONTHS = 12;

    private Examples() {}

    /**
     * What was written since a mark.
     *
     * @param examples those without an observation included, because they may have had one before
     * @param mark from here on the next reading must look: every transaction before it has ended
     */
    record Changes(List<Example> examples, long mark) {}

    /**
     * @param since the mark of the last reading; 0 for all there is
     */
    static Changes since(DSLContext transaction, TenantId tenant, long since) {
        // first the mark, then the rows: what a transaction between the two commits is read now and once more next time
        long mark = transaction
                .select(DSL.field("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", Long.class))
                .fetchSingle()
                .value1();
        List<Example> examples = new ArrayList<>();
        transaction
                .select(CONTRIBUTION, DECISION.CONTEXT)
                .from(CONTRIBUTION)
                .join(DECISION)
                .on(DECISION.TENANT.eq(CONTRIBUTION.TENANT), DECISION.ID.eq(CONTRIBUTION.DECISION_ID))
                .where(
                        CONTRIBUTION.TENANT.eq(tenant.value()),
                        CONTRIBUTION.CHANGED.ge(since),
                        DECISION.CONTEXT.isNotNull())
                .orderBy(CONTRIBUTION.DECISION_ID, CONTRIBUTION.POSITION)
                .forEach(row -> {
                    if (row.value2().length == DealContext.NAMES.size()) {
                        examples.add(example(row.value1(), row.value2()));
                    }
                });
        return new Changes(examples, mark);
    }

    private static Example example(ContributionRecord row, Float[] context) {
        return new Example(
                row.getDecisionId(),
                row.getPosition(),
                row.getAction(),
                Arrays.stream(context).map(Float::doubleValue).toList(),
                month(row.getMonth()),
                progress(row));
    }

    /** Months since 1970. */
    static int month(LocalDate day) {
        return (day.getYear() - 1970) * MONTHS + day.getMonthValue() - 1;
    }

    /** What came of it so far. What was kept back was not refused: nothing is learned from it unless the deal moved. */
    static Progress progress(ContributionRecord row) {
        return new Progress(
                early(row),
                row.getEarlyOpen() > 0,
                observation(row.getAdvanceObserved(), row.getAdvanced()),
                observation(row.getCloseObserved(), row.getWon()),
                row.getWonAmount() == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(row.getWonAmount().doubleValue()),
                Objects.requireNonNullElse(row.getWonCurrency(), ""));
    }

    private static Observation observation(short observed, short happened) {
        return happened > 0 ? Observation.YES : observed > 0 ? Observation.NO : Observation.PENDING;
    }

    private static ExampleOutcome early(ContributionRecord row) {
        if (row.getReplied() > 0) {
            return ExampleOutcome.REPLIED;
        }
        if (row.getExecuted() > 0) {
            return ExampleOutcome.EXECUTED;
        }
        if (row.getAccepted() > 0) {
            return ExampleOutcome.ACCEPTED;
        }
        if (row.getIgnored() > 0 && row.getViewed() > 0) {
            return ExampleOutcome.VIEWED;
        }
        boolean refused = row.getDismissed() + row.getOverridden() + row.getIgnored() > 0;
        return refused ? ExampleOutcome.NOT_TAKEN : ExampleOutcome.NO_OBSERVATION;
    }
}
