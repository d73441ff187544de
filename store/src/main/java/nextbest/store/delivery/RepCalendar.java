package nextbest.store.delivery;

import static nextbest.store.schema.Tables.HOLIDAY;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.REP_ABSENCE;
import static nextbest.store.schema.Tables.TENANT;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.schema.tables.records.RepRecord;
import nextbest.time.WorkCalendar;
import org.jooq.DSLContext;

/** A rep's working days and quiet hours: zone, weekend, holidays, absences. */
public final class RepCalendar {
    /** A rep who is away longer than this gets no digests; a waiting card starts them again. */
    private static final int LOOK_AHEAD_DAYS = 60;

    private final Database database;

    public RepCalendar(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** Quiet hours begin and end at these local hours, as phones have it, except for somebody who works then. */
    private static final int QUIET_FROM = 22;

    private static final int QUIET_UNTIL = 7;

    /**
     * Whether a mail would disturb: at night where the rep is, outside the rep's hours. What is urgent waits for the digest of the
     * morning then.
     */
    public boolean isQuiet(TenantId tenant, RepId rep, Instant at) {
        return database.inTenant(
                        tenant,
                        transaction -> transaction
                                .selectFrom(REP)
                                .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(rep.value()))
                                .fetchOptional())
                .filter(row -> {
                    int hour = at.atZone(ZoneId.of(row.getZone())).getHour();
                    boolean night = hour >= QUIET_FROM || hour < QUIET_UNTIL;
                    return night && (hour < row.getWorkFrom() || hour >= row.getWorkUntil());
                })
                .isPresent();
    }

    /**
     * When a rep's digest goes out.
     *
     * @param at business time
     * @param day the rep's local day
     */
    public record Digest(Instant at, LocalDate day) {}

    /**
     * The next digest after a moment: at the start of the rep's hours on the next local day on which the rep works. Empty if
     * there is no such rep, or none within two months.
     */
    public Optional<Digest> nextDigest(TenantId tenant, RepId rep, Instant after) {
        return database.inTenant(tenant, transaction -> {
            Optional<RepRecord> row = transaction
                    .selectFrom(REP)
                    .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(rep.value()))
                    .fetchOptional();
            return row.flatMap(found -> nextDigest(transaction, tenant, found, after));
        });
    }

    private static Optional<Digest> nextDigest(DSLContext transaction, TenantId tenant, RepRecord rep, Instant after) {
        WorkCalendar calendar = of(transaction, tenant, rep.getId());
        List<Away> absences = transaction
                .selectFrom(REP_ABSENCE)
                .where(
                        REP_ABSENCE.TENANT.eq(tenant.value()),
                        REP_ABSENCE.REP_ID.eq(rep.getId()),
                        REP_ABSENCE.ABSENT_UNTIL.gt(after))
                .fetch(row -> new Away(row.getAbsentFrom(), row.getAbsentUntil()));
        LocalDate first = calendar.dayOf(after);
        for (int i = 0; i <= LOOK_AHEAD_DAYS; i++) {
            LocalDate day = first.plusDays(i);
            Instant at =
                    day.atTime(rep.getWorkFrom(), 0).atZone(calendar.zone()).toInstant();
            if (at.isAfter(after)
                    && calendar.isWorkingDay(day)
                    && absences.stream().noneMatch(away -> away.at(at))) {
                return Optional.of(new Digest(at, day));
            }
        }
        return Optional.empty();
    }

    /** The working days of a rep, or of the organisation where the rep is not known. */
    static WorkCalendar of(DSLContext transaction, TenantId tenant, UUID rep) {
        String zone = transaction
                .select(REP.ZONE)
                .from(REP)
                .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(rep))
                .fetchOptional(REP.ZONE)
                .orElseGet(() -> transaction
                        .select(TENANT.ZONE)
                        .from(TENANT)
                        .where(TENANT.ID.eq(tenant.value()))
                        .fetchSingle(TENANT.ZONE));
        WorkCalendar week = WorkCalendar.mondayToFriday(ZoneId.of(zone));
        Set<LocalDate> holidays = transaction
                .select(HOLIDAY.ON_DAY)
                .from(HOLIDAY)
                .where(HOLIDAY.TENANT.eq(tenant.value()))
                .fetchSet(HOLIDAY.ON_DAY);
        return new WorkCalendar(week.zone(), week.weekend(), holidays);
    }

    private record Away(Instant from, Instant until) {
        boolean at(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(until);
        }
    }
}
