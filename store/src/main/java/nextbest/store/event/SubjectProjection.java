package nextbest.store.event;

import static nextbest.store.schema.Tables.ACTIVITY;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.DEAL_OUTCOME;
import static nextbest.store.schema.Tables.DOCUMENT;
import static nextbest.store.schema.Tables.EXPOSURE_ELSEWHERE;
import static nextbest.store.schema.Tables.FACT;
import static nextbest.store.schema.Tables.HOLDING;
import static nextbest.store.schema.Tables.SIGNAL;
import static nextbest.store.schema.Tables.STAGE;
import static nextbest.store.schema.Tables.STAGE_CHANGE;
import static nextbest.store.schema.Tables.SUBJECT;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.event.EventEnvelope;
import nextbest.event.FieldType.Reference;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.store.BatchInsert;
import nextbest.store.NewIds;
import nextbest.store.entity.EntityKind;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Writes what events say of deals and clients: facts, stage changes, activities, signals, notes, outcomes, holdings. */
final class SubjectProjection {
    private final DSLContext transaction;
    private final TenantId tenant;
    private final References references;
    private final CorrectedWords words;
    private final NewIds ids;
    private final Map<Table<?>, List<Object[]>> rows = new LinkedHashMap<>();

    SubjectProjection(
            DSLContext transaction, TenantId tenant, References references, CorrectedWords words, NewIds ids) {
        this.words = words;
        this.transaction = transaction;
        this.tenant = tenant;
        this.references = references;
        this.ids = ids;
    }

    /** Writes the events and says which subjects they are about. */
    Set<UUID> write(List<ParsedEvent> events) {
        Set<UUID> touched = new LinkedHashSet<>();
        newDeals(events);
        for (ParsedEvent event : events) {
            Optional<UUID> subject =
                    event.envelope().subject().map(s -> s.external()).map(references::get);
            subject.ifPresent(id -> {
                touched.add(id);
                project(event, id);
            });
        }
        flush(
                FACT,
                FACT.TENANT,
                FACT.SUBJECT_ID,
                FACT.FIELD,
                FACT.KNOWN_AT,
                FACT.OCCURRED_AT,
                FACT.STATE,
                FACT.VALUE,
                FACT.SOURCE,
                FACT.RECORD_ID,
                FACT.EVENT_ID);
        flush(
                STAGE_CHANGE,
                STAGE_CHANGE.TENANT,
                STAGE_CHANGE.SUBJECT_ID,
                STAGE_CHANGE.OCCURRED_AT,
                STAGE_CHANGE.KNOWN_AT,
                STAGE_CHANGE.FROM_STAGE,
                STAGE_CHANGE.TO_STAGE,
                STAGE_CHANGE.SOURCE,
                STAGE_CHANGE.EVENT_ID);
        flush(
                ACTIVITY,
                ACTIVITY.TENANT,
                ACTIVITY.SUBJECT_ID,
                ACTIVITY.OCCURRED_AT,
                ACTIVITY.KNOWN_AT,
                ACTIVITY.KIND,
                ACTIVITY.DIRECTION,
                ACTIVITY.CONTACT_ID,
                ACTIVITY.REP_ID,
                ACTIVITY.MINUTES,
                ACTIVITY.ACTION,
                ACTIVITY.SUMMARY,
                ACTIVITY.SOURCE,
                ACTIVITY.EVENT_ID);
        flush(
                SIGNAL,
                SIGNAL.TENANT,
                SIGNAL.SUBJECT_ID,
                SIGNAL.OCCURRED_AT,
                SIGNAL.KNOWN_AT,
                SIGNAL.SIGNAL_,
                SIGNAL.CONTACT_ID,
                SIGNAL.TOPIC,
                SIGNAL.QUOTE,
                SIGNAL.SOURCE,
                SIGNAL.EVENT_ID);
        flush(
                DEAL_OUTCOME,
                DEAL_OUTCOME.TENANT,
                DEAL_OUTCOME.SUBJECT_ID,
                DEAL_OUTCOME.OCCURRED_AT,
                DEAL_OUTCOME.KNOWN_AT,
                DEAL_OUTCOME.KIND,
                DEAL_OUTCOME.AMOUNT_MINOR,
                DEAL_OUTCOME.CURRENCY,
                DEAL_OUTCOME.REASON,
                DEAL_OUTCOME.SOURCE,
                DEAL_OUTCOME.EVENT_ID);
        flush(
                DOCUMENT,
                DOCUMENT.TENANT,
                DOCUMENT.ID,
                DOCUMENT.SUBJECT_ID,
                DOCUMENT.KIND,
                DOCUMENT.BODY,
                DOCUMENT.AUTHOR_ID,
                DOCUMENT.CONTACT_ID,
                DOCUMENT.OCCURRED_AT,
                DOCUMENT.KNOWN_AT,
                DOCUMENT.SOURCE,
                DOCUMENT.EVENT_ID);
        flush(
                EXPOSURE_ELSEWHERE,
                EXPOSURE_ELSEWHERE.TENANT,
                EXPOSURE_ELSEWHERE.SUBJECT_ID,
                EXPOSURE_ELSEWHERE.ACTION,
                EXPOSURE_ELSEWHERE.CHANNEL,
                EXPOSURE_ELSEWHERE.OCCURRED_AT,
                EXPOSURE_ELSEWHERE.SOURCE,
                EXPOSURE_ELSEWHERE.EVENT_ID);
        flush(
                HOLDING,
                HOLDING.TENANT,
                HOLDING.ID,
                HOLDING.CLIENT_ID,
                HOLDING.PRODUCT_ID,
                HOLDING.QUANTITY,
                HOLDING.AMOUNT_MINOR,
                HOLDING.CURRENCY,
                HOLDING.HELD_SINCE,
                HOLDING.HELD_UNTIL,
                HOLDING.OCCURRED_AT,
                HOLDING.KNOWN_AT,
                HOLDING.SOURCE,
                HOLDING.EVENT_ID);
        return touched;
    }

