package nextbest.store.privacy;

import static nextbest.store.schema.Tables.ACCESS_TOKEN;
import static nextbest.store.schema.Tables.ACCOUNT;
import static nextbest.store.schema.Tables.CONSENT;
import static nextbest.store.schema.Tables.CONTACT;
import static nextbest.store.schema.Tables.EXTERNAL_REF;
import static nextbest.store.schema.Tables.INBOX;
import static nextbest.store.schema.Tables.REP;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.identity.ExternalRef;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** The people of whom an organisation keeps something: contacts of its clients, and its own reps. */
public final class People {
    /** Members of an event by which it names a contact or a rep, beside the {@code id} of the person's own event. */
    private static final Set<String> NAMING =
            Set.of("contact", "stakeholders", "rep", "author", "manager", "from", "into");

    private final Database database;
    private final BusinessTime time;

    public People(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * Everything that is stored of a person.
     *
     * @param rows by table: rows that belong to the person or name them; packed records are counted, not printed
     * @param packed how many packed records (what decisions saw) name the person, by {@code table.column}
     */
    public record Export(
            Person person,
            Instant at,
            SortedMap<String, List<Map<String, Object>>> rows,
            SortedMap<String, Long> packed) {}

    /**
     * An erasure and its proof.
     *
     * @param found rows that named the person, by {@code table.column}
     * @param rewritten rows that were rewritten, by {@code table.column}
     * @param left rows that still name the person after that, by {@code table.column}: expected to be empty
     * @param deals deals whose cards may speak of the person
     */
    public record Erasure(
            Person person,
            Instant at,
            SortedMap<String, Long> found,
            SortedMap<String, Long> rewritten,
            SortedMap<String, Long> left,
            List<SubjectId> deals) {}

    /**
     * Finds a person.
     *
     * @param named our id, {@code SOURCE:ID}, or a mail address
     * @return empty if there is none, or if several have the mail address
     */
    public Optional<Person> find(TenantId tenant, String named) {
        return database.inTenant(tenant, transaction -> find(transaction, tenant, named));
    }

    private static Optional<Person> find(DSLContext transaction, TenantId tenant, String named) {
        List<UUID> ids =
                transaction.fetch("""
                        select id from contact where tenant = {0} and (id::text = {1} or lower(email) = lower({1}))
                        union select id from rep where tenant = {0} and (id::text = {1} or lower(email) = lower({1}))
                        union select entity_id from external_ref where tenant = {0} and type in ('contact', 'rep')
                          and source || ':' || external_id = {1}""", DSL.val(tenant.value()), DSL.val(named)).getValues(0, UUID.class);
        return ids.size() == 1 ? person(transaction, tenant, ids.getFirst()) : Optional.empty();
    }

    private static Optional<Person> person(DSLContext transaction, TenantId tenant, UUID id) {
        Set<String> names = new TreeSet<>();
        Set<String> addresses = new TreeSet<>();
        Set<String> logins = new TreeSet<>();
        var contact = transaction
                .select(CONTACT.NAME, CONTACT.EMAIL)
                .from(CONTACT)
                .where(CONTACT.TENANT.eq(tenant.value()), CONTACT.ID.eq(id))
                .fetch();
        var rep = transaction
                .select(REP.NAME, REP.EMAIL)
                .from(REP)
                .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(id))
                .fetch();
        if (contact.isEmpty() && rep.isEmpty()) {
            return Optional.empty();
        }
        contact.forEach(row -> note(names, addresses, row.value1(), row.value2()));
        rep.forEach(row -> note(names, addresses, row.value1(), row.value2()));
        Person.Kind kind = rep.isEmpty() ? Person.Kind.CONTACT : Person.Kind.REP;
        List<ExternalRef> references = transaction
                .select(EXTERNAL_REF.SOURCE, EXTERNAL_REF.TYPE, EXTERNAL_REF.EXTERNAL_ID)
                .from(EXTERNAL_REF)
                .where(EXTERNAL_REF.TENANT.eq(tenant.value()), EXTERNAL_REF.ENTITY_ID.eq(id))
                .fetch(row -> new ExternalRef(row.value1(), row.value2(), row.value3()));
        for (ExternalRef reference : references) {
            ownEvents(transaction, tenant, kind, reference).forEach(data -> {
                Map<String, Object> said = RecordJson.map(data);
                note(names, addresses, text(said, "name"), text(said, "email"));
            });
        }
        if (kind == Person.Kind.REP) {
            logins.addAll(transaction
                    .select(ACCOUNT.LOGIN)
                    .from(ACCOUNT)
                    .where(ACCOUNT.TENANT.eq(tenant.value()), ACCOUNT.REP_ID.eq(id))
                    .fetchSet(ACCOUNT.LOGIN));
        }
        return Optional.of(new Person(
                kind, id, new TreeSet<>(names), new TreeSet<>(addresses), new TreeSet<>(logins), references));
    }

