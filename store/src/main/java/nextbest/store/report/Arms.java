package nextbest.store.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import nextbest.identity.TenantId;
import nextbest.recommendation.Arm;
import nextbest.store.Database;

/** What became of deals by what chose their recommendations. Chance decides that, so the arms can be compared. */
public final class Arms {
    private final Database database;

    public Arms(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * One arm.
     *
     * @param deals with a main recommendation whose window for moving on is over
     * @param moved of those, how many moved on within the window of their first recommendation
     */
    public record ArmLine(Arm arm, long deals, long moved) {}

    /** Each deal counts once, with its first recommendation of the period, and only once that one's window is over. */
    public List<ArmLine> compared(TenantId tenant, Instant from, Instant until, Instant now) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select arm, count(*) as deals, count(*) filter (where advanced = 'YES') as moved from ("
                                        + "select distinct on (a.subject_id) a.subject_id, d.arm, a.advanced, a.advance_due from attribution a"
                                        + " join decision d on d.tenant = a.tenant and d.id = a.decision_id"
                                        + " where a.tenant = ? and a.position = 1 and d.decided_at >= ?::timestamptz and d.decided_at < ?::timestamptz"
                                        + " order by a.subject_id, d.decided_at, d.id) x"
                                        + " where advance_due <= ?::timestamptz and advanced in ('YES', 'NO') group by 1 order by 1",
                                tenant.value(),
                                from.atOffset(ZoneOffset.UTC),
                                until.atOffset(ZoneOffset.UTC),
                                now.atOffset(ZoneOffset.UTC))
                        .map(row -> new ArmLine(
                                Arm.valueOf(row.get("arm", String.class)),
                                row.get("deals", Long.class),
                                row.get("moved", Long.class))));
    }
}
