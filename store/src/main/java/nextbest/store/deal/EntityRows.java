package nextbest.store.deal;

import static nextbest.store.schema.Tables.CLIENT;
import static nextbest.store.schema.Tables.COMPANY;
import static nextbest.store.schema.Tables.CONTACT;
import static nextbest.store.schema.Tables.EXTERNAL_REF;
import static nextbest.store.schema.Tables.INBOX;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.deal.StakeholderRole;
import nextbest.fact.Keyed;
import nextbest.fact.Provenance;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/**
 * Clients and contacts as they were known at a moment. Their tables hold what is known now; a row that has changed since the
 * moment is put together again from the events in the inbox.
 */
final class EntityRows {
    private static final String[] NO_WORDS = {};

    private EntityRows() {}

    /** A client; {@code null} stands for what was not said. */
    record Client(
            String name,
            String industry,
            String segment,
            String region,
            String country,
            Long employees,
            Provenance by) {}

    /** Somebody on a buyer's side. */
    record Contact(
            UUID id,
            String name,
            String title,
            List<StakeholderRole> roles,
            Optional<Boolean> departureRisk,
            Optional<Instant> lastEngaged,
            Provenance provenance) {

        /** What to call this person: the name, else the title, else the record. */
        String displayName() {
            if (name != null && !name.isBlank()) {
                return name;
            }
            return title != null && !title.isBlank() ? title : provenance.recordId();
        }
    }

    static Map<UUID, Client> clients(DSLContext transaction, UUID tenant, UUID[] ids, Instant asOf) {
        Map<UUID, Client> clients = new HashMap<>();
        if (ids.length == 0) {
            return clients;
        }
        Map<UUID, String> changedSince = new HashMap<>();
        transaction
                .select(
                        CLIENT.ID,
                        CLIENT.NAME,
                        DSL.coalesce(CLIENT.INDUSTRY, COMPANY.INDUSTRY),
                        CLIENT.SEGMENT,
                        DSL.coalesce(CLIENT.REGION, COMPANY.REGION),
                        CLIENT.COUNTRY,
                        DSL.coalesce(CLIENT.EMPLOYEES, COMPANY.EMPLOYEES),
                        CLIENT.SOURCE,
                        CLIENT.RECORD_ID,
                        CLIENT.KNOWN_AT)
                .from(CLIENT)
                .leftJoin(COMPANY)
                .on(COMPANY.TENANT.eq(CLIENT.TENANT), COMPANY.ID.eq(CLIENT.COMPANY_ID))
                .where(CLIENT.TENANT.eq(tenant), CLIENT.ID.eq(DSL.any(ids)))
                .forEach(row -> {
                    if (row.value10().isAfter(asOf)) {
                        changedSince.put(row.value1(), row.value9());
                    } else {
                        clients.put(
                                row.value1(),
                                new Client(
                                        row.value2(),
                                        row.value3(),
                                        row.value4(),
                                        row.value5(),
                                        row.value6(),
                                        row.value7(),
                                        new Provenance(row.value8(), row.value9(), row.value10())));
                    }
                });
        if (!changedSince.isEmpty()) {
            Map<UUID, Told> told = new HashMap<>();
            transaction
                    .select(INBOX.SUBJECT_ID, INBOX.DATA, INBOX.SOURCE, INBOX.KNOWN_AT)
                    .from(INBOX)
                    .where(
                            INBOX.TENANT.eq(tenant),
                            INBOX.TYPE.eq("client"),
                            INBOX.SUBJECT_ID.eq(DSL.any(changedSince.keySet().toArray(UUID[]::new))),
                            INBOX.KNOWN_AT.le(asOf))
                    .orderBy(INBOX.OCCURRED_AT, INBOX.KNOWN_AT, INBOX.SOURCE, INBOX.EVENT_ID)
                    .forEach(row -> told.computeIfAbsent(row.value1(), id -> new Told())
                            .add(
                                    row.value2(),
                                    new Provenance(row.value3(), changedSince.get(row.value1()), row.value4())));
            told.forEach((id, said) -> clients.put(
                    id,
                    new Client(
                            said.text("name"),
                            said.text("industry"),
                            said.text("segment"),
                            said.text("region"),
                            said.text("country"),
                            said.whole("employees"),
                            said.by)));
        }
        return clients;
    }