    private static void note(Set<String> names, Set<String> addresses, String name, String address) {
        if (name != null && !name.isBlank() && !name.equals(Traces.ERASED)) {
            names.add(name);
        }
        if (address != null && !address.isBlank() && !address.equals(Traces.ERASED)) {
            addresses.add(address);
        }
    }

    private static String text(Map<String, Object> said, String field) {
        return said.get(field) instanceof String text ? text : null;
    }

    /** What the source said of the person itself, as the inbox keeps it. */
    private static List<JSONB> ownEvents(
            DSLContext transaction, TenantId tenant, Person.Kind kind, ExternalRef reference) {
        return transaction
                .select(INBOX.DATA)
                .from(INBOX)
                .where(
                        INBOX.TENANT.eq(tenant.value()),
                        INBOX.TYPE.eq(kind.type()),
                        INBOX.SOURCE.eq(reference.source()),
                        DSL.field("inbox.data ->> 'id'", String.class).eq(reference.id()))
                .fetch(INBOX.DATA);
    }

    /** Everything that is stored of a person; empty if there is no such person. */
    public Optional<Export> export(TenantId tenant, String named) {
        return database.inTenant(
                tenant,
                transaction -> find(transaction, tenant, named).map(person -> {
                    SortedMap<String, List<Map<String, Object>>> rows = new TreeMap<>();
                    SortedMap<String, Long> packed = new TreeMap<>();
                    belonging(transaction, tenant, person, rows);
                    new PersonalColumns(transaction, tenant, Traces.of(person)).each(found -> {
                        if (isPacked(found)) {
                            packed.merge(found.table() + "." + found.columns().getFirst(), 1L, Long::sum);
                        } else {
                            add(rows, found.table(), row(transaction, tenant, found.table(), found.row()));
                        }
                    });
                    return new Export(person, time.now(), rows, packed);
                }));
    }

    private static boolean isPacked(PersonalColumns.Found found) {
        return found.table().equals("snapshot") || found.table().equals("decision");
    }

