package nextbest.store.process;

import static nextbest.store.schema.Tables.CONTACT;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.EXTERNAL_REF;
import static nextbest.store.schema.Tables.FACT;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.process.DealRecords;
import nextbest.process.RecordChange;
import nextbest.process.RecordField;
import nextbest.store.Database;
import nextbest.store.event.EventIntake;
import nextbest.store.event.EventResult;
import nextbest.store.json.RecordJson;

/**
 * Our own store as the record of deals. A change is an event like any other news of the deal, so that the loop takes it up;
 * undoing it is a correction, so that the history does not keep what was never meant.
 */
public final class OwnRecords implements DealRecords {
    /** The sender of these events. */
    static final String SOURCE = "nextbest";

    private final Database database;
    private final EventIntake intake;

    public OwnRecords(Database database, EventIntake intake) {
        this.database = Objects.requireNonNull(database, "database");
        this.intake = Objects.requireNonNull(intake, "intake");
    }

    @Override
    public Set<RecordField> changeable(TenantId tenant, SubjectId deal) {
        return EnumSet.allOf(RecordField.class);
    }

    @Override
    public Set<RecordField> undoable(TenantId tenant, SubjectId deal) {
        return EnumSet.allOf(RecordField.class);
    }

    @Override
    public String value(TenantId tenant, SubjectId deal, RecordField field, String object) {
        return switch (field) {
            case STAGE ->
                database.inTenant(
                        tenant,
                        transaction -> transaction
                                .select(DEAL.STAGE_KEY)
                                .from(DEAL)
                                .where(DEAL.TENANT.eq(tenant.value()), DEAL.SUBJECT_ID.eq(deal.value()))
                                .fetchOptional(DEAL.STAGE_KEY)
                                .orElse(""));
            case CLOSE_DATE ->
                database.inTenant(
                        tenant,
                        transaction -> transaction
                                .select(DEAL.CLOSE_DATE)
                                .from(DEAL)
                                .where(DEAL.TENANT.eq(tenant.value()), DEAL.SUBJECT_ID.eq(deal.value()))
                                .fetchOptional(DEAL.CLOSE_DATE)
                                .map(Object::toString)
                                .orElse(""));
            case CONTACT_ROLES -> contact(tenant, object).map(Person::roles).orElse("");
            case DISCOUNT -> fact(tenant, deal, "discount");
            case LEGAL_REVIEW -> fact(tenant, deal, "legalReview");
        };
    }

    private String fact(TenantId tenant, SubjectId deal, String field) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(FACT.VALUE)
                        .from(FACT)
                        .where(FACT.TENANT.eq(tenant.value()), FACT.SUBJECT_ID.eq(deal.value()))
                        .and(FACT.FIELD.eq(field))
                        .and(FACT.RETRACTED.isFalse())
                        .orderBy(FACT.OCCURRED_AT.desc(), FACT.KNOWN_AT.desc(), FACT.SEQ.desc())
                        .limit(1)
                        .fetchOptional(FACT.VALUE)
                        .map(value -> RecordJson.read(value, String.class))
                        .orElse(""));
    }

    /** A contact as its own source calls it. */
    private record Person(String source, String id, String roles) {}

    private Optional<Person> contact(TenantId tenant, String object) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(CONTACT.SOURCE, CONTACT.RECORD_ID, CONTACT.ROLES)
                        .from(CONTACT)
                        .where(CONTACT.TENANT.eq(tenant.value()), CONTACT.ID.eq(UUID.fromString(object)))
                        .fetchOptional(row -> new Person(
                                row.value1(),
                                row.value2(),
                                row.value3() == null
                                        ? ""
                                        : Arrays.stream(row.value3()).sorted().collect(Collectors.joining(",")))));
    }

    @Override
    public void make(TenantId tenant, RecordChange change) {
        SubjectRef deal = named(tenant, change.deal());
        String id = eventId(change);
        take(
                tenant,
                switch (change.field()) {
                    case STAGE ->
                        event(
                                tenant,
                                SOURCE,
                                id,
                                EventType.STAGE_CHANGE,
                                Optional.of(deal),
                                change.at(),
                                Map.of("stage", change.to()));
                    case CLOSE_DATE -> said(change, tenant, id, deal, "closeDate");
                    case DISCOUNT -> said(change, tenant, id, deal, "discount");
                    case LEGAL_REVIEW -> said(change, tenant, id, deal, "legalReview");
                    case CONTACT_ROLES -> roles(tenant, id, deal, change.object(), change.to(), change.at());
                });
    }

    @Override
    public void undo(TenantId tenant, RecordChange change, Instant at) {
        String id = eventId(change) + "-undo";
        take(
                tenant,
                change.field() == RecordField.CONTACT_ROLES
                        ? roles(tenant, id, named(tenant, change.deal()), change.object(), change.from(), at)
                        : event(
                                tenant,
                                SOURCE,
                                id,
                                EventType.CORRECTION,
                                Optional.empty(),
                                at,
                                Map.of("event", eventId(change), "retract", true)));
    }

    private static String eventId(RecordChange change) {
        return "change-" + change.key();
    }

    private static EventEnvelope said(RecordChange change, TenantId tenant, String id, SubjectRef deal, String field) {
        return event(tenant, SOURCE, id, EventType.DEAL, Optional.of(deal), change.at(), Map.of(field, change.to()));
    }

    private EventEnvelope roles(TenantId tenant, String id, SubjectRef deal, String object, String roles, Instant at) {
        Person person = contact(tenant, object)
                .orElseThrow(() -> new Refused("expected a contact that is on record, but " + object + " is not"));
        List<String> keys = roles.isEmpty() ? List.of() : Arrays.asList(roles.split(","));
        // a contact is named by its own source
        return event(
                tenant,
                person.source(),
                id,
                EventType.CONTACT,
                Optional.of(deal),
                at,
                keys.isEmpty() ? nothing(person.id()) : Map.of("id", person.id(), "roles", keys));
    }

    private static Map<String, Object> nothing(String id) {
        Map<String, Object> data = new java.util.LinkedHashMap<>();
        data.put("id", id);
        data.put("roles", null);
        return Collections.unmodifiableMap(data);
    }

    private static EventEnvelope event(
            TenantId tenant,
            String source,
            String id,
            EventType type,
            Optional<SubjectRef> subject,
            Instant at,
            Map<String, Object> data) {
        return new EventEnvelope(
                source, id, type, EventType.VERSION, tenant, subject, at, at, EventEnvelope.Origin.OUTSIDE, id, data);
    }

    private SubjectRef named(TenantId tenant, SubjectId deal) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(EXTERNAL_REF.SOURCE, EXTERNAL_REF.EXTERNAL_ID)
                        .from(EXTERNAL_REF)
                        .where(
                                EXTERNAL_REF.TENANT.eq(tenant.value()),
                                EXTERNAL_REF.TYPE.eq("deal"),
                                EXTERNAL_REF.ENTITY_ID.eq(deal.value()))
                        .orderBy(EXTERNAL_REF.SOURCE, EXTERNAL_REF.EXTERNAL_ID)
                        .limit(1)
                        .fetchOptional(row -> new SubjectRef(SubjectRef.Kind.DEAL, row.value1(), row.value2()))
                        .orElseThrow(() -> new Refused("expected a deal that is on record, but " + deal + " is not")));
    }

    private void take(TenantId tenant, EventEnvelope event) {
        switch (intake.take(tenant, List.of(event)).getFirst()) {
            case EventResult.Accepted _, EventResult.Duplicate _ -> {}
            case EventResult.Refused(var violations) ->
                throw new Refused("the record does not take the change: " + violations);
        }
    }
}
