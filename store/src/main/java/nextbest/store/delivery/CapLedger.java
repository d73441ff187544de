package nextbest.store.delivery;

import static nextbest.store.schema.Tables.CAP_DAY;
import static nextbest.store.schema.Tables.CAP_UNIT;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import org.jooq.DSLContext;

/**
 * Counts what a rep is shown: the unit is deal, action with parameters, and the rep's local day. The row of the day is
 * locked while units are taken, and the database refuses a count above the cap.
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
     * Takes units in the given order as long as the cap allows; units that were taken today already cost nothing.
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
        transaction
                .insertInto(CAP_DAY, CAP_DAY.TENANT, CAP_DAY.SUBJECT_ID, CAP_DAY.LOCAL_DAY, CAP_DAY.USED, CAP_DAY.CAP)
                .values(tenant.value(), subject.value(), day, (short) 0, (short) cap)
                .onConflictDoNothing()
                .execute();
        var row = transaction
                .selectFrom(CAP_DAY)
                .where(
                        CAP_DAY.TENANT.eq(tenant.value()),
                        CAP_DAY.SUBJECT_ID.eq(subject.value()),
                        CAP_DAY.LOCAL_DAY.eq(day))
                .forUpdate()
                .fetchSingle();
        Set<String> taken = read(transaction, tenant, subject, day).units();
        List<String> allowed = new ArrayList<>();
        short used = row.getUsed();
        for (String unit : wanted) {
            if (taken.contains(unit)) {
                allowed.add(unit);
            } else if (used < row.getCap()) {
                used++;
                allowed.add(unit);
                transaction
                        .insertInto(
                                CAP_UNIT,
                                CAP_UNIT.TENANT,
                                CAP_UNIT.SUBJECT_ID,
                                CAP_UNIT.LOCAL_DAY,
                                CAP_UNIT.UNIT,
                                CAP_UNIT.DECISION_ID)
                        .values(tenant.value(), subject.value(), day, unit, decision)
                        .execute();
            }
        }
        if (used != row.getUsed()) {
            row.setUsed(used);
            row.update();
        }
        return allowed;
    }

    /** Gives back what a decision took and did not show, because the delivery failed for good. */
    static void giveBack(DSLContext transaction, TenantId tenant, SubjectId subject, UUID decision) {
        transaction
                .deleteFrom(CAP_UNIT)
                .where(
                        CAP_UNIT.TENANT.eq(tenant.value()),
                        CAP_UNIT.SUBJECT_ID.eq(subject.value()),
                        CAP_UNIT.DECISION_ID.eq(decision))
                .returning(CAP_UNIT.LOCAL_DAY)
                .fetch(CAP_UNIT.LOCAL_DAY)
                .forEach(day -> transaction
                        .update(CAP_DAY)
                        .set(CAP_DAY.USED, CAP_DAY.USED.minus((short) 1))
                        .where(
                                CAP_DAY.TENANT.eq(tenant.value()),
                                CAP_DAY.SUBJECT_ID.eq(subject.value()),
                                CAP_DAY.LOCAL_DAY.eq(day))
                        .execute());
    }
}
