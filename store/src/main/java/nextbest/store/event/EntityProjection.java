package nextbest.store.event;

import static nextbest.store.schema.Tables.ASSET;
import static nextbest.store.schema.Tables.BOOK;
import static nextbest.store.schema.Tables.CLIENT;
import static nextbest.store.schema.Tables.COMPANY;
import static nextbest.store.schema.Tables.CONSENT;
import static nextbest.store.schema.Tables.CONTACT;
import static nextbest.store.schema.Tables.DESK;
import static nextbest.store.schema.Tables.DOCUMENT;
import static nextbest.store.schema.Tables.EDGE;
import static nextbest.store.schema.Tables.HOUSE_VIEW;
import static nextbest.store.schema.Tables.OCCASION;
import static nextbest.store.schema.Tables.PRODUCT;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.REP_ABSENCE;
import static nextbest.store.schema.Tables.RESOURCE;
import static nextbest.store.schema.Tables.SUBJECT;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.event.FieldType.Reference;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.store.NewIds;
import nextbest.store.entity.EntityKind;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;

/**
 * Writes what events say of people and things: reps, clients, contacts, products, content. A field that an event does not
 * mention stays as it was; one that it says is absent is emptied.
 */
final class EntityProjection {
    private final DSLContext transaction;
    private final TenantId tenant;
    private final References references;
    private final CorrectedWords words;
    private final NewIds ids;

    EntityProjection(DSLContext transaction, TenantId tenant, References references, CorrectedWords words, NewIds ids) {
        this.words = words;
        this.transaction = transaction;
        this.tenant = tenant;
        this.references = references;
        this.ids = ids;
    }

    void write(List<ParsedEvent> events) {
        // in the order of their foreign keys; within a kind in the order of the batch
        events.stream()
                .filter(e -> e.envelope().type() == nextbest.event.EventType.REP)
                .forEach(this::rep);
        for (ParsedEvent event : events) {
            switch (event.envelope().type()) {
                case COMPANY -> company(event);
                case PRODUCT -> product(event);
                case REP_AVAILABILITY -> absence(event);
                case ASSET -> asset(event);
                case RESOURCE -> resource(event);
                default -> {}
            }
        }
        events.stream()
                .filter(e -> e.envelope().type() == nextbest.event.EventType.CLIENT)
                .forEach(this::client);
        for (ParsedEvent event : events) {
            switch (event.envelope().type()) {
                case CONTACT -> contact(event);
                case EDGE -> edge(event);
                case DOCUMENT -> document(event);
                case HOUSE_VIEW -> houseView(event);
                case OCCASION -> occasion(event);
                case CONSENT -> consent(event);
                default -> {}
            }
        }
    }

    private void rep(ParsedEvent e) {
        Row row = row(e, REP.ID);
        row.text("name", REP.NAME).text("email", REP.EMAIL).text("region", REP.REGION);
        e.data().value("zone", ZoneId.class).ifPresent(zone -> row.set(REP.ZONE, zone.getId()));
        e.data().value("workFrom", Long.class).ifPresent(hour -> row.set(REP.WORK_FROM, hour.shortValue()));
        e.data().value("workUntil", Long.class).ifPresent(hour -> row.set(REP.WORK_UNTIL, hour.shortValue()));
        row.ref("manager", REP.MANAGER_ID).names("skills", REP.SKILLS);
        row.whole("capacityMinutesPerDay", REP.CAPACITY_MINUTES_PER_DAY).value("since", LocalDate.class, REP.SINCE);
        Optional<UUID> desk = e.data().text("desk").map(this::desk);
        desk.ifPresent(id -> row.set(REP.DESK_ID, id));
        e.data().text("book").ifPresent(name -> row.set(REP.BOOK_ID, book(name, desk.orElse(null))));
        row.upsert(REP);
    }

    private void company(ParsedEvent e) {
        row(e, COMPANY.ID)
                .text("name", COMPANY.NAME)
                .ref("parent", COMPANY.PARENT_ID)
                .text("industry", COMPANY.INDUSTRY)
                .text("region", COMPANY.REGION)
                .value("employees", Long.class, COMPANY.EMPLOYEES)
                .names("synonyms", COMPANY.SYNONYMS)
                .upsert(COMPANY);
    }

    private void product(ParsedEvent e) {
        row(e, PRODUCT.ID)
                .text("name", PRODUCT.NAME)
                .ref("parent", PRODUCT.PARENT_ID)
                .money("price", PRODUCT.PRICE_MINOR, PRODUCT.PRICE_CURRENCY)
                .names("synonyms", PRODUCT.SYNONYMS)
                .value("soldFrom", LocalDate.class, PRODUCT.SOLD_FROM)
                .value("soldUntil", LocalDate.class, PRODUCT.SOLD_UNTIL)
                .upsert(PRODUCT);
    }

