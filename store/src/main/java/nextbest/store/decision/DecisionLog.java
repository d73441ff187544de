package nextbest.store.decision;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.DECISION;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Disposition;
import nextbest.store.Database;
import org.jooq.impl.DSL;

/** Reads decisions as they are kept. */
public final class DecisionLog {
    private final Database database;

    public DecisionLog(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** Empty if the organisation has no such decision. */
    public Optional<DecisionEntry> find(TenantId tenant, DecisionId id) {
        return database.inTenant(tenant, transaction -> {
            List<DecisionEntry.Considered> candidates = transaction
                    .selectFrom(CANDIDATE)
                    .where(CANDIDATE.TENANT.eq(tenant.value()), CANDIDATE.DECISION_ID.eq(id.value()))
                    .orderBy(CANDIDATE.ORDINAL)
                    .fetch(row -> new DecisionEntry.Considered(
                            row.getKey(),
                            row.getAction(),
                            Optional.ofNullable(row.getScore()),
                            Disposition.valueOf(row.getDisposition()),
                            row.getRule(),
                            row.getProbability(),
                            Optional.ofNullable(row.getPosition()).map(Short::intValue)));
            return transaction
                    .selectFrom(DECISION)
                    .where(DECISION.TENANT.eq(tenant.value()), DECISION.ID.eq(id.value()))
                    .fetchOptional(row -> new DecisionEntry(
                            id,
                            new SubjectId(row.getSubjectId()),
                            Optional.ofNullable(row.getRepId()).map(RepId::new),
                            row.getDecidedAt(),
                            row.getReason(),
                            Arm.valueOf(row.getArm()),
                            NewDecision.Mode.valueOf(row.getMode()),
                            row.getEngineVersion(),
                            row.getCatalogueVersion(),
                            HexFormat.of().formatHex(row.getRecordHash()),
                            Optional.ofNullable(row.getSlateProbability()),
                            row.getCorrelationId(),
                            candidates));
        });
    }

    /** Open deals whose latest decision was made within a stretch of business time; {@code until} is not part of it. */
    public List<SubjectId> lastDecidedWithin(TenantId tenant, Instant from, Instant until) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(DECISION.SUBJECT_ID)
                        .from(DECISION)
                        .join(DEAL)
                        .on(
                                DEAL.TENANT.eq(DECISION.TENANT),
                                DEAL.SUBJECT_ID.eq(DECISION.SUBJECT_ID),
                                DEAL.STATUS.eq("OPEN"))
                        .where(DECISION.TENANT.eq(tenant.value()))
                        .groupBy(DECISION.SUBJECT_ID)
                        .having(
                                DSL.max(DECISION.DECIDED_AT).ge(from),
                                DSL.max(DECISION.DECIDED_AT).lt(until))
                        .fetch(row -> new SubjectId(row.value1())));
    }
}
