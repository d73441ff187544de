package nextbest.store.mailbox;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.event.SubjectRef;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The record of mails that came in, whom they are from and what they answer, and addresses that take no mail. */
public final class InboundMails {
    private final Database database;
    private final BusinessTime time;

    public InboundMails(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /** What a mail is. */
    public enum Kind {
        /** It answers a mail that we know. */
        REPLY,
        MAIL,
        BOUNCE,
        OUT_OF_OFFICE,
        /** A machine wrote it, and it is neither of the two above. */
        AUTOMATIC,
        UNREADABLE
    }

    /** What was made of a mail. */
    public enum Outcome {
        /** It became a document and an activity of its deal or client. */
        TAKEN,
        /** It is known that it came, and nothing else changed. */
        NOTED,
        /** An address gets no more mail because of it. */
        STOPPED,
        /** Nobody knows whose it is; a person may look into the mailbox. */
        UNMATCHED,
        /** It could not be read. */
        REFUSED,
        /** It came before, under another number. */
        REPEATED
    }

    /**
     * A mail that came in.
     *
     * @param mailbox name of the mailbox: user and host
     * @param validity the server's UIDVALIDITY (RFC 3501, 2.3.1.1)
     * @param uid the server's number of the message
     * @param messageId its Message-ID; of a mail without one a hash of what it says
     * @param reason why, as keys and numbers
     * @param subject deal or client that it is about; empty if nobody knows
     * @param size in bytes
     */
    public record Entry(
            String mailbox,
            long validity,
            long uid,
            String messageId,
            Kind kind,
            Outcome outcome,
            String reason,
            Optional<UUID> subject,
            long size) {}

    /** An entry as it is read again. */
    public record Listed(Entry entry, Instant knownAt) {}

    /** The last number that was read of a mailbox in this counting; 0 if none was. */
    public long last(TenantId tenant, String mailbox, long validity) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetchSingle(
                                "select coalesce(max(uid), 0) from mail_received where tenant = ? and mailbox = ? and validity = ?",
                                tenant.value(),
                                mailbox,
                                validity)
                        .get(0, Long.class));
    }

    /** Whether a mail with this Message-ID was read. */
    public boolean isKnown(TenantId tenant, String messageId) {
        return database.inTenant(
                tenant,
                transaction -> !transaction
                        .fetch(
                                "select 1 from mail_received where tenant = ? and message_id = ? limit 1",
                                tenant.value(),
                                messageId)
                        .isEmpty());
    }

    /** Notes a mail, once: saying it again changes nothing. */
    public void note(TenantId tenant, Entry entry) {
        Instant now = time.now();
        Instant real = time.realNow();
        database.doInTenant(
                tenant,
                transaction -> transaction.execute(
                        "insert into mail_received (tenant, mailbox, validity, uid, message_id, kind, outcome, reason, subject_id, size, known_at, real_read_at)"
                                + " values (?, ?, ?, ?, ?, ?, case when ? <> 'REPEATED' and exists (select 1 from mail_received o where o.tenant = ? and o.message_id = ? and o.outcome <> 'REPEATED') then 'REPEATED' else ? end,"
                                + " ?, cast(? as uuid), ?, cast(? as timestamptz), cast(? as timestamptz)) on conflict (tenant, mailbox, validity, uid) do nothing",
                        tenant.value(),
                        entry.mailbox,
                        entry.validity,
                        entry.uid,
                        entry.messageId,
                        entry.kind.name(),
                        entry.outcome.name(),
                        tenant.value(),
                        entry.messageId,
                        entry.outcome.name(),
                        entry.reason,
                        entry.subject.map(UUID::toString).orElse(null),
                        entry.size,
                        now.toString(),
                        real.toString()));
    }

    /** The last mails, the newest first. */
    public List<Listed> newest(TenantId tenant, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select mailbox, validity, uid, message_id, kind, outcome, reason, subject_id, size, known_at from mail_received where tenant = ? order by real_read_at desc, uid desc limit ?",
                                tenant.value(),
                                most)
                        .map(r -> new Listed(
                                new Entry(
                                        r.get(0, String.class),
                                        r.get(1, Long.class),
                                        r.get(2, Long.class),
                                        r.get(3, String.class),
                                        Kind.valueOf(r.get(4, String.class)),
                                        Outcome.valueOf(r.get(5, String.class)),
                                        r.get(6, String.class),
                                        Optional.ofNullable(r.get(7, UUID.class)),
                                        r.get(8, Long.class)),
                                r.get(9, Instant.class))));
    }

    /**
     * A letter of ours.
     *
     * @param address to whom it went, in lower case
     * @param rep our id of that rep
     * @param subject what its first card is about
     */
    public record Letter(UUID outbox, String address, UUID rep, Optional<UUID> subject) {}

    /** The letter of ours that one of some Message-IDs names: the part before the @ is the id of the outbox. */
    public Optional<Letter> letter(TenantId tenant, Collection<String> messageIds) {
        UUID[] outbox = messageIds.stream()
                .map(id -> id.indexOf('@') < 0 ? "" : id.substring(0, id.indexOf('@')))
                .filter(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .map(UUID::fromString)
                .toArray(UUID[]::new);
        if (outbox.length == 0) {
            return Optional.empty();
        }
        return database.inTenant(
                tenant,
                transaction -> first(
                                transaction,
                                "select o.id, lower(r.email), r.id, c.subject_id from outbox o join rep r on r.tenant = o.tenant and r.id = o.rep_id"
                                        + " left join card c on c.tenant = o.tenant and cast(c.id as text) = coalesce(cast(o.card_id as text), o.payload -> 'cards' ->> 0)"
                                        + " where o.tenant = ? and o.id = any(?) order by o.created_at desc limit 1",
                                tenant.value(),
                                outbox)
                        .map(r -> new Letter(
                                r.get(0, UUID.class),
                                Optional.ofNullable(r.get(1, String.class)).orElse(""),
                                r.get(2, UUID.class),
                                Optional.ofNullable(r.get(3, UUID.class)))));
    }

    /** What an earlier mail that came in was about, by one of some Message-IDs. */
    public Optional<UUID> thread(TenantId tenant, Collection<String> messageIds) {
        return database.inTenant(
                tenant,
                transaction -> first(
                                transaction,
                                "select subject_id from mail_received where tenant = ? and message_id = any(?) and subject_id is not null order by real_read_at desc limit 1",
                                tenant.value(),
                                messageIds.toArray(String[]::new))
                        .map(r -> r.get(0, UUID.class)));
    }

    /**
     * Somebody by mail address.
     *
     * @param client our id of the client; empty of reps and of contacts without one
     * @param source and id: how a system outside names the person
     */
    public record Sender(boolean rep, UUID id, Optional<UUID> client, String source, String record) {}

    /** Who writes from an address: a rep before a contact; empty if two contacts share it or nobody has it. */
    public Optional<Sender> sender(TenantId tenant, String address) {
        return database.inTenant(tenant, transaction -> {
            List<Sender> found = transaction
                    .fetch(
                            "select true, r.id, cast(null as uuid), e.source, e.external_id from rep r join external_ref e on e.tenant = r.tenant and e.entity_id = r.id and e.type = 'rep'"
                                    + " where r.tenant = ? and lower(r.email) = ?"
                                    + " union all select false, c.id, c.client_id, e.source, e.external_id from contact c join external_ref e on e.tenant = c.tenant and e.entity_id = c.id and e.type = 'contact'"
                                    + " where c.tenant = ? and lower(c.email) = ? and c.merged_into is null order by 1 desc, 4, 5",
                            tenant.value(),
                            address.toLowerCase(Locale.ROOT),
                            tenant.value(),
                            address.toLowerCase(Locale.ROOT))
                    .map(r -> new Sender(
                            r.get(0, Boolean.class),
                            r.get(1, UUID.class),
                            Optional.ofNullable(r.get(2, UUID.class)),
                            r.get(3, String.class),
                            r.get(4, String.class)));
            return found.stream().map(Sender::id).distinct().count() == 1
                            || found.stream().anyMatch(Sender::rep)
                    ? found.stream().findFirst()
                    : Optional.empty();
        });
    }

    /** How events name a deal or client; empty if no system outside does. */
    public Optional<SubjectRef> reference(TenantId tenant, UUID subject) {
        return database.inTenant(
                tenant,
                transaction -> first(
                                transaction,
                                "select e.type, e.source, e.external_id from external_ref e where e.tenant = ? and e.entity_id = ? and e.type in ('deal', 'client')"
                                        + " and not exists (select 1 from entity_alias a where a.tenant = e.tenant and a.source = e.source and a.type = e.type and a.external_id = e.external_id)"
                                        + " order by e.source, e.external_id limit 1",
                                tenant.value(),
                                subject)
                        .map(r -> new SubjectRef(
                                "deal".equals(r.get(0, String.class)) ? SubjectRef.Kind.DEAL : SubjectRef.Kind.CLIENT,
                                r.get(1, String.class),
                                r.get(2, String.class))));
    }

    /** From now on nothing is mailed to an address. */
    public void stop(TenantId tenant, String address, String status) {
        String now = time.now().toString();
        database.doInTenant(
                tenant,
                transaction -> transaction.execute(
                        "insert into mail_stop (tenant, address, status, known_at) values (?, ?, ?, cast(? as timestamptz)) on conflict (tenant, address) do nothing",
                        tenant.value(),
                        address.toLowerCase(Locale.ROOT),
                        status,
                        now));
    }

    /** A person says that an address takes mail again. */
    public boolean lift(TenantId tenant, String address) {
        return database.inTenant(
                        tenant,
                        transaction -> transaction.execute(
                                "delete from mail_stop where tenant = ? and address = ?",
                                tenant.value(),
                                address.toLowerCase(Locale.ROOT)))
                == 1;
    }

    /** Addresses that take no mail. */
    public List<String> stopped(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch("select address from mail_stop where tenant = ? order by address", tenant.value())
                        .map(r -> r.get(0, String.class)));
    }

    /** Whether an address takes no mail, within a transaction of the tenant. */
    public static boolean isStopped(DSLContext transaction, TenantId tenant, String address) {
        return !transaction
                .fetch(
                        "select 1 from mail_stop where tenant = ? and address = ?",
                        tenant.value(),
                        address.toLowerCase(Locale.ROOT))
                .isEmpty();
    }

    private static Optional<Record> first(DSLContext transaction, String sql, Object... values) {
        return transaction.fetch(sql, values).stream().findFirst();
    }
}
