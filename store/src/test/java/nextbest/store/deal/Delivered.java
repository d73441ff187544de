package nextbest.store.deal;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.REP_ANSWER;
import static nextbest.store.schema.Tables.REP_DISPOSITION;
import static nextbest.store.schema.Tables.SNAPSHOT;
import static nextbest.store.schema.Tables.SUPPRESSION;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.decision.Decisions;

/** A decision with one delivered recommendation, written straight into the tables. */
record Delivered(TenantId tenant, SubjectId deal, Instant at, String candidate, String action) {
    UUID decision() {
        return UUID.nameUUIDFromBytes((tenant + "/" + deal + "/" + at).getBytes(StandardCharsets.UTF_8));
    }

    void store(Database database) {
        byte[] nothing = {};
        database.doInTenant(tenant, t -> {
            t.insertInto(SNAPSHOT)
                    .set(SNAPSHOT.TENANT, tenant.value())
                    .set(SNAPSHOT.HASH, nothing)
                    .set(SNAPSHOT.BODY, nothing)
                    .execute();
            t.insertInto(DECISION)
                    .set(DECISION.TENANT, tenant.value())
                    .set(DECISION.ID, decision())
                    .set(DECISION.SUBJECT_ID, deal.value())
                    .set(DECISION.DECIDED_AT, at)
                    .set(DECISION.REASON, "test")
                    .set(DECISION.ARM, "ENGINE")
                    .set(DECISION.MODE, "LIVE")
                    .set(DECISION.ENGINE_VERSION, "test")
                    .set(DECISION.CATALOGUE_VERSION, "test")
                    .set(DECISION.SNAPSHOT_HASH, nothing)
                    .set(DECISION.INPUTS, nothing)
                    .set(DECISION.RECORD_HASH, nothing)
                    .set(DECISION.CANDIDATES_TOTAL, (short) 1)
                    .set(
                            DECISION.OFF_SLATE,
                            Collections.nCopies(Decisions.OFF_SLATE.size(), (short) 0)
                                    .toArray(Short[]::new))
                    .set(DECISION.STAGE_KIND, "PROSPECTING")
                    .set(DECISION.STAGE_POSITION, (short) 0)
                    .set(DECISION.SEGMENT, "unknown/unknown")
                    .set(DECISION.CORRELATION_ID, "test")
                    .execute();
            t.insertInto(CANDIDATE)
                    .set(CANDIDATE.TENANT, tenant.value())
                    .set(CANDIDATE.DECISION_ID, decision())
                    .set(CANDIDATE.ORDINAL, (short) 0)
                    .set(CANDIDATE.KEY, candidate)
                    .set(CANDIDATE.ACTION, action)
                    .set(CANDIDATE.DISPOSITION, "DELIVERED")
                    .set(CANDIDATE.RULE, "test")
                    .set(CANDIDATE.PROBABILITY, 1.0)
                    .set(CANDIDATE.POSITION, (short) 1)
                    .execute();
            t.insertInto(REP_DISPOSITION)
                    .set(REP_DISPOSITION.TENANT, tenant.value())
                    .set(REP_DISPOSITION.DECISION_ID, decision())
                    .set(REP_DISPOSITION.POSITION, (short) 1)
                    .set(REP_DISPOSITION.DISPOSITION, "NO_ANSWER")
                    .set(REP_DISPOSITION.AT, at)
                    .execute();
        });
    }

    void dismissed(Database database, Instant when, String reason, Instant until) {
        String answer = "a-" + decision();
        database.doInTenant(tenant, t -> {
            t.insertInto(REP_ANSWER)
                    .set(REP_ANSWER.TENANT, tenant.value())
                    .set(REP_ANSWER.ID, answer)
                    .set(REP_ANSWER.DECISION_ID, decision())
                    .set(REP_ANSWER.POSITION, (short) 1)
                    .set(REP_ANSWER.DISPOSITION, "DISMISSED")
                    .set(REP_ANSWER.DISMISS_REASON, reason)
                    .set(REP_ANSWER.AT, when)
                    .set(REP_ANSWER.CHANNEL, "api")
                    .set(REP_ANSWER.ACTOR, "test")
                    .set(REP_ANSWER.REAL_RECEIVED_AT, when)
                    .execute();
            t.update(REP_DISPOSITION)
                    .set(REP_DISPOSITION.DISPOSITION, "DISMISSED")
                    .set(REP_DISPOSITION.AT, when)
                    .where(REP_DISPOSITION.TENANT.eq(tenant.value()), REP_DISPOSITION.DECISION_ID.eq(decision()))
                    .execute();
            t.insertInto(SUPPRESSION)
                    .set(SUPPRESSION.TENANT, tenant.value())
                    .set(SUPPRESSION.ID, decision())
                    .set(SUPPRESSION.SUBJECT_ID, deal.value())
                    .set(SUPPRESSION.UNIT, candidate)
                    .set(SUPPRESSION.REASON, reason)
                    .set(SUPPRESSION.ANSWER_ID, answer)
                    .set(SUPPRESSION.SUPPRESSED_FROM, when)
                    .set(SUPPRESSION.SUPPRESSED_UNTIL, until)
                    .execute();
        });
    }
}
