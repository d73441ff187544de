package nextbest.store.delivery;

import static nextbest.store.schema.Tables.CAP_DAY;
import static nextbest.store.schema.Tables.CAP_UNIT;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.DayCap;
import nextbest.store.BatchInsert;
import org.jooq.DSLContext;

/**
 * Counts what a rep is shown: the unit is deal, action with parameters, and the rep's local day. {@link DayCap} says what may
 * be taken; here the row of the day is locked meanwhile, and the database refuses a count above the cap.
 */
public final class CapLedger {
    private CapLedger() {}

    /**
     * What was taken of a day.
     *
     * @param used how many units
     * @param units which
     */
    public record Day(int used, SortedSet<String> units) {}

    /** What was shown of a deal on a local day. */
    public static Day read(DSLContext transaction, TenantId tenant, SubjectId subject, LocalDate day) {
        Set<String> units = transaction
                .select(CAP_UNIT.UNIT)
                .from(CAP_UNIT)
                .where(
                        CAP_UNIT.TENANT.eq(tenant.value()),
                        CAP_UNIT.SUBJECT_ID.eq(subject.value()),
                        CAP_UNIT.LOCAL_DAY.eq(day))
                .fetchSet(CAP_UNIT.UNIT);
        return new Day(units.size(), new TreeSet<>(units));
    }

    /**
     * Takes units as {@link DayCap#take} says.
     *
     * @return the units that may be shown
     */
    static List<String> take(
            DSLContext transaction,
            TenantId tenant,
            SubjectId subject,
            LocalDate day,
            int cap,
            UUID decision,
            List<String> wanted) {
        // the conflict's update changes nothing: it locks the row of the day and reads it
        var row = transaction
                .insertInto(CAP_DAY, CAP_DAY.TENANT, CAP_DAY.SUBJECT_ID, CAP_DAY.LOCAL_DAY, CAP_DAY.USED, CAP_DAY.CAP)
                .values(tenant.value(), subject.value(), day, (short) 0, (short) cap)
                .onConflict(CAP_DAY.TENANT, CAP_DAY.SUBJECT_ID, CAP_DAY.LOCAL_DAY)
                .doUpdate()
                .set(CAP_DAY.CAP, CAP_DAY.CAP)
                .returning(CAP_DAY.USED, CAP_DAY.CAP, CAP_DAY.CLOSED)
                .fetchSingle();
        DayCap before = new DayCap(
                row.getCap(),
                row.getClosed(),
                row.getUsed() == 0 ? new TreeMap<>() : holders(transaction, tenant, subject, day));
        DayCap.Taken taken = before.take(decision, wanted);
        List<Object[]> fresh = taken.allowed().stream()
                .filter(unit ->
                        !before.holders().getOrDefault(unit, new TreeSet<>()).contains(decision))
                .distinct()
                .map(unit -> new Object[] {tenant.value(), subject.value(), day, unit, decision})
                .toList();
        BatchInsert.into(
                transaction,
                CAP_UNIT,
                fresh,
                CAP_UNIT.TENANT,
                CAP_UNIT.SUBJECT_ID,
                CAP_UNIT.LOCAL_DAY,
                CAP_UNIT.UNIT,
                CAP_UNIT.DECISION_ID);
        if (taken.after().used() != before.used()) {
            write(transaction, tenant, subject, day, taken.after());
        }
        return taken.allowed();
    }

    /** Lets nothing more be shown of a deal on a local day: the day counts as full with what it has. */
    static void close(DSLContext transaction, TenantId tenant, SubjectId subject, LocalDate day) {
        transaction
                .insertInto(
                        CAP_DAY,
                        CAP_DAY.TENANT,
                        CAP_DAY.SUBJECT_ID,
                        CAP_DAY.LOCAL_DAY,
                        CAP_DAY.USED,
                        CAP_DAY.CAP,
                        CAP_DAY.CLOSED)
                .values(tenant.value(), subject.value(), day, (short) 0, (short) 0, true)
                .onConflict(CAP_DAY.TENANT, CAP_DAY.SUBJECT_ID, CAP_DAY.LOCAL_DAY)
                .doUpdate()
                .set(CAP_DAY.CLOSED, true)
                .execute();
    }

    /** Gives back what a decision took and certainly nobody saw, because the delivery failed for good. */
    static void giveBack(DSLContext transaction, TenantId tenant, SubjectId subject, UUID decision) {
        List<LocalDate> days = transaction
                .selectDistinct(CAP_UNIT.LOCAL_DAY)
                .from(CAP_UNIT)
                .where(
                        CAP_UNIT.TENANT.eq(tenant.value()),
                        CAP_UNIT.SUBJECT_ID.eq(subject.value()),
                        CAP_UNIT.DECISION_ID.eq(decision))
                .fetch(CAP_UNIT.LOCAL_DAY);
        for (LocalDate day : days) {
            var row = transaction
                    .selectFrom(CAP_DAY)
                    .where(
                            CAP_DAY.TENANT.eq(tenant.value()),
                            CAP_DAY.SUBJECT_ID.eq(subject.value()),
                            CAP_DAY.LOCAL_DAY.eq(day))
                    .forUpdate()
                    .fetchSingle();
            DayCap after = new DayCap(row.getCap(), row.getClosed(), holders(transaction, tenant, subject, day))
                    .giveBack(decision);
            transaction
                    .deleteFrom(CAP_UNIT)
                    .where(
                            CAP_UNIT.TENANT.eq(tenant.value()),
                            CAP_UNIT.SUBJECT_ID.eq(subject.value()),
                            CAP_UNIT.LOCAL_DAY.eq(day),
                            CAP_UNIT.DECISION_ID.eq(decision))
                    .execute();
            write(transaction, tenant, subject, day, after);
        }
    }

    private static SortedMap<String, SortedSet<UUID>> holders(
            DSLContext transaction, TenantId tenant, SubjectId subject, LocalDate day) {
        SortedMap<String, SortedSet<UUID>> holders = new TreeMap<>();
        transaction
                .select(CAP_UNIT.UNIT, CAP_UNIT.DECISION_ID)
                .from(CAP_UNIT)
                .where(
                        CAP_UNIT.TENANT.eq(tenant.value()),
                        CAP_UNIT.SUBJECT_ID.eq(subject.value()),
                        CAP_UNIT.LOCAL_DAY.eq(day))
                .forEach(row -> holders.computeIfAbsent(row.value1(), unit -> new TreeSet<>())
                        .add(row.value2()));
        return holders;
    }

    private static void write(DSLContext transaction, TenantId tenant, SubjectId subject, LocalDate day, DayCap after) {
        transaction
                .update(CAP_DAY)
                .set(CAP_DAY.USED, (short) after.used())
                .where(
                        CAP_DAY.TENANT.eq(tenant.value()),
                        CAP_DAY.SUBJECT_ID.eq(subject.value()),
                        CAP_DAY.LOCAL_DAY.eq(day))
                .execute();
    }
}
