package nextbest.store.process;

import static nextbest.store.schema.Tables.RECORD_CHANGE;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.process.DealRecords;
import nextbest.process.RecordChange;
import nextbest.process.RecordField;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.schema.tables.records.RecordChangeRecord;

/**
 * Makes changes of deals' records and puts them back. What is asked for is written down before the record is touched, so that
 * a change whose end is not known is finished under the same key.
 */
public final class RecordChanges {
    private final Database database;
    private final NewIds ids;
    private final DealRecords records;

    public RecordChanges(Database database, NewIds ids, DealRecords records) {
        this.database = Objects.requireNonNull(database, "database");
        this.ids = Objects.requireNonNull(ids, "ids");
        this.records = Objects.requireNonNull(records, "records");
    }

    /**
     * A change that was made.
     *
     * @param undoable whether it can be put back
     */
    public record Made(UUID id, DecisionId decision, int position, RecordChange change, boolean undoable) {}

    /** What became of it. */
    public sealed interface Outcome {
        /** @param again whether it was done before under the same key */
        record Done(Made made, boolean again) implements Outcome {}

        /** Somebody else changed the value since it was looked at; nothing was done. */
        record Meanwhile(String now) implements Outcome {}

        /** There is no such change of this deal and rep, or it was put back before. */
        record Gone() implements Outcome {}
    }

    public DealRecords records() {
        return records;
    }

    /**
     * Makes a change, once per key.
     *
     * @param before runs when the change is sure to be tried, before the record is touched; not for a repetition
     * @throws DealRecords.Refused if the record does not take it; asking again under the same key tries again
     */
    public Outcome make(
            TenantId tenant, DecisionId decision, int position, RepId rep, RecordChange change, Runnable before) {
        Optional<RecordChangeRecord> known = byKey(tenant, change.key());
        if (known.filter(row -> !row.getSubjectId().equals(change.deal().value())
                        || !row.getRepId().equals(rep.value()))
                .isPresent()) {
            return new Outcome.Gone();
        }
        if (known.isEmpty()) {
            String now = records.value(tenant, change.deal(), change.field(), change.object());
            if (!now.equals(change.from())) {
                return new Outcome.Meanwhile(now);
            }
            before.run();
            write(tenant, decision, position, rep, change);
        }
        RecordChangeRecord row = byKey(tenant, change.key())
                .orElseThrow(() -> new IllegalStateException("change " + change.key() + " was not written down"));
        boolean again = row.getMadeAt() != null;
        if (!again) {
            records.make(tenant, change(row));
            database.doInTenant(
                    tenant,
                    transaction -> transaction
                            .update(RECORD_CHANGE)
                            .set(RECORD_CHANGE.MADE_AT, change.at())
                            .where(RECORD_CHANGE.TENANT.eq(tenant.value()), RECORD_CHANGE.ID.eq(row.getId()))
                            .execute());
        }
        return new Outcome.Done(made(tenant, row), again);
    }

