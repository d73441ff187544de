package nextbest.store.feedback;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.CLIENT_DISPOSITION;
import static nextbest.store.schema.Tables.CLIENT_PRESENTATION;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.REP_DISPOSITION;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.ClientDisposition;
import nextbest.store.Database;
import nextbest.store.product.ProductLedger;
import org.jooq.DSLContext;

/**
 * Records what clients make of recommendations that were put before them: the third level of the ledger. What was presented
 * has exactly one client disposition at any time.
 */
public final class ClientAnswers {
    private final Database database;

    public ClientAnswers(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** What became of a client's answer. */
    public enum Outcome {
        RECORDED,
        /** Nothing new was said. */
        UNCHANGED,
        /** A later answer counts. */
        OLDER,
        /** Only what was delivered to the rep can be presented. */
        NOT_DELIVERED
    }

    /**
     * A recommendation was put before the client. The first time counts.
     *
     * @param channel how, for example {@code EMAIL}
     */
    public Outcome presented(TenantId tenant, DecisionId decision, int position, String channel, Instant at) {
        return database.inTenant(tenant, transaction -> {
            if (!lockDelivered(transaction, tenant, decision, position)) {
                return Outcome.NOT_DELIVERED;
            }
            boolean first = present(transaction, tenant, decision, position, channel, at);
            follow(transaction, tenant, decision, position, ClientDisposition.NO_ANSWER, Optional.empty(), at);
            return first ? Outcome.RECORDED : Outcome.UNCHANGED;
        });
    }

    /**
     * The client said something. What was not yet known to be presented is presented by that.
     *
     * @param disposition anything but {@link ClientDisposition#NO_ANSWER}
     */
    public Outcome answered(
            TenantId tenant,
            DecisionId decision,
            int position,
            ClientDisposition disposition,
            Optional<String> reason,
            String channel,
            Instant at) {
        if (disposition == ClientDisposition.NO_ANSWER) {
            throw new IllegalArgumentException("NO_ANSWER is what holds until the client answers, not an answer");
        }
        return database.inTenant(tenant, transaction -> {
            if (!lockDelivered(transaction, tenant, decision, position)) {
                return Outcome.NOT_DELIVERED;
            }
            present(transaction, tenant, decision, position, channel, at);
            var row = transaction
                    .selectFrom(CLIENT_DISPOSITION)
                    .where(
                            CLIENT_DISPOSITION.TENANT.eq(tenant.value()),
                            CLIENT_DISPOSITION.DECISION_ID.eq(decision.value()),
                            CLIENT_DISPOSITION.POSITION.eq((short) position))
                    .fetchSingle();
            boolean answered = !ClientDisposition.NO_ANSWER.name().equals(row.getDisposition());
            if (answered && row.getAt().isAfter(at)) {
                return Outcome.OLDER;
            }
            if (row.getDisposition().equals(disposition.name())
                    && Objects.equals(row.getReason(), reason.orElse(null))) {
                return Outcome.UNCHANGED;
            }
            row.setDisposition(disposition.name());
            row.setReason(reason.orElse(null));
            row.setAt(at);
            row.update();
            follow(transaction, tenant, decision, position, disposition, reason, at);
            return Outcome.RECORDED;
        });
    }

    private static void follow(
            DSLContext transaction,
            TenantId tenant,
            DecisionId decision,
            int position,
            ClientDisposition disposition,
            Optional<String> reason,
            Instant at) {
        transaction
                .select(DECISION.SUBJECT_ID, CANDIDATE.KEY)
                .from(CANDIDATE)
                .join(DECISION)
                .on(DECISION.TENANT.eq(CANDIDATE.TENANT), DECISION.ID.eq(CANDIDATE.DECISION_ID))
                .where(
                        CANDIDATE.TENANT.eq(tenant.value()),
                        CANDIDATE.DECISION_ID.eq(decision.value()),
                        CANDIDATE.POSITION.eq((short) position))
                .forEach(row -> ProductLedger.followClient(
                        transaction, tenant, new SubjectId(row.value1()), row.value2(), disposition, reason, at));
    }

    private static boolean lockDelivered(DSLContext transaction, TenantId tenant, DecisionId decision, int position) {
        return transaction
                .selectFrom(REP_DISPOSITION)
                .where(
                        REP_DISPOSITION.TENANT.eq(tenant.value()),
                        REP_DISPOSITION.DECISION_ID.eq(decision.value()),
                        REP_DISPOSITION.POSITION.eq((short) position))
                .forUpdate()
                .fetchOptional()
                .isPresent();
    }

    private static boolean present(
            DSLContext transaction, TenantId tenant, DecisionId decision, int position, String channel, Instant at) {
        int inserted = transaction
                .insertInto(
                        CLIENT_PRESENTATION,
                        CLIENT_PRESENTATION.TENANT,
                        CLIENT_PRESENTATION.DECISION_ID,
                        CLIENT_PRESENTATION.POSITION,
                        CLIENT_PRESENTATION.PRESENTED_AT,
                        CLIENT_PRESENTATION.CHANNEL)
                .values(tenant.value(), decision.value(), (short) position, at, channel)
                .onConflictDoNothing()
                .execute();
        if (inserted == 0) {
            return false;
        }
        transaction
                .insertInto(
                        CLIENT_DISPOSITION,
                        CLIENT_DISPOSITION.TENANT,
                        CLIENT_DISPOSITION.DECISION_ID,
                        CLIENT_DISPOSITION.POSITION,
                        CLIENT_DISPOSITION.DISPOSITION,
                        CLIENT_DISPOSITION.AT)
                .values(tenant.value(), decision.value(), (short) position, ClientDisposition.NO_ANSWER.name(), at)
                .execute();
        return true;
    }
}
