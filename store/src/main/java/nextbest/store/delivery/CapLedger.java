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
import nextbest.store.BatchInsert;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

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
     * Takes units in the given order as long as the cap allows; units that were taken today already cost nothing, and are held
     * by this decision too from now on.
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
                .returning(CAP_DAY.USED, CAP_DAY.CAP)
                .fetchSingle();
        Set<String> taken = row.getUsed() == 0
                ? Set.of()
                : read(transaction, tenant, subject, day).units();
        List<String> allowed = new ArrayList<>();
        int fresh = 0;
        for (String unit : wanted) {
            if (taken.contains(unit)) {
                allowed.add(unit);
            } else if (row.getUsed() + fresh < row.getCap()) {
                allowed.add(unit);
                fresh++;
            }
        }
        BatchInsert.ifNew(
                transaction,
                CAP_UNIT,
                allowed.stream()
                        .map(unit -> new Object[] {tenant.value(), subject.value(), day, unit, decision})
                        .toList(),
                CAP_UNIT.TENANT,
                CAP_UNIT.SUBJECT_ID,
                CAP_UNIT.LOCAL_DAY,
                CAP_UNIT.UNIT,
                CAP_UNIT.DECISION_ID);
        if (fresh > 0) {
            transaction
                    .update(CAP_DAY)
                    .set(CAP_DAY.USED, CAP_DAY.USED.plus((short) fresh))
                    .where(isDay(tenant, subject, day))
                    .execute();
        }
        return allowed;
    }

    /** Lets nothing more be shown of a deal on a local day: the day counts as full with what it has. */
    static void close(DSLContext transaction, TenantId tenant, SubjectId subject, LocalDate day) {
        transaction
                .insertInto(CAP_DAY, CAP_DAY.TENANT, CAP_DAY.SUBJECT_ID, CAP_DAY.LOCAL_DAY, CAP_DAY.USED, CAP_DAY.CAP)
                .values(tenant.value(), subject.value(), day, (short) 0, (short) 0)
                .onConflict(CAP_DAY.TENANT, CAP_DAY.SUBJECT_ID, CAP_DAY.LOCAL_DAY)
                .doUpdate()
                .set(CAP_DAY.CAP, CAP_DAY.USED)
                .execute();
    }

    /** Gives back what a decision took and did not show, because the delivery failed for good; what another shows too stays taken. */
    static void giveBack(DSLContext transaction, TenantId tenant, SubjectId subject, UUID decision) {
        Condition ofSubject = CAP_UNIT.TENANT.eq(tenant.value()).and(CAP_UNIT.SUBJECT_ID.eq(subject.value()));
        List<LocalDate> days = transaction
                .selectDistinct(CAP_UNIT.LOCAL_DAY)
                .from(CAP_UNIT)
                .where(ofSubject, CAP_UNIT.DECISION_ID.eq(decision))
                .orderBy(CAP_UNIT.LOCAL_DAY)
                .fetch(CAP_UNIT.LOCAL_DAY);
        for (LocalDate day : days) {
            // nobody takes or gives back units of the day until this is done
            transaction
                    .selectOne()
                    .from(CAP_DAY)
                    .where(isDay(tenant, subject, day))
                    .forUpdate()
                    .execute();
            transaction
                    .deleteFrom(CAP_UNIT)
                    .where(ofSubject, CAP_UNIT.LOCAL_DAY.eq(day), CAP_UNIT.DECISION_ID.eq(decision))
                    .execute();
            transaction
                    .update(CAP_DAY)
                    .set(
                            CAP_DAY.USED,
                            transaction
                                    .select(DSL.countDistinct(CAP_UNIT.UNIT).cast(CAP_DAY.USED))
                                    .from(CAP_UNIT)
                                    .where(ofSubject, CAP_UNIT.LOCAL_DAY.eq(day)))
                    .where(isDay(tenant, subject, day))
                    .execute();
        }
    }

    private static Condition isDay(TenantId tenant, SubjectId subject, LocalDate day) {
        return CAP_DAY.TENANT
                .eq(tenant.value())
                .and(CAP_DAY.SUBJECT_ID.eq(subject.value()))
                .and(CAP_DAY.LOCAL_DAY.eq(day));
    }
}
