package nextbest.store.report;

import static nextbest.store.schema.Tables.REPORT_ANSWER;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;

/** What people conclude from the loop report. Answers are added, never changed. */
public final class ReportAnswers {
    private final Database database;
    private final NewIds ids;

    public ReportAnswers(Database database, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** @param about what part of the report it answers, in the writer's words; may be empty */
    public record Entry(Instant at, String actor, String about, String words) {}

    public void add(TenantId tenant, String actor, String about, String words, Instant at) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(REPORT_ANSWER)
                        .set(REPORT_ANSWER.TENANT, tenant.value())
                        .set(REPORT_ANSWER.ID, ids.next())
                        .set(REPORT_ANSWER.AT, at)
                        .set(REPORT_ANSWER.ACTOR, actor)
                        .set(REPORT_ANSWER.ABOUT, about)
                        .set(REPORT_ANSWER.WORDS, words)
                        .execute());
    }

    /** The latest first. */
    public List<Entry> latest(TenantId tenant, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(REPORT_ANSWER)
                        .where(REPORT_ANSWER.TENANT.eq(tenant.value()))
                        .orderBy(REPORT_ANSWER.AT.desc(), REPORT_ANSWER.ID.desc())
                        .limit(most)
                        .fetch(row -> new Entry(row.getAt(), row.getActor(), row.getAbout(), row.getWords())));
    }
}