    private void client(ParsedEvent e) {
        Row row = row(e, CLIENT.ID);
        row.set(CLIENT.SOURCE, e.envelope().source())
                .set(CLIENT.RECORD_ID, e.envelope().subject().orElseThrow().id())
                .set(CLIENT.KNOWN_AT, e.envelope().knownAt());
        row.text("name", CLIENT.NAME)
                .ref("company", CLIENT.COMPANY_ID)
                .ref("parent", CLIENT.PARENT_ID)
                .word("industry", EntityKind.INDUSTRY, CLIENT.INDUSTRY)
                .text("segment", CLIENT.SEGMENT)
                .text("region", CLIENT.REGION)
                .word("country", EntityKind.COUNTRY, CLIENT.COUNTRY);
        row.value("employees", Long.class, CLIENT.EMPLOYEES)
                .money("revenue", CLIENT.REVENUE_MINOR, CLIENT.REVENUE_CURRENCY)
                .ref("rep", CLIENT.REP_ID);
        e.data().value("established", Long.class).ifPresent(year -> row.set(CLIENT.ESTABLISHED, year.shortValue()));
        Optional<UUID> desk = e.data().text("desk").map(this::desk);
        desk.ifPresent(id -> row.set(CLIENT.DESK_ID, id));
        e.data().text("book").ifPresent(name -> row.set(CLIENT.BOOK_ID, book(name, desk.orElse(null))));
        row.setIfNew(CLIENT.NAME, e.envelope().subject().orElseThrow().id());
        row.upsert(CLIENT);
        UUID id = references.described(e.declares().orElseThrow());
        transaction
                .insertInto(SUBJECT, SUBJECT.TENANT, SUBJECT.ID, SUBJECT.KIND, SUBJECT.CLIENT_ID)
                .values(tenant.value(), id, "CLIENT", id)
                .onConflictDoNothing()
                .execute();
    }

    private void contact(ParsedEvent e) {
        Row row = row(e, CONTACT.ID);
        row.set(CONTACT.SOURCE, e.envelope().source())
                .set(CONTACT.RECORD_ID, e.data().required("id", String.class))
                .set(CONTACT.KNOWN_AT, e.envelope().knownAt());
        row.text("name", CONTACT.NAME)
                .text("email", CONTACT.EMAIL)
                .text("title", CONTACT.TITLE)
                .ref("client", CONTACT.CLIENT_ID)
                .names("roles", CONTACT.ROLES)
                .value("departureRisk", Boolean.class, CONTACT.DEPARTURE_RISK)
                .value("lastEngagedAt", Instant.class, CONTACT.LAST_ENGAGED_AT);
        row.upsert(CONTACT);
        e.envelope()
                .subject()
                .map(s -> s.external())
                .map(references::get)
                .ifPresent(subject -> edge(
                        "stakeholder",
                        subject,
                        references.get(e.declares().orElseThrow()),
                        null,
                        e.envelope().knownAt()));
    }

    private void asset(ParsedEvent e) {
        Row row = row(e, ASSET.ID).set(ASSET.KNOWN_AT, e.envelope().knownAt());
        row.text("kind", ASSET.KIND)
                .text("title", ASSET.TITLE)
                .text("link", ASSET.LINK)
                .text("version", ASSET.VERSION)
                .names("industries", ASSET.INDUSTRIES)
                .names("competitors", ASSET.COMPETITORS)
                .names("techStack", ASSET.TECH_STACK)
                .text("language", ASSET.LANGUAGE)
                .value("until", LocalDate.class, ASSET.VALID_UNTIL);
        if (e.data().mentions("products")) {
            row.set(
                    ASSET.PRODUCTS,
                    e.data().list("products", Reference.class).stream()
                            .map(ref -> references.get(e.external(ref)))
                            .toArray(UUID[]::new));
        }
        row.upsert(ASSET);
    }

    private void resource(ParsedEvent e) {
        row(e, RESOURCE.ID)
                .set(RESOURCE.KNOWN_AT, e.envelope().knownAt())
                .text("kind", RESOURCE.KIND)
                .text("name", RESOURCE.NAME)
                .value("availableFrom", Instant.class, RESOURCE.AVAILABLE_FROM)
                .value("availableUntil", Instant.class, RESOURCE.AVAILABLE_UNTIL)
                .upsert(RESOURCE);
    }

