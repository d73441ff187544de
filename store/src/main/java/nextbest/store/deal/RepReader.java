package nextbest.store.deal;

import static nextbest.store.schema.Tables.ACTIVITY;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.REP_ABSENCE;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.deal.Absence;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.WorkingHours;
import nextbest.fact.Fact;
import nextbest.fact.Provenance;
import nextbest.identity.DeskId;
import nextbest.identity.RepId;
import nextbest.store.schema.tables.records.RepRecord;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The rep who owns a deal. Who that was is a fact of the deal and read as of the moment; the rep's own row is read as it
 * stands, because an organisation's record of its own people has no history here.
 */
final class RepReader {
    /** Nobody's local day began longer ago than this: 24 hours, and one when clocks go back. */
    private static final Duration LONGEST_DAY = Duration.ofHours(25);

    private final Instant asOf;
    private final Map<UUID, RepRecord> reps;
    private final Map<UUID, List<Absence>> absences;
    private final Map<UUID, List<Busy>> busy;

    private record Busy(Instant at, int minutes) {}

    private RepReader(
            Instant asOf, Map<UUID, RepRecord> reps, Map<UUID, List<Absence>> absences, Map<UUID, List<Busy>> busy) {
        this.asOf = asOf;
        this.reps = reps;
        this.absences = absences;
        this.busy = busy;
    }

    static RepReader load(DSLContext transaction, UUID tenant, UUID[] ids, Instant asOf) {
        Map<UUID, RepRecord> reps = new HashMap<>();
        if (ids.length == 0) {
            return new RepReader(asOf, reps, Map.of(), Map.of());
        }
        var manager = REP.as("manager");
        transaction
                .selectFrom(REP)
                .where(REP.TENANT.eq(tenant))
                .and(REP.ID
                        .eq(DSL.any(ids))
                        .or(REP.ID.in(DSL.select(manager.MANAGER_ID)
                                .from(manager)
                                .where(manager.TENANT.eq(tenant), manager.ID.eq(DSL.any(ids))))))
                .forEach(row -> reps.put(row.getId(), row));
        Map<UUID, List<Absence>> absences = new HashMap<>();
        transaction
                .select(REP_ABSENCE.REP_ID, REP_ABSENCE.ABSENT_FROM, REP_ABSENCE.ABSENT_UNTIL)
                .from(REP_ABSENCE)
                .where(
                        REP_ABSENCE.TENANT.eq(tenant),
                        REP_ABSENCE.REP_ID.eq(DSL.any(ids)),
                        REP_ABSENCE.ABSENT_UNTIL.gt(asOf))
                .orderBy(REP_ABSENCE.REP_ID, REP_ABSENCE.ABSENT_FROM, REP_ABSENCE.ID)
                .forEach(row -> {
                    ZoneId zone = zone(reps.get(row.value1()));
                    absences.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                            .add(new Absence(
                                    LocalDate.ofInstant(row.value2(), zone),
                                    LocalDate.ofInstant(row.value3().minusNanos(1), zone)));
                });
        Map<UUID, List<Busy>> busy = new HashMap<>();
        transaction
                .select(ACTIVITY.REP_ID, ACTIVITY.OCCURRED_AT, ACTIVITY.MINUTES)
                .from(ACTIVITY)
                .where(
                        ACTIVITY.TENANT.eq(tenant),
                        ACTIVITY.REP_ID.eq(DSL.any(ids)),
                        ACTIVITY.MINUTES.isNotNull(),
                        ACTIVITY.RETRACTED.isFalse(),
                        ACTIVITY.OCCURRED_AT.gt(asOf.minus(LONGEST_DAY)),
                        ACTIVITY.OCCURRED_AT.le(asOf),
                        ACTIVITY.KNOWN_AT.le(asOf))
                .forEach(row -> busy.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                        .add(new Busy(row.value2(), row.value3())));
        return new RepReader(asOf, reps, absences, busy);
    }

    void read(FactSheet facts, DealSnapshot.Builder deal) {
        Fact<UUID> owner = facts.id("rep");
        deal.fact(DealField.REP, owner.map(RepId::new));
        RepRecord row = owner.asOptional().map(reps::get).orElse(null);
        if (row == null) {
            return;
        }
        Provenance by = new Provenance("rep", row.getId().toString(), asOf);
        ZoneId zone = zone(row);
        deal.fact(DealField.REP_NAME, fact(row.getName(), by))
                .fact(DealField.REP_SKILLS, fact(skills(row), by))
                .fact(DealField.REP_ZONE, fact(zone, by))
                .fact(DealField.REP_HOURS, fact(hours(row), by))
                .fact(DealField.REP_ABSENCES, fact(absences.get(row.getId()), by))
                .fact(DealField.REP_CAPACITY, capacity(row, zone))
                .fact(DealField.REP_SINCE, fact(row.getSince(), by));
        if (row.getDeskId() != null) {
            deal.fact(DealField.DESK, Fact.known(new DeskId(row.getDeskId()), by));
        }
        if (row.getManagerId() != null) {
            deal.fact(DealField.MANAGER, Fact.known(new RepId(row.getManagerId()), by));
            RepRecord manager = reps.get(row.getManagerId());
            deal.fact(DealField.MANAGER_NAME, fact(manager == null ? null : manager.getName(), by));
        }
    }

    /** The day's capacity less the minutes of what the rep has done today, in any deal; not below 0. */
    private Fact<Integer> capacity(RepRecord row, ZoneId zone) {
        Integer perDay = row.getCapacityMinutesPerDay();
        if (perDay == null) {
            return Fact.unknown();
        }
        LocalDate today = LocalDate.ofInstant(asOf, zone);
        int done = busy.getOrDefault(row.getId(), List.of()).stream()
                .filter(b -> LocalDate.ofInstant(b.at(), zone).equals(today))
                .mapToInt(Busy::minutes)
                .sum();
        return Fact.known(
                Math.max(0, perDay - done),
                new Provenance(Snapshots.DERIVED, perDay + " minutes a day less " + done + " done today", asOf));
    }

    private static SortedSet<String> skills(RepRecord row) {
        return row.getSkills() == null ? null : new TreeSet<>(Arrays.asList(row.getSkills()));
    }

    private static WorkingHours hours(RepRecord row) {
        return new WorkingHours(
                new TreeSet<>(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)),
                LocalTime.of(row.getWorkFrom(), 0),
                row.getWorkUntil() == 24 ? LocalTime.MAX : LocalTime.of(row.getWorkUntil(), 0));
    }

    private static ZoneId zone(RepRecord row) {
        return ZoneId.of(row.getZone());
    }

    private static <T> Fact<T> fact(T value, Provenance by) {
        return value == null ? Fact.unknown() : Fact.known(value, by);
    }
}
