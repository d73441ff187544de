package nextbest.store.drafting;

import static nextbest.store.schema.Tables.DRAFT_ENDPOINT;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.store.Database;

/** What workers see of the endpoints that draft, for those who operate them. */
public final class EndpointHealths {
    private final Database database;

    public EndpointHealths(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** @param real the moment, in real time */
    public void answered(String model, Instant real) {
        database.onPlatform(transaction -> transaction
                .insertInto(
                        DRAFT_ENDPOINT, DRAFT_ENDPOINT.MODEL, DRAFT_ENDPOINT.REAL_ANSWERED_AT, DRAFT_ENDPOINT.FAILURES)
                .values(model, real, 0)
                .onConflict(DRAFT_ENDPOINT.MODEL)
                .doUpdate()
                .set(DRAFT_ENDPOINT.REAL_ANSWERED_AT, real)
                .set(DRAFT_ENDPOINT.FAILURES, 0)
                .setNull(DRAFT_ENDPOINT.REAL_LEFT_ALONE_UNTIL)
                .execute());
    }

    /**
     * Notes a failure.
     *
     * @param cause a word for counting
     * @param leftAloneUntil until when it is not asked; empty if it is
     */
    public void failed(String model, String cause, Optional<Instant> leftAloneUntil, Instant real) {
        database.onPlatform(transaction -> transaction
                .insertInto(
                        DRAFT_ENDPOINT,
                        DRAFT_ENDPOINT.MODEL,
                        DRAFT_ENDPOINT.REAL_FAILED_AT,
                        DRAFT_ENDPOINT.FAILED_BY,
                        DRAFT_ENDPOINT.FAILURES,
                        DRAFT_ENDPOINT.REAL_LEFT_ALONE_UNTIL)
                .values(model, real, cause, 1, leftAloneUntil.orElse(null))
                .onConflict(DRAFT_ENDPOINT.MODEL)
                .doUpdate()
                .set(DRAFT_ENDPOINT.REAL_FAILED_AT, real)
                .set(DRAFT_ENDPOINT.FAILED_BY, cause)
                .set(DRAFT_ENDPOINT.FAILURES, DRAFT_ENDPOINT.FAILURES.plus(1))
                .set(DRAFT_ENDPOINT.REAL_LEFT_ALONE_UNTIL, leftAloneUntil.orElse(null))
                .execute());
    }

    /** All that were ever asked, the one that was heard of last first. */
    public List<EndpointHealth> all() {
        return database.onPlatform(transaction -> transaction
                .selectFrom(DRAFT_ENDPOINT)
                .orderBy(org.jooq
                        .impl
                        .DSL
                        .greatest(DRAFT_ENDPOINT.REAL_ANSWERED_AT, DRAFT_ENDPOINT.REAL_FAILED_AT)
                        .desc())
                .fetch(row -> new EndpointHealth(
                        row.getModel(),
                        Optional.ofNullable(row.getRealAnsweredAt()),
                        Optional.ofNullable(row.getRealFailedAt()),
                        Optional.ofNullable(row.getFailedBy()),
                        row.getFailures(),
                        Optional.ofNullable(row.getRealLeftAloneUntil()))));
    }
}