    /** Rows that have the person's id in some column. */
    private static void belonging(
            DSLContext transaction, TenantId tenant, Person person, SortedMap<String, List<Map<String, Object>>> rows) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        transaction
                .fetch("""
                        select c.table_name, c.column_name from information_schema.columns c
                        join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
                        where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.udt_name = 'uuid'
                          and c.column_name <> 'tenant'
                          and c.table_name not in ('access_token', 'account', 'decision', 'contribution', 'statistic')
                          and c.table_name in (select table_name from information_schema.columns
                                               where table_schema = current_schema() and column_name = 'tenant')
                        order by 1, 2""")
                .forEach(row -> columns.computeIfAbsent(row.get(0, String.class), any -> new ArrayList<>())
                        .add(row.get(1, String.class)));
        columns.forEach((table, ids) -> {
            String condition = ids.stream()
                    .map(column -> PersonalColumns.quoted(column) + " = {1}")
                    .collect(Collectors.joining(" or "));
            transaction
                    .fetch(
                            "select ctid::text from " + PersonalColumns.quoted(table) + " where tenant = {0} and ("
                                    + condition + ")",
                            DSL.val(tenant.value()),
                            DSL.val(person.id()))
                    .forEach(row -> add(rows, table, row(transaction, tenant, table, row.get(0, String.class))));
        });
    }

    private static void add(SortedMap<String, List<Map<String, Object>>> rows, String table, Map<String, Object> row) {
        List<Map<String, Object>> there = rows.computeIfAbsent(table, any -> new ArrayList<>());
        if (!there.contains(row)) {
            there.add(row);
        }
    }

    private static Map<String, Object> row(DSLContext transaction, TenantId tenant, String table, String row) {
        Map<String, Object> values = RecordJson.map(transaction
                .fetchSingle(
                        "select to_jsonb(x) - 'tenant' from " + PersonalColumns.quoted(table)
                                + " x where tenant = {0} and ctid = {1}::tid",
                        DSL.val(tenant.value()),
                        DSL.val(row))
                .get(0, JSONB.class));
        // bytes are keys, hashes and packed forms: nothing that a person could read
        values.values().removeIf(value -> value instanceof String text && text.startsWith("\\x"));
        return values;
    }

    /**
     * Erases a person for good, and looks again. The rows stay where counts need them, without anything that says who it was;
     * nobody may be contacted under what is left; a source that sends the person again is refused.
     *
     * @return empty if there is no such person
     */
    public Optional<Erasure> erase(TenantId tenant, String named) {
        return database.inTenant(
                tenant,
                transaction -> find(transaction, tenant, named).map(person -> erase(transaction, tenant, person)));
    }

    private Erasure erase(DSLContext transaction, TenantId tenant, Person person) {
        Instant now = time.now();
        PersonalColumns columns = new PersonalColumns(transaction, tenant, Traces.of(person));
        SortedMap<String, Long> found = columns.count();
        List<SubjectId> deals = deals(transaction, tenant, person);
        ErasedPeople.remember(transaction, tenant, person, now, time.realNow());
        for (ExternalRef reference : person.references()) {
            blankEvents(transaction, tenant, person, reference);
        }
        blankRow(transaction, tenant, person, now);
        SortedMap<String, Long> rewritten = columns.erase(now);
        SortedMap<String, Long> left = columns.count();
        referencesLeft(transaction, tenant, person).ifPresent(count -> left.put("external_ref.external_id", count));
        return new Erasure(person, now, found, rewritten, left, deals);
    }

    private static List<SubjectId> deals(DSLContext transaction, TenantId tenant, Person person) {
        return transaction
                .fetch(
                        """
                        select from_id from edge where tenant = {0} and kind = 'stakeholder' and to_id = {1}
                        union select s.id from subject s join deal d on d.tenant = s.tenant and d.subject_id = s.id and d.status = 'OPEN'
                          where s.tenant = {0} and s.rep_id = {1}
                        union select subject_id from fact where tenant = {0} and field = 'stakeholders' and value::text like '%' || {2} || '%'""",
                        DSL.val(tenant.value()),
                        DSL.val(person.id()),
                        DSL.val(person.id().toString()))
                .map(row -> new SubjectId(row.get(0, UUID.class)));
    }

    /** The person's own events keep their place and say nothing; events that name the person name what is left of them. */
    private static void blankEvents(DSLContext transaction, TenantId tenant, Person person, ExternalRef reference) {
        transaction
                .select(INBOX.SOURCE, INBOX.EVENT_ID, INBOX.TYPE, INBOX.DATA)
                .from(INBOX)
                .where(
                        INBOX.TENANT.eq(tenant.value()),
                        DSL.condition("strpos(inbox.data::text, {0}) > 0", DSL.val(reference.id())))
                .forUpdate()
                .fetch()
                .forEach(row -> {
                    Map<String, Object> data = RecordJson.map(row.value4());
                    boolean own = row.value3().equals(person.kind().type())
                            && row.value1().equals(reference.source())
                            && reference.id().equals(data.get("id"));
                    if (own) {
                        data = new LinkedHashMap<>(Map.of("id", person.pseudonym()));
                    } else {
                        data.replaceAll((field, value) ->
                                NAMING.contains(field) ? renamed(value, row.value1(), reference, person) : value);
                    }
                    transaction
                            .update(INBOX)
                            .set(INBOX.DATA, RecordJson.jsonb(data))
                            .where(
                                    INBOX.TENANT.eq(tenant.value()),
                                    INBOX.SOURCE.eq(row.value1()),
                                    INBOX.EVENT_ID.eq(row.value2()))
                            .execute();
                });
        transaction
                .update(EXTERNAL_REF)
                .set(EXTERNAL_REF.EXTERNAL_ID, person.pseudonym())
                .where(
                        EXTERNAL_REF.TENANT.eq(tenant.value()),
                        EXTERNAL_REF.SOURCE.eq(reference.source()),
                        EXTERNAL_REF.TYPE.eq(reference.type()),
                        EXTERNAL_REF.EXTERNAL_ID.eq(reference.id()))
                .execute();
    }

    private static Object renamed(Object value, String source, ExternalRef reference, Person person) {
        return switch (value) {
            case String text
            when (text.equals(reference.id()) && source.equals(reference.source()))
                    || text.equals(reference.source() + ":" + reference.id()) -> person.pseudonym();
            case List<?> list ->
                list.stream()
                        .map(item -> renamed(item, source, reference, person))
                        .toList();
            case Map<?, ?> map when reference.id().equals(map.get("id")) -> person.pseudonym();
            case null, default -> value;
        };
    }

    private static void blankRow(DSLContext transaction, TenantId tenant, Person person, Instant now) {
        switch (person.kind()) {
            case CONTACT -> {
                transaction
                        .update(CONTACT)
                        .set(CONTACT.NAME, Traces.ERASED)
                        .setNull(CONTACT.EMAIL)
                        .setNull(CONTACT.TITLE)
                        .set(CONTACT.RECORD_ID, person.pseudonym())
                        .where(CONTACT.TENANT.eq(tenant.value()), CONTACT.ID.eq(person.id()))
                        .execute();
                transaction
                        .insertInto(CONSENT)
                        .set(CONSENT.TENANT, tenant.value())
                        .set(CONSENT.CONTACT_ID, person.id())
                        .set(CONSENT.CHANNEL, "ANY")
                        .set(CONSENT.GIVEN, false)
                        .set(CONSENT.OCCURRED_AT, now)
                        .onConflictDoNothing()
                        .execute();
            }
            case REP -> {
                transaction
                        .update(REP)
                        .set(REP.NAME, Traces.ERASED)
                        .setNull(REP.EMAIL)
                        .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(person.id()))
                        .execute();
                transaction
                        .deleteFrom(ACCOUNT)
                        .where(ACCOUNT.TENANT.eq(tenant.value()), ACCOUNT.REP_ID.eq(person.id()))
                        .execute();
                transaction
                        .deleteFrom(ACCESS_TOKEN)
                        .where(ACCESS_TOKEN.TENANT.eq(tenant.value()), ACCESS_TOKEN.REP_ID.eq(person.id()))
                        .execute();
            }
        }
    }

    private static Optional<Long> referencesLeft(DSLContext transaction, TenantId tenant, Person person) {
        long left = transaction.fetchCount(
                EXTERNAL_REF,
                EXTERNAL_REF.TENANT.eq(tenant.value()),
                EXTERNAL_REF.ENTITY_ID.eq(person.id()),
                EXTERNAL_REF.EXTERNAL_ID.ne(person.pseudonym()));
        return left == 0 ? Optional.empty() : Optional.of(left);
    }

    /** Rows that name anybody of these names and addresses, by {@code table.column}: the check of an erasure at any later time. */
    public SortedMap<String, Long> search(TenantId tenant, Traces traces) {
        return database.inTenant(tenant, transaction -> new PersonalColumns(transaction, tenant, traces).count());
    }
}