    private void document(ParsedEvent e) {
        Row row = row(e, DOCUMENT.ID);
        row.set(DOCUMENT.OCCURRED_AT, e.envelope().occurredAt())
                .set(DOCUMENT.KNOWN_AT, e.envelope().knownAt())
                .set(DOCUMENT.SOURCE, e.envelope().source())
                .set(DOCUMENT.EVENT_ID, e.envelope().id());
        e.envelope()
                .subject()
                .map(s -> s.external())
                .map(references::get)
                .ifPresent(subject -> row.set(DOCUMENT.SUBJECT_ID, subject));
        row.text("kind", DOCUMENT.KIND)
                .text("title", DOCUMENT.TITLE)
                .text("text", DOCUMENT.BODY)
                .text("language", DOCUMENT.LANGUAGE)
                .text("link", DOCUMENT.LINK)
                .upsert(DOCUMENT);
    }

    private void houseView(ParsedEvent e) {
        row(e, HOUSE_VIEW.ID)
                .set(HOUSE_VIEW.KNOWN_AT, e.envelope().knownAt())
                .ref("product", HOUSE_VIEW.PRODUCT_ID)
                .text("topic", HOUSE_VIEW.TOPIC)
                .text("stance", HOUSE_VIEW.STANCE)
                .text("segment", HOUSE_VIEW.SEGMENT)
                .value("from", LocalDate.class, HOUSE_VIEW.VALID_FROM)
                .value("until", LocalDate.class, HOUSE_VIEW.VALID_UNTIL)
                .text("text", HOUSE_VIEW.BODY)
                .upsert(HOUSE_VIEW);
    }

    private void occasion(ParsedEvent e) {
        Row row = row(e, OCCASION.ID).set(OCCASION.KNOWN_AT, e.envelope().knownAt());
        e.envelope()
                .subject()
                .map(s -> s.external())
                .map(references::get)
                .ifPresent(subject -> row.set(OCCASION.SUBJECT_ID, subject));
        row.text("kind", OCCASION.KIND)
                .text("title", OCCASION.TITLE)
                .ref("product", OCCASION.PRODUCT_ID)
                .value("date", LocalDate.class, OCCASION.ON_DAY);
        e.data()
                .value("everyMonths", Long.class)
                .ifPresent(months -> row.set(OCCASION.EVERY_MONTHS, months.shortValue()));
        row.upsert(OCCASION);
    }

    private void absence(ParsedEvent e) {
        transaction
                .insertInto(
                        REP_ABSENCE,
                        REP_ABSENCE.TENANT,
                        REP_ABSENCE.ID,
                        REP_ABSENCE.REP_ID,
                        REP_ABSENCE.ABSENT_FROM,
                        REP_ABSENCE.ABSENT_UNTIL,
                        REP_ABSENCE.KIND)
                .values(
                        tenant.value(),
                        ids.next(),
                        ref(e, "rep"),
                        e.data().required("from", Instant.class),
                        e.data().required("until", Instant.class),
                        e.data().text("kind").orElse("OTHER"))
                .execute();
    }

    private void consent(ParsedEvent e) {
        transaction
                .insertInto(
                        CONSENT,
                        CONSENT.TENANT,
                        CONSENT.CONTACT_ID,
                        CONSENT.CHANNEL,
                        CONSENT.GIVEN,
                        CONSENT.OCCURRED_AT)
                .values(
                        tenant.value(),
                        ref(e, "contact"),
                        e.data().required("channel", String.class),
                        e.data().required("given", Boolean.class),
                        e.envelope().occurredAt())
                .onConflict(CONSENT.TENANT, CONSENT.CONTACT_ID, CONSENT.CHANNEL, CONSENT.OCCURRED_AT)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }

    private void edge(ParsedEvent e) {
        for (String field : List.of("toClient", "toCompany")) {
            e.data()
                    .value(field, Reference.class)
                    .ifPresent(to -> edge(
                            e.data().required("kind", String.class),
                            ref(e, "from"),
                            references.get(e.external(to)),
                            e.data()
                                    .value("weight", BigDecimal.class)
                                    .map(BigDecimal::doubleValue)
                                    .orElse(null),
                            e.envelope().knownAt()));
        }
    }

    private void edge(String kind, UUID from, UUID to, Double weight, Instant knownAt) {
        transaction
                .insertInto(EDGE, EDGE.TENANT, EDGE.KIND, EDGE.FROM_ID, EDGE.TO_ID, EDGE.WEIGHT, EDGE.KNOWN_AT)
                .values(tenant.value(), kind, from, to, weight, knownAt)
                .onConflict(EDGE.TENANT, EDGE.KIND, EDGE.FROM_ID, EDGE.TO_ID)
                .doUpdate()
                .set(EDGE.WEIGHT, weight)
                .execute();
    }

