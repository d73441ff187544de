package nextbest.store.event;

import static nextbest.store.schema.Tables.ACTIVITY;
import static nextbest.store.schema.Tables.DEAL_OUTCOME;
import static nextbest.store.schema.Tables.EXTERNAL_REF;
import static nextbest.store.schema.Tables.FACT;
import static nextbest.store.schema.Tables.INBOX;
import static nextbest.store.schema.Tables.SIGNAL;
import static nextbest.store.schema.Tables.STAGE_CHANGE;
import static nextbest.store.schema.Tables.SUBJECT;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.ExternalRef;
import nextbest.identity.TenantId;
import nextbest.store.NewIds;
import nextbest.store.entity.EntityKind;
import nextbest.store.entity.MergeLedger;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Takes back, merges and deletes. What was said stays in the inbox; the rows made from it no longer count. */
final class CorrectionProjection {
    private final DSLContext transaction;
    private final TenantId tenant;
    private final NewIds ids;

    CorrectionProjection(DSLContext transaction, TenantId tenant, NewIds ids) {
        this.ids = ids;
        this.transaction = transaction;
        this.tenant = tenant;
    }

    Set<UUID> write(List<ParsedEvent> events) {
        Set<UUID> touched = new LinkedHashSet<>();
        for (ParsedEvent event : events) {
            switch (event.envelope().type()) {
                case CORRECTION -> touched.addAll(retract(event));
                case MERGE -> touched.addAll(merge(event));
                case DELETE -> touched.addAll(delete(event));
                default -> {}
            }
        }
        return touched;
    }

    private Set<UUID> retract(ParsedEvent event) {
        String source = event.envelope().source();
        String wrong = event.data().required("event", String.class);
        Set<UUID> touched = new LinkedHashSet<>();
        touched.addAll(transaction
                .update(FACT)
                .set(FACT.RETRACTED, true)
                .where(FACT.TENANT.eq(tenant.value()), FACT.SOURCE.eq(source), FACT.EVENT_ID.eq(wrong))
                .returning(FACT.SUBJECT_ID)
                .fetch(FACT.SUBJECT_ID));
        touched.addAll(transaction
                .update(STAGE_CHANGE)
                .set(STAGE_CHANGE.RETRACTED, true)
                .where(
                        STAGE_CHANGE.TENANT.eq(tenant.value()),
                        STAGE_CHANGE.SOURCE.eq(source),
                        STAGE_CHANGE.EVENT_ID.eq(wrong))
                .returning(STAGE_CHANGE.SUBJECT_ID)
                .fetch(STAGE_CHANGE.SUBJECT_ID));
        touched.addAll(transaction
                .update(ACTIVITY)
                .set(ACTIVITY.RETRACTED, true)
                .where(ACTIVITY.TENANT.eq(tenant.value()), ACTIVITY.SOURCE.eq(source), ACTIVITY.EVENT_ID.eq(wrong))
                .returning(ACTIVITY.SUBJECT_ID)
                .fetch(ACTIVITY.SUBJECT_ID));
        touched.addAll(transaction
                .update(SIGNAL)
                .set(SIGNAL.RETRACTED, true)
                .where(SIGNAL.TENANT.eq(tenant.value()), SIGNAL.SOURCE.eq(source), SIGNAL.EVENT_ID.eq(wrong))
                .returning(SIGNAL.SUBJECT_ID)
                .fetch(SIGNAL.SUBJECT_ID));
        touched.addAll(transaction
                .update(DEAL_OUTCOME)
                .set(DEAL_OUTCOME.RETRACTED, true)
                .where(
                        DEAL_OUTCOME.TENANT.eq(tenant.value()),
                        DEAL_OUTCOME.SOURCE.eq(source),
                        DEAL_OUTCOME.EVENT_ID.eq(wrong))
                .returning(DEAL_OUTCOME.SUBJECT_ID)
                .fetch(DEAL_OUTCOME.SUBJECT_ID));
        tellWorkflows(event, touched);
        return touched;
    }

