package nextbest.store.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import org.jooq.impl.DSL;

/** Lets go of what was kept for long enough. Decisions, answers and outcomes are not among it: they are what is learned from. */
public final class Housekeeping {
    private static final Duration YEAR = Duration.ofDays(365);

    private final Database database;
    private final BusinessTime time;

    public Housekeeping(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * How long a class of data is kept.
     *
     * @param name of the class, for reports
     * @param why it is kept so long and no longer
     * @param kept since the row's time
     * @param realTime whether the row's time is of the clock on the wall; otherwise business time
     * @param statement lets go of at most so many rows of one organisation that are older than a moment
     */
    public record Retention(String name, String why, Duration kept, boolean realTime, String statement) {}

    private static Retention deleted(String table, String why, Duration kept, String column, String condition) {
        return new Retention(
                table,
                why,
                kept,
                column.startsWith("real_"),
                "delete from " + table + " where ctid = any (array(select ctid from " + table
                        + " where tenant = {0} and " + column + " < {1} and " + condition + " limit {2}))");
    }

    private static Retention emptied(
            String name, String table, String set, String why, Duration kept, String column, String condition) {
        return new Retention(
                name,
                why,
                kept,
                column.startsWith("real_"),
                "update " + table + " set " + set + " where ctid = any (array(select ctid from " + table
                        + " where tenant = {0} and " + column + " < {1} and " + condition + " limit {2}))");
    }

    /** Everything that is let go of, in the order in which it is. */
    public static final List<Retention> RETENTION = List.of(
            deleted(
                    "api_request",
                    "a sender repeats a request within hours; its answer may hold names",
                    Duration.ofDays(7),
                    "real_created_at",
                    "true"),
            deleted(
                    "rep_words",
                    "words wait here for seconds, until their answer is recorded",
                    Duration.ofDays(1),
                    "real_received_at",
                    "true"),
            deleted("link_use", "a link outlives its card by nothing", YEAR, "real_used_at", "true"),
            deleted(
                    "outbox",
                    "the delivery is kept with its card; the message is of use while it may be repeated",
                    Duration.ofDays(90),
                    "real_updated_at",
                    "state in ('SENT', 'HELD')"),
            deleted("asked_for", "what a rep searched for says little after a year", YEAR, "at", "true"),
            emptied(
                    "words of buyers in events",
                    "inbox",
                    "data = '{}'",
                    "the event stays known by its id and hash, so that it is not taken twice",
                    YEAR.multipliedBy(3),
                    "known_at",
                    "type in ('note', 'document', 'activity', 'signal') and data <> '{}'"),
            emptied(
                    "words of buyers in documents",
                    "document",
                    "body = null",
                    "that there was one, and when, stays",
                    YEAR.multipliedBy(3),
                    "known_at",
                    "subject_id is not null and body is not null"),
            emptied(
                    "words of buyers in signals",
                    "signal",
                    "quote = null",
                    "the signal stays",
                    YEAR.multipliedBy(3),
                    "known_at",
                    "quote is not null"),
            emptied(
                    "words about activities",
                    "activity",
                    "summary = null",
                    "the activity stays",
                    YEAR.multipliedBy(3),
                    "known_at",
                    "summary is not null"));

    /**
     * Lets go of what is due in one organisation, each class in a transaction of its own.
     *
     * @param most rows of each class; the next time goes on
     * @return rows by class; nothing where there were none
     */
    public SortedMap<String, Integer> clean(TenantId tenant, int most) {
        SortedMap<String, Integer> gone = new TreeMap<>();
        for (Retention retention : RETENTION) {
            Instant before = (retention.realTime() ? time.realNow() : time.now()).minus(retention.kept());
            int rows = database.inTenant(
                    tenant,
                    transaction -> transaction.execute(
                            retention.statement(),
                            DSL.val(tenant.value()),
                            DSL.val(before.atOffset(ZoneOffset.UTC)),
                            DSL.val(most)));
            if (rows > 0) {
                gone.put(retention.name(), rows);
            }
        }
        return gone;
    }
}
