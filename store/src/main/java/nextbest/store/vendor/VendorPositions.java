package nextbest.store.vendor;

import static nextbest.store.schema.Tables.VENDOR_POSITION;
import static nextbest.store.schema.Tables.VENDOR_REFUSAL;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.schema.tables.records.VendorPositionRecord;

/** How far each kind of record was read, kept after every page: who dies goes on from there. And what was not taken. */
public final class VendorPositions {
    private final Database database;
    private final BusinessTime time;

    public VendorPositions(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /** Why records are read. */
    public enum Task {
        /** Everything, once. */
        LOAD,
        /** What changed since the last time. */
        CHANGES,
        /** Everything again, at night, because calls and searches miss things. */
        WALK
    }

    /**
     * A place in a reading.
     *
     * @param since only what changed since then; empty: everything
     * @param place where to read on; empty: from the beginning
     * @param records read so far in this reading
     * @param began real time
     * @param ended real time; empty while it goes on
     */
    public record Position(
            String kind,
            Task task,
            Optional<Instant> since,
            Optional<String> place,
            long records,
            Instant began,
            Optional<Instant> ended) {}

    public Optional<Position> find(TenantId tenant, String source, String kind, Task task) {
        return all(tenant, source).stream()
                .filter(position -> position.kind().equals(kind) && position.task() == task)
                .findFirst();
    }

    public List<Position> all(TenantId tenant, String source) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(VENDOR_POSITION)
                        .where(VENDOR_POSITION.TENANT.eq(tenant.value()), VENDOR_POSITION.SOURCE.eq(source))
                        .orderBy(VENDOR_POSITION.REAL_BEGAN_AT, VENDOR_POSITION.KIND)
                        .fetch(VendorPositions::position));
    }

    private static Position position(VendorPositionRecord row) {
        return new Position(
                row.getKind(),
                Task.valueOf(row.getTask()),
                Optional.ofNullable(row.getSince()),
                Optional.ofNullable(row.getPlace()),
                row.getRecords(),
                row.getRealBeganAt(),
                Optional.ofNullable(row.getRealEndedAt()));
    }

    /** Begins a reading anew. */
    public Position begin(TenantId tenant, String source, String kind, Task task, Optional<Instant> since) {
        Position fresh = new Position(kind, task, since, Optional.empty(), 0, time.realNow(), Optional.empty());
        keep(tenant, source, fresh);
        return fresh;
    }

    public void keep(TenantId tenant, String source, Position position) {
        database.doInTenant(tenant, transaction -> {
            VendorPositionRecord row = transaction.newRecord(VENDOR_POSITION);
            row.setTenant(tenant.value());
            row.setSource(source);
            row.setKind(position.kind());
            row.setTask(position.task().name());
            row.setSince(position.since().orElse(null));
            row.setPlace(position.place().orElse(null));
            row.setRecords(position.records());
            row.setRealBeganAt(position.began());
            row.setRealEndedAt(position.ended().orElse(null));
            transaction
                    .insertInto(VENDOR_POSITION)
                    .set(row)
                    .onConflict(
                            VENDOR_POSITION.TENANT, VENDOR_POSITION.SOURCE, VENDOR_POSITION.KIND, VENDOR_POSITION.TASK)
                    .doUpdate()
                    .setAllToExcluded()
                    .execute();
        });
    }

    /**
     * What was not taken of a record.
     *
     * @param record the vendor's id
     * @param field the vendor's name, or ours where the fault showed with us
     */
    public record Refusal(String kind, String record, String field, String seen, String allowed, Instant at) {}

    /** Keeps what was not taken, so that a person can look at it; the latest word on a field replaces the earlier one. */
    public void refuse(TenantId tenant, String source, List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        database.doInTenant(tenant, transaction -> {
            for (Refusal one : refusals) {
                transaction
                        .insertInto(VENDOR_REFUSAL)
                        .set(VENDOR_REFUSAL.TENANT, tenant.value())
                        .set(VENDOR_REFUSAL.SOURCE, source)
                        .set(VENDOR_REFUSAL.KIND, one.kind())
                        .set(VENDOR_REFUSAL.RECORD, cut(one.record(), 255))
                        .set(VENDOR_REFUSAL.FIELD, cut(one.field(), 200))
                        .set(VENDOR_REFUSAL.SEEN, cut(one.seen(), 200))
                        .set(VENDOR_REFUSAL.ALLOWED, cut(one.allowed(), 500))
                        .set(VENDOR_REFUSAL.REAL_AT, one.at())
                        .onConflict(
                                VENDOR_REFUSAL.TENANT,
                                VENDOR_REFUSAL.SOURCE,
                                VENDOR_REFUSAL.KIND,
                                VENDOR_REFUSAL.RECORD,
                                VENDOR_REFUSAL.FIELD)
                        .doUpdate()
                        .setAllToExcluded()
                        .execute();
            }
        });
    }

    /** The latest first. */
    public List<Refusal> refusals(TenantId tenant, String source, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(VENDOR_REFUSAL)
                        .where(VENDOR_REFUSAL.TENANT.eq(tenant.value()), VENDOR_REFUSAL.SOURCE.eq(source))
                        .orderBy(VENDOR_REFUSAL.REAL_AT.desc(), VENDOR_REFUSAL.RECORD, VENDOR_REFUSAL.FIELD)
                        .limit(most)
                        .fetch(row -> new Refusal(
                                row.getKind(),
                                row.getRecord(),
                                row.getField(),
                                row.getSeen(),
                                row.getAllowed(),
                                row.getRealAt())));
    }

    private static String cut(String text, int most) {
        String clean = text.replace('\u0000', ' ');
        return clean.length() > most ? clean.substring(0, most - 1) + "…" : clean;
    }
}