    /**
     * From now on the old id means the other entity. Of clients, contacts, products and deals everything that hangs on the old
     * one is carried over, and can be brought back; of other things what was written stays where it is.
     */
    private Set<UUID> merge(ParsedEvent event) {
        ExternalRef from = named(event, "from");
        ExternalRef into = named(event, "into");
        Optional<EntityKind> kind = switch (from.type()) {
            case "client" -> Optional.of(EntityKind.CLIENT);
            case "contact" -> Optional.of(EntityKind.CONTACT);
            case "product" -> Optional.of(EntityKind.PRODUCT);
            case "deal" -> Optional.of(EntityKind.DEAL);
            default -> Optional.empty();
        };
        Optional<UUID> one = entity(from);
        Optional<UUID> other = entity(into);
        if (kind.isPresent() && one.isPresent() && other.isPresent()) {
            Set<UUID> touched = new MergeLedger(transaction, tenant)
                    .merge(
                            ids.next(),
                            kind.get(),
                            one.get(),
                            other.get(),
                            new MergeLedger.Verdict(
                                    event.data()
                                            .value("confidence", BigDecimal.class)
                                            .map(BigDecimal::doubleValue)
                                            .orElse(1.0),
                                    event.data().text("reason").orElse("TOLD"),
                                    event.envelope().source(),
                                    event.envelope().occurredAt()));
            tellWorkflows(event, kind.get() == EntityKind.DEAL ? other.stream().toList() : List.of());
            return touched;
        }
        remap(from, into);
        return Set.of();
    }

    private Optional<UUID> entity(ExternalRef ref) {
        return transaction
                .select(EXTERNAL_REF.ENTITY_ID)
                .from(EXTERNAL_REF)
                .where(
                        EXTERNAL_REF.TENANT.eq(tenant.value()),
                        EXTERNAL_REF.SOURCE.eq(ref.source()),
                        EXTERNAL_REF.TYPE.eq(ref.type()),
                        EXTERNAL_REF.EXTERNAL_ID.eq(ref.id()))
                .fetchOptional(EXTERNAL_REF.ENTITY_ID);
    }

    private void remap(ExternalRef from, ExternalRef into) {
        transaction
                .insertInto(
                        EXTERNAL_REF,
                        EXTERNAL_REF.TENANT,
                        EXTERNAL_REF.SOURCE,
                        EXTERNAL_REF.TYPE,
                        EXTERNAL_REF.EXTERNAL_ID,
                        EXTERNAL_REF.ENTITY_ID)
                .select(transaction
                        .select(
                                EXTERNAL_REF.TENANT,
                                DSL.val(from.source()),
                                DSL.val(from.type()),
                                DSL.val(from.id()),
                                EXTERNAL_REF.ENTITY_ID)
                        .from(EXTERNAL_REF)
                        .where(
                                EXTERNAL_REF.TENANT.eq(tenant.value()),
                                EXTERNAL_REF.SOURCE.eq(into.source()),
                                EXTERNAL_REF.TYPE.eq(into.type()),
                                EXTERNAL_REF.EXTERNAL_ID.eq(into.id())))
                .onConflict(EXTERNAL_REF.TENANT, EXTERNAL_REF.SOURCE, EXTERNAL_REF.TYPE, EXTERNAL_REF.EXTERNAL_ID)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }

    private Set<UUID> delete(ParsedEvent event) {
        if (!"deal".equals(event.data().required("entity", String.class))) {
            return Set.of();
        }
        ExternalRef deal = named(event, "id");
        Set<UUID> touched = new LinkedHashSet<>(transaction
                .update(SUBJECT)
                .set(SUBJECT.DELETED_AT, event.envelope().occurredAt())
                .from(EXTERNAL_REF)
                .where(
                        EXTERNAL_REF.TENANT.eq(tenant.value()),
                        EXTERNAL_REF.SOURCE.eq(deal.source()),
                        EXTERNAL_REF.TYPE.eq(deal.type()),
                        EXTERNAL_REF.EXTERNAL_ID.eq(deal.id()),
                        SUBJECT.TENANT.eq(tenant.value()),
                        SUBJECT.ID.eq(EXTERNAL_REF.ENTITY_ID))
                .returning(SUBJECT.ID)
                .fetch(SUBJECT.ID));
        tellWorkflows(event, touched);
        return touched;
    }

    /** The event itself is not about a subject; the ones it turned out to touch must hear of it. */
    private void tellWorkflows(ParsedEvent event, Collection<UUID> touched) {
        for (UUID subject : touched) {
            transaction
                    .update(INBOX)
                    .set(INBOX.SUBJECT_ID, subject)
                    .setNull(INBOX.REAL_SIGNALLED_AT)
                    .where(
                            INBOX.TENANT.eq(tenant.value()),
                            INBOX.SOURCE.eq(event.envelope().source()),
                            INBOX.EVENT_ID.eq(event.envelope().id()))
                    .execute();
        }
    }

    private static ExternalRef named(ParsedEvent event, String field) {
        return new ExternalRef(
                event.envelope().source(),
                event.data().required("entity", String.class),
                event.data().required(field, String.class));
    }
}