    static Map<UUID, Contact> contacts(DSLContext transaction, UUID tenant, UUID[] ids, Instant asOf) {
        Map<UUID, Contact> contacts = new HashMap<>();
        if (ids.length == 0) {
            return contacts;
        }
        List<UUID> changedSince = new ArrayList<>();
        transaction
                .selectFrom(CONTACT)
                .where(CONTACT.TENANT.eq(tenant), CONTACT.ID.eq(DSL.any(ids)))
                .forEach(row -> {
                    if (row.getKnownAt().isAfter(asOf)) {
                        changedSince.add(row.getId());
                    } else {
                        contacts.put(
                                row.getId(),
                                new Contact(
                                        row.getId(),
                                        row.getName(),
                                        row.getTitle(),
                                        roles(row.getRoles()),
                                        Optional.ofNullable(row.getDepartureRisk()),
                                        Optional.ofNullable(row.getLastEngagedAt()),
                                        new Provenance(row.getSource(), row.getRecordId(), row.getKnownAt())));
                    }
                });
        if (!changedSince.isEmpty()) {
            Map<UUID, Told> told = new HashMap<>();
            transaction
                    .select(EXTERNAL_REF.ENTITY_ID, INBOX.DATA, INBOX.SOURCE, EXTERNAL_REF.EXTERNAL_ID, INBOX.KNOWN_AT)
                    .from(EXTERNAL_REF)
                    .join(INBOX)
                    .on(
                            INBOX.TENANT.eq(EXTERNAL_REF.TENANT),
                            INBOX.TYPE.eq("contact"),
                            INBOX.SOURCE.eq(EXTERNAL_REF.SOURCE),
                            DSL.field("inbox.data ->> 'id'", String.class).eq(EXTERNAL_REF.EXTERNAL_ID))
                    .where(
                            EXTERNAL_REF.TENANT.eq(tenant),
                            EXTERNAL_REF.TYPE.eq("contact"),
                            EXTERNAL_REF.ENTITY_ID.eq(DSL.any(changedSince.toArray(UUID[]::new))),
                            INBOX.KNOWN_AT.le(asOf))
                    .orderBy(INBOX.OCCURRED_AT, INBOX.KNOWN_AT, INBOX.SOURCE, INBOX.EVENT_ID)
                    .forEach(row -> told.computeIfAbsent(row.value1(), id -> new Told())
                            .add(row.value2(), new Provenance(row.value3(), row.value4(), row.value5())));
            told.forEach((id, said) -> contacts.put(
                    id,
                    new Contact(
                            id,
                            said.text("name"),
                            said.text("title"),
                            roles(said.words("roles")),
                            said.flag("departureRisk"),
                            Optional.ofNullable(said.text("lastEngagedAt"))
                                    .map(text ->
                                            java.time.OffsetDateTime.parse(text).toInstant()),
                            said.by)));
        }
        return contacts;
    }

    private static List<StakeholderRole> roles(String[] keys) {
        return Arrays.stream(keys == null ? NO_WORDS : keys)
                .flatMap(key -> Keyed.find(StakeholderRole.class, key).stream())
                .toList();
    }

    /** What several events said of one entity; of each field the last word. */
    private static final class Told {
        private final Map<String, Object> fields = new HashMap<>();
        private Provenance by;

        void add(JSONB data, Provenance from) {
            fields.putAll(RecordJson.map(data));
            by = from;
        }

        String text(String field) {
            return fields.get(field) instanceof String text ? text : null;
        }

        Long whole(String field) {
            return fields.get(field) instanceof Number number ? Long.valueOf(number.longValue()) : null;
        }

        Optional<Boolean> flag(String field) {
            return fields.get(field) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
        }

        String[] words(String field) {
            return fields.get(field) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toArray(String[]::new)
                    : NO_WORDS;
        }
    }
}