    private void write(TenantId tenant, DecisionId decision, int position, RepId rep, RecordChange change) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(RECORD_CHANGE)
                        .set(RECORD_CHANGE.TENANT, tenant.value())
                        .set(RECORD_CHANGE.ID, ids.next())
                        .set(RECORD_CHANGE.KEY, change.key())
                        .set(RECORD_CHANGE.SUBJECT_ID, change.deal().value())
                        .set(RECORD_CHANGE.DECISION_ID, decision.value())
                        .set(RECORD_CHANGE.POSITION, (short) position)
                        .set(RECORD_CHANGE.FIELD, change.field().name())
                        .set(RECORD_CHANGE.OBJECT, change.object())
                        .set(RECORD_CHANGE.OLD_VALUE, change.from())
                        .set(RECORD_CHANGE.NEW_VALUE, change.to())
                        .set(RECORD_CHANGE.REP_ID, rep.value())
                        .set(RECORD_CHANGE.ASKED_AT, change.at())
                        .onConflict(RECORD_CHANGE.TENANT, RECORD_CHANGE.KEY)
                        .doNothing()
                        .execute());
    }

    /**
     * Puts a change of a deal back, if nobody has changed the value since.
     *
     * @throws DealRecords.Refused if the record does not take it; asking again tries again
     */
    public Outcome undo(TenantId tenant, SubjectId deal, UUID id, Instant at) {
        Optional<RecordChangeRecord> found = database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(RECORD_CHANGE)
                        .where(RECORD_CHANGE.TENANT.eq(tenant.value()), RECORD_CHANGE.ID.eq(id))
                        .and(RECORD_CHANGE.SUBJECT_ID.eq(deal.value()))
                        .and(RECORD_CHANGE.MADE_AT.isNotNull())
                        .and(RECORD_CHANGE.UNDONE_AT.isNull())
                        .fetchOptional());
        if (found.isEmpty()) {
            return new Outcome.Gone();
        }
        RecordChangeRecord row = found.get();
        RecordChange change = change(row);
        if (row.getUndoAskedAt() == null) {
            String now = records.value(tenant, deal, change.field(), change.object());
            if (!now.equals(change.to())) {
                return new Outcome.Meanwhile(now);
            }
            database.doInTenant(
                    tenant,
                    transaction -> transaction
                            .update(RECORD_CHANGE)
                            .set(RECORD_CHANGE.UNDO_ASKED_AT, at)
                            .where(RECORD_CHANGE.TENANT.eq(tenant.value()), RECORD_CHANGE.ID.eq(id))
                            .execute());
        }
        Instant asked = row.getUndoAskedAt() == null ? at : row.getUndoAskedAt();
        records.undo(tenant, change, asked);
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(RECORD_CHANGE)
                        .set(RECORD_CHANGE.UNDONE_AT, asked)
                        .where(RECORD_CHANGE.TENANT.eq(tenant.value()), RECORD_CHANGE.ID.eq(id))
                        .execute());
        return new Outcome.Done(made(tenant, row), false);
    }

    /** The last change of a deal that stands, if it was made since a moment. */
    public Optional<Made> latest(TenantId tenant, SubjectId deal, Instant since) {
        return database.inTenant(
                        tenant,
                        transaction -> transaction
                                .selectFrom(RECORD_CHANGE)
                                .where(
                                        RECORD_CHANGE.TENANT.eq(tenant.value()),
                                        RECORD_CHANGE.SUBJECT_ID.eq(deal.value()))
                                .and(RECORD_CHANGE.ASKED_AT.ge(since))
                                .and(RECORD_CHANGE.MADE_AT.isNotNull())
                                .and(RECORD_CHANGE.UNDONE_AT.isNull())
                                .orderBy(RECORD_CHANGE.ASKED_AT.desc(), RECORD_CHANGE.ID.desc())
                                .limit(1)
                                .fetchOptional())
                .map(row -> made(tenant, row));
    }

    private Optional<RecordChangeRecord> byKey(TenantId tenant, String key) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(RECORD_CHANGE)
                        .where(RECORD_CHANGE.TENANT.eq(tenant.value()), RECORD_CHANGE.KEY.eq(key))
                        .fetchOptional());
    }

    private Made made(TenantId tenant, RecordChangeRecord row) {
        RecordChange change = change(row);
        return new Made(
                row.getId(),
                new DecisionId(row.getDecisionId()),
                row.getPosition(),
                change,
                records.undoable(tenant, change.deal()).contains(change.field()));
    }

    private static RecordChange change(RecordChangeRecord row) {
        return new RecordChange(
                row.getKey(),
                new SubjectId(row.getSubjectId()),
                RecordField.valueOf(row.getField()),
                row.getObject(),
                row.getOldValue(),
                row.getNewValue(),
                row.getAskedAt());
    }
}