    /** A deal that is heard of for the first time starts in the first open stage, until a stage is said. */
    private void newDeals(List<ParsedEvent> events) {
        Optional<String> first = Optional.empty();
        for (ParsedEvent event : events) {
            if (event.envelope().type() != nextbest.event.EventType.DEAL) {
                continue;
            }
            if (first.isEmpty()) {
                first = Optional.of(firstStage());
            }
            UUID id = references.get(event.envelope().subject().orElseThrow().external());
            Instant created = event.data()
                    .value("createdAt", Instant.class)
                    .orElse(event.envelope().occurredAt());
            rows.computeIfAbsent(SUBJECT, t -> new ArrayList<>()).add(new Object[] {tenant.value(), id, "DEAL"});
            rows.computeIfAbsent(DEAL, t -> new ArrayList<>())
                    .add(new Object[] {tenant.value(), id, "OPEN", first.get(), created, created});
        }
        flushNew(SUBJECT, SUBJECT.TENANT, SUBJECT.ID, SUBJECT.KIND);
        flushNew(DEAL, DEAL.TENANT, DEAL.SUBJECT_ID, DEAL.STATUS, DEAL.STAGE_KEY, DEAL.STAGE_SINCE, DEAL.CREATED_AT);
    }

    private String firstStage() {
        return transaction
                .select(STAGE.KEY)
                .from(STAGE)
                .where(STAGE.TENANT.eq(tenant.value()), STAGE.KIND.notIn("WON", "LOST"))
                .orderBy(STAGE.POSITION)
                .limit(1)
                .fetchOptional(STAGE.KEY)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "the organisation has no open stage; set its stages first (nextbest import does, or PUT /api/v1/stages)"));
    }

    private void project(ParsedEvent event, UUID subject) {
        EventEnvelope e = event.envelope();
        switch (e.type()) {
            case DEAL -> {
                facts(event, subject);
                event.data()
                        .text("stage")
                        .ifPresent(stage -> add(
                                STAGE_CHANGE,
                                subject,
                                event.data().value("stageSince", Instant.class).orElse(e.occurredAt()),
                                e.knownAt(),
                                null,
                                StageNames.fold(stage),
                                e.source(),
                                e.id()));
            }
            case STAGE_CHANGE ->
                add(
                        STAGE_CHANGE,
                        subject,
                        e.occurredAt(),
                        e.knownAt(),
                        event.data().text("from").orElse(null),
                        StageNames.fold(event.data().required("stage", String.class)),
                        e.source(),
                        e.id());
            case ACTIVITY ->
                add(
                        ACTIVITY,
                        subject,
                        e.occurredAt(),
                        e.knownAt(),
                        event.data().required("kind", String.class),
                        event.data().text("direction").orElse(null),
                        ref(event, "contact"),
                        ref(event, "rep"),
                        event.data()
                                .value("minutes", Long.class)
                                .map(Math::toIntExact)
                                .orElse(null),
                        event.data().text("action").orElse(null),
                        event.data().text("summary").orElse(null),
                        e.source(),
                        e.id());
            case SIGNAL ->
                add(
                        SIGNAL,
                        subject,
                        e.occurredAt(),
                        e.knownAt(),
                        event.data().required("signal", String.class),
                        ref(event, "contact"),
                        event.data().text("topic").orElse(null),
                        event.data().text("quote").orElse(null),
                        e.source(),
                        e.id());
            case OUTCOME -> {
                Optional<Money> amount = event.data().value("amount", Money.class);
                add(
                        DEAL_OUTCOME,
                        subject,
                        e.occurredAt(),
                        e.knownAt(),
                        event.data().required("kind", String.class),
                        amount.map(Money::minor).orElse(null),
                        amount.map(Money::currency).orElse(null),
                        event.data().text("reason").orElse(null),
                        e.source(),
                        e.id());
            }
            case NOTE ->
                rows.computeIfAbsent(DOCUMENT, t -> new ArrayList<>()).add(new Object[] {
                    tenant.value(),
                    ids.next(),
                    subject,
                    "NOTE",
                    event.data().required("text", String.class),
                    ref(event, "author"),
                    ref(event, "contact"),
                    e.occurredAt(),
                    e.knownAt(),
                    e.source(),
                    e.id()
                });
            case EXPOSURE_ELSEWHERE ->
                add(
                        EXPOSURE_ELSEWHERE,
                        subject,
                        event.data().required("action", String.class),
                        event.data().text("channel").orElse(null),
                        e.occurredAt(),
                        e.source(),
                        e.id());
            case HOLDING -> {
                Optional<Money> amount = event.data().value("amount", Money.class);
                rows.computeIfAbsent(HOLDING, t -> new ArrayList<>()).add(new Object[] {
                    tenant.value(),
                    ids.next(),
                    subject,
                    ref(event, "product"),
                    event.data().value("quantity", BigDecimal.class).orElse(null),
                    amount.map(Money::minor).orElse(null),
                    amount.map(Money::currency).orElse(null),
                    event.data().value("since", LocalDate.class).orElse(null),
                    event.data().value("until", LocalDate.class).orElse(null),
                    e.occurredAt(),
                    e.knownAt(),
                    e.source(),
                    e.id()
                });
            }
            case CLIENT, CONTACT, DOCUMENT, OCCASION -> {} // EntityProjection has written these
            case COMPANY,
                    EDGE,
                    PRODUCT,
                    HOUSE_VIEW,
                    REP,
                    REP_AVAILABILITY,
                    CONSENT,
                    ASSET,
                    RESOURCE,
                    MERGE,
                    DELETE,
                    CORRECTION -> throw new IllegalStateException(e.type().wire() + " is not about a subject");
        }
    }

    private void facts(ParsedEvent event, UUID subject) {
        EventEnvelope e = event.envelope();
        event.data().values().forEach((field, value) -> {
            if (!"stage".equals(field) && !"stageSince".equals(field)) {
                add(
                        FACT,
                        subject,
                        field,
                        e.knownAt(),
                        e.occurredAt(),
                        "KNOWN",
                        RecordJson.jsonb(
                                "competitors".equals(field)
                                        ? words.corrected(EntityKind.COMPETITOR, (List<?>) value, event)
                                        : stored(event, value)),
                        e.source(),
                        e.subject().orElseThrow().id(),
                        e.id());
            }
        });
        event.data()
                .absent()
                .forEach(field -> add(
                        FACT,
                        subject,
                        field,
                        e.knownAt(),
                        e.occurredAt(),
                        "ABSENT",
                        null,
                        e.source(),
                        e.subject().orElseThrow().id(),
                        e.id()));
    }

    /** References become our ids; everything else keeps its form. */
    private Object stored(ParsedEvent event, Object value) {
        if (value instanceof Reference reference) {
            return references.get(event.external(reference));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> stored(event, item)).toList();
        }
        return value;
    }

    private UUID ref(ParsedEvent event, String field) {
        return event.data()
                .value(field, Reference.class)
                .map(event::external)
                .map(references::get)
                .orElse(null);
    }

    private void add(Table<?> table, UUID subject, Object... values) {
        Object[] row = new Object[values.length + 2];
        row[0] = tenant.value();
        row[1] = subject;
        System.arraycopy(values, 0, row, 2, values.length);
        rows.computeIfAbsent(table, t -> new ArrayList<>()).add(row);
    }

    private <R extends Record> void flush(Table<R> table, Field<?>... columns) {
        BatchInsert.into(transaction, table, taken(table), columns);
    }

    private <R extends Record> void flushNew(Table<R> table, Field<?>... columns) {
        BatchInsert.ifNew(transaction, table, taken(table), columns);
    }

    private List<Object[]> taken(Table<?> table) {
        List<Object[]> waiting = rows.remove(table);
        return waiting == null ? List.of() : waiting;
    }
}
