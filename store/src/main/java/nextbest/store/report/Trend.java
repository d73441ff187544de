package nextbest.store.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import org.jooq.Record;

/** How the weeks compare, and what a report can be narrowed down to. */
public final class Trend {
    private final Database database;

    public Trend(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * What was delivered for decisions of one week.
     *
     * @param monday on which the week begins, in UTC
     * @param accepted accepted or executed
     */
    public record Week(LocalDate monday, long delivered, long accepted) {}

    public List<Week> weeks(TenantId tenant, Instant from, Instant until, Slice slice) {
        List<Object> arguments =
                new ArrayList<>(List.of(tenant.value(), from.atOffset(ZoneOffset.UTC), until.atOffset(ZoneOffset.UTC)));
        arguments.addAll(slice.arguments());
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select date_trunc('week', d.decided_at at time zone 'UTC')::date as monday, sum(c.delivered) as delivered, sum(c.accepted) as accepted"
                                        + " from contribution c join decision d on d.tenant = c.tenant and d.id = c.decision_id"
                                        + " where d.tenant = ? and d.decided_at >= ?::timestamptz and d.decided_at < ?::timestamptz"
                                        + slice.sql() + " group by 1 having sum(c.delivered) > 0 order by 1",
                                arguments.toArray())
                        .map(row -> new Week(
                                row.get("monday", LocalDate.class),
                                row.get("delivered", Long.class),
                                row.get("accepted", Long.class))));
    }

    /**
     * What reps did with what was delivered for decisions of one week.
     *
     * @param monday on which the week begins, in UTC
     * @param accepted accepted or executed
     * @param overridden something else was done
     */
    public record Outcomes(
            LocalDate monday, long delivered, long accepted, long dismissed, long keptBack, long overridden) {
        /** Snoozed, ignored, or not answered yet. */
        public long open() {
            return delivered - accepted - dismissed - keptBack - overridden;
        }
    }

    /** Weeks in which something was delivered, the earliest first. */
    public List<Outcomes> outcomes(TenantId tenant, Instant from, Instant until) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select date_trunc('week', d.decided_at at time zone 'UTC')::date as monday, sum(c.delivered) as delivered, sum(c.accepted) as accepted,"
                                        + " sum(c.dismissed) as dismissed, sum(c.kept_back) as kept, sum(c.overridden) as overridden"
                                        + " from contribution c join decision d on d.tenant = c.tenant and d.id = c.decision_id"
                                        + " where d.tenant = ? and d.decided_at >= ?::timestamptz and d.decided_at < ?::timestamptz"
                                        + " group by 1 having sum(c.delivered) > 0 order by 1",
                                tenant.value(),
                                from.atOffset(ZoneOffset.UTC),
                                until.atOffset(ZoneOffset.UTC))
                        .map(row -> new Outcomes(
                                row.get("monday", LocalDate.class),
                                row.get("delivered", Long.class),
                                row.get("accepted", Long.class),
                                row.get("dismissed", Long.class),
                                row.get("kept", Long.class),
                                row.get("overridden", Long.class))));
    }

    /** Something to narrow a report down to. */
    public record Choice(String key, String name) {}

    /** Segments with decisions, the largest first. */
    public List<Choice> segments(TenantId tenant) {
        return choices(
                tenant,
                "select segment as key, segment as name from decision where tenant = ? group by 1 order by count(*) desc, 1 limit 60");
    }

    /** Products of deals with decisions. */
    public List<Choice> products(TenantId tenant) {
        return choices(
                tenant,
                "select p.id as key, p.name from product p where p.tenant = ? and exists (select 1 from deal l join decision d on d.tenant = l.tenant and d.subject_id = l.subject_id"
                        + " where l.tenant = p.tenant and l.product_id = p.id) order by p.name limit 200");
    }

    public List<Choice> desks(TenantId tenant) {
        return choices(tenant, "select id as key, name from desk where tenant = ? order by name limit 200");
    }

    private List<Choice> choices(TenantId tenant, String sql) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(sql, tenant.value())
                        .map((Record row) ->
                                new Choice(String.valueOf(row.get("key")), row.get("name", String.class))));
    }

    /** Reads the id of a choice; empty if it is none. */
    public static java.util.Optional<UUID> id(String text) {
        try {
            return text == null || text.isBlank()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return java.util.Optional.empty();
        }
    }
}
