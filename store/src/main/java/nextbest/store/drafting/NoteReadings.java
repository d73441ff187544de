package nextbest.store.drafting;

import static nextbest.store.schema.Tables.SIGNAL;
import static nextbest.store.schema.Tables.TEXT_READING;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.signal.FoundSignal;
import nextbest.store.Database;
import org.jooq.DSLContext;

/** What a language model reads of what people wrote down, and the signals that it found there. */
public final class NoteReadings {
    /** What is older when reading begins is not worth asking a model about. */
    private static final int MOST_DAYS = 30;

    private static final String UNREAD = """
            from (
                select source, event_id, occurred_at, contact_id, body as text from document
                where tenant = {0} and subject_id = {1} and kind in ('NOTE', 'MAIL', 'CALL') and body is not null
                union all
                select source, event_id, occurred_at, contact_id, summary from activity
                where tenant = {0} and subject_id = {1} and summary is not null and not retracted
                  and not (kind = 'email' and direction = 'outbound')
            ) t
            where t.occurred_at > {2}::timestamptz - interval '%d days'
              and not exists (select 1 from text_reading r where r.tenant = {0} and r.source = t.source
                              and r.event_id = t.event_id and r.reader = {3})
            """.formatted(MOST_DAYS);

    private final Database database;

    public NoteReadings(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * A text that a model has not read.
     *
     * @param source of the event that it came with
     * @param event id of that event
     * @param occurredAt of that event
     * @param contact who wrote or said it, if that is known
     */
    public record Unread(String source, String event, Instant occurredAt, Optional<UUID> contact, String text) {}

    /** @param reader name of the model */
    public boolean hasUnread(TenantId tenant, SubjectId subject, String reader, Instant now) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetchOptional(
                                "select 1 " + UNREAD + " limit 1",
                                tenant.value(),
                                subject.value(),
                                now.toString(),
                                reader)
                        .isPresent());
    }

    /** The newest texts about a subject that a model has not read. */
    public List<Unread> unread(TenantId tenant, SubjectId subject, String reader, Instant now, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select t.* " + UNREAD + " order by t.occurred_at desc, t.event_id limit " + most,
                                tenant.value(),
                                subject.value(),
                                now.toString(),
                                reader)
                        .map(row -> new Unread(
                                row.get("source", String.class),
                                row.get("event_id", String.class),
                                row.get("occurred_at", Instant.class),
                                Optional.ofNullable(row.get("contact_id", UUID.class)),
                                row.get("text", String.class))));
    }

    /**
     * Keeps what was found in a text. What the text's event was found to hold before is not kept again.
     *
     * @param outcome {@code read}, or why there was no answer
     * @param now from when on it is known
     * @return how many signals are new
     */
    public int keep(
            TenantId tenant,
            SubjectId subject,
            Unread text,
            String reader,
            List<FoundSignal> found,
            String outcome,
            Instant now) {
        return database.inTenant(tenant, transaction -> {
            int fresh = transaction
                    .insertInto(
                            TEXT_READING,
                            TEXT_READING.TENANT,
                            TEXT_READING.SOURCE,
                            TEXT_READING.EVENT_ID,
                            TEXT_READING.READER,
                            TEXT_READING.FOUND,
                            TEXT_READING.OUTCOME,
                            TEXT_READING.READ_AT)
                    .values(tenant.value(), text.source(), text.event(), reader, found.size(), outcome, now)
                    .onConflictDoNothing()
                    .execute();
            return fresh == 0
                    ? 0
                    : found.stream()
                            .mapToInt(signal -> insert(transaction, tenant, subject, text, reader, signal, now))
                            .sum();
        });
    }

    private static int insert(
            DSLContext transaction,
            TenantId tenant,
            SubjectId subject,
            Unread text,
            String reader,
            FoundSignal signal,
            Instant now) {
        boolean known = transaction.fetchExists(
                SIGNAL,
                SIGNAL.TENANT.eq(tenant.value()),
                SIGNAL.SUBJECT_ID.eq(subject.value()),
                SIGNAL.SOURCE.eq(text.source()),
                SIGNAL.EVENT_ID.eq(text.event()),
                SIGNAL.SIGNAL_.eq(signal.type().key()));
        return known
                ? 0
                : transaction
                        .insertInto(
                                SIGNAL,
                                SIGNAL.TENANT,
                                SIGNAL.SUBJECT_ID,
                                SIGNAL.OCCURRED_AT,
                                SIGNAL.KNOWN_AT,
                                SIGNAL.SIGNAL_,
                                SIGNAL.CONTACT_ID,
                                SIGNAL.QUOTE,
                                SIGNAL.SOURCE,
                                SIGNAL.EVENT_ID,
                                SIGNAL.READ_BY)
                        .values(
                                tenant.value(),
                                subject.value(),
                                text.occurredAt(),
                                now,
                                signal.type().key(),
                                text.contact().orElse(null),
                                signal.span(),
                                text.source(),
                                text.event(),
                                reader)
                        .execute();
    }

    /**
     * A passage that a signal was read from.
     *
     * @param evidence id of the signal's evidence
     * @param reader {@code cues}, or the model's name
     */
    public record Passage(String evidence, String words, String reader) {}

    /** The passages of a subject's signals that were read, the newest first. */
    public List<Passage> passages(TenantId tenant, SubjectId subject) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(SIGNAL.SOURCE, SIGNAL.EVENT_ID, SIGNAL.SIGNAL_, SIGNAL.QUOTE, SIGNAL.READ_BY)
                        .from(SIGNAL)
                        .where(
                                SIGNAL.TENANT.eq(tenant.value()),
                                SIGNAL.SUBJECT_ID.eq(subject.value()),
                                SIGNAL.RETRACTED.isFalse(),
                                SIGNAL.READ_BY.isNotNull(),
                                SIGNAL.QUOTE.isNotNull())
                        .orderBy(SIGNAL.OCCURRED_AT.desc(), SIGNAL.SEQ.desc())
                        .limit(200)
                        .fetch(row -> new Passage(
                                "signal:" + row.value1() + "/" + row.value2() + "/" + row.value3(),
                                row.value4(),
                                row.value5())));
    }
}