    private UUID desk(String name) {
        transaction
                .insertInto(DESK, DESK.TENANT, DESK.ID, DESK.NAME)
                .values(tenant.value(), ids.next(), name)
                .onConflict(DESK.TENANT, DESK.NAME)
                .doNothing()
                .execute();
        return transaction
                .select(DESK.ID)
                .from(DESK)
                .where(DESK.TENANT.eq(tenant.value()), DESK.NAME.eq(name))
                .fetchSingle(DESK.ID);
    }

    private UUID book(String name, UUID desk) {
        transaction
                .insertInto(BOOK, BOOK.TENANT, BOOK.ID, BOOK.NAME, BOOK.DESK_ID)
                .values(tenant.value(), ids.next(), name, desk)
                .onConflict(BOOK.TENANT, BOOK.NAME)
                .doNothing()
                .execute();
        return transaction
                .select(BOOK.ID)
                .from(BOOK)
                .where(BOOK.TENANT.eq(tenant.value()), BOOK.NAME.eq(name))
                .fetchSingle(BOOK.ID);
    }

    private UUID ref(ParsedEvent e, String field) {
        return references.get(e.external(e.data().required(field, Reference.class)));
    }

    private Row row(ParsedEvent event, TableField<?, UUID> idColumn) {
        return new Row(event)
                .set(idColumn, references.described(event.declares().orElseThrow()));
    }

    /** One row in the making: what the event mentions, column by column. */
    private final class Row {
        private final ParsedEvent event;
        private final Map<Field<?>, Object> columns = new LinkedHashMap<>();
        private final Map<Field<?>, Object> onlyIfNew = new LinkedHashMap<>();

        Row(ParsedEvent event) {
            this.event = event;
        }

        Row set(Field<?> column, Object value) {
            columns.put(column, value);
            return this;
        }

        /** A value that a new row needs and an existing one keeps. */
        Row setIfNew(Field<?> column, Object value) {
            if (!columns.containsKey(column)) {
                onlyIfNew.put(column, value);
            }
            return this;
        }

        Row text(String field, Field<String> column) {
            return value(field, String.class, column);
        }

        /** A word that people may have corrected. */
        Row word(String field, EntityKind kind, Field<String> column) {
            if (event.data().mentions(field)) {
                columns.put(
                        column,
                        event.data()
                                .text(field)
                                .map(said -> words.corrected(kind, said, event))
                                .orElse(null));
            }
            return this;
        }

        <T> Row value(String field, Class<T> type, Field<T> column) {
            if (event.data().mentions(field)) {
                columns.put(column, event.data().value(field, type).orElse(null));
            }
            return this;
        }

        Row whole(String field, Field<Integer> column) {
            if (event.data().mentions(field)) {
                columns.put(
                        column,
                        event.data()
                                .value(field, Long.class)
                                .map(Math::toIntExact)
                                .orElse(null));
            }
            return this;
        }

        Row ref(String field, Field<UUID> column) {
            if (event.data().mentions(field)) {
                columns.put(
                        column,
                        event.data()
                                .value(field, Reference.class)
                                .map(event::external)
                                .map(references::get)
                                .orElse(null));
            }
            return this;
        }

        Row names(String field, Field<String[]> column) {
            if (event.data().mentions(field)) {
                columns.put(column, event.data().list(field, String.class).toArray(String[]::new));
            }
            return this;
        }

        Row money(String field, Field<Long> minor, Field<String> currency) {
            if (event.data().mentions(field)) {
                Optional<Money> money = event.data().value(field, Money.class);
                columns.put(minor, money.map(Money::minor).orElse(null));
                columns.put(currency, money.map(Money::currency).orElse(null));
            }
            return this;
        }

        <R extends Record> void upsert(Table<R> table) {
            UniqueKey<R> key = java.util.Objects.requireNonNull(table.getPrimaryKey(), "every table has a primary key");
            Map<Field<?>, Object> all = new LinkedHashMap<>();
            all.put(table.field("tenant"), tenant.value());
            all.putAll(columns);
            all.putAll(onlyIfNew);
            Map<Field<?>, Object> changes = new LinkedHashMap<>(columns);
            key.getFields().forEach(changes::remove);
            var insert = transaction.insertInto(table).set(all).onConflict(key.getFields());
            if (changes.isEmpty()) {
                insert.doNothing().execute();
            } else {
                insert.doUpdate().set(changes).execute();
            }
        }
    }
}
