package nextbest.store.vendor;

import static nextbest.store.schema.Tables.EXTERNAL_REF;
import static nextbest.store.schema.Tables.INBOX;
import static nextbest.store.schema.Tables.RECORD_CHANGE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.process.RecordField;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import org.jooq.impl.DSL;

/** Which vendors hold the record of a deal, and what we have changed there: our own changes come back as news and start nothing. */
public final class VendorRecords {
    /** A vendor's moment of a change of ours is as close to ours as this; clocks differ. */
    private static final Duration NEAR = Duration.ofMinutes(15);

    /** As events of the type deal call the fields. */
    private static final Map<RecordField, String> NAMES = Map.of(
            RecordField.STAGE, "stage",
            RecordField.CLOSE_DATE, "closeDate",
            RecordField.DISCOUNT, "discount",
            RecordField.LEGAL_REVIEW, "legalReview");

    private final Database database;

    public VendorRecords(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** What systems outside call a deal: source and id, in the order of the sources. */
    public List<Map.Entry<String, String>> namesOf(TenantId tenant, SubjectId deal) {
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
                        .fetch(row -> Map.entry(row.value1(), row.value2())));
    }

    /** What a source calls a contact of ours; empty if it does not know it. */
    public Optional<String> contact(TenantId tenant, String source, UUID contact) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(EXTERNAL_REF.EXTERNAL_ID)
                        .from(EXTERNAL_REF)
                        .where(
                                EXTERNAL_REF.TENANT.eq(tenant.value()),
                                EXTERNAL_REF.SOURCE.eq(source),
                                EXTERNAL_REF.TYPE.eq("contact"),
                                EXTERNAL_REF.ENTITY_ID.eq(contact))
                        .orderBy(EXTERNAL_REF.EXTERNAL_ID)
                        .limit(1)
                        .fetchOptional(EXTERNAL_REF.EXTERNAL_ID));
    }

    /**
     * A change of ours, or its undoing.
     *
     * @param deal the source's id
     * @param to what was written
     */
    public record Written(String deal, RecordField field, String to, Instant at) {}

    /** What we changed lately in deals that a source knows. */
    public List<Written> lately(TenantId tenant, String source, Instant now) {
        Instant since = now.minus(Duration.ofDays(1));
        List<Written> written = new ArrayList<>();
        database.inTenant(
                        tenant,
                        transaction -> transaction
                                .select(
                                        EXTERNAL_REF.EXTERNAL_ID,
                                        RECORD_CHANGE.FIELD,
                                        RECORD_CHANGE.NEW_VALUE,
                                        RECORD_CHANGE.ASKED_AT,
                                        RECORD_CHANGE.OLD_VALUE,
                                        RECORD_CHANGE.UNDO_ASKED_AT)
                                .from(RECORD_CHANGE)
                                .join(EXTERNAL_REF)
                                .on(EXTERNAL_REF.TENANT.eq(RECORD_CHANGE.TENANT))
                                .and(EXTERNAL_REF.ENTITY_ID.eq(RECORD_CHANGE.SUBJECT_ID))
                                .and(EXTERNAL_REF.TYPE.eq("deal"))
                                .and(EXTERNAL_REF.SOURCE.eq(source))
                                .where(RECORD_CHANGE.TENANT.eq(tenant.value()))
                                .and(RECORD_CHANGE.ASKED_AT.ge(since).or(RECORD_CHANGE.UNDO_ASKED_AT.ge(since)))
                                .fetch())
                .forEach(row -> {
                    RecordField field = RecordField.valueOf(row.value2());
                    written.add(new Written(row.value1(), field, row.value3(), row.value4()));
                    if (row.value6() != null) {
                        written.add(new Written(row.value1(), field, row.value5(), row.value6()));
                    }
                });
        return written;
    }

    /**
     * Whether news of a deal is nothing but what we wrote ourselves: the same value at about the same moment, and nothing else
     * that this source had not said before.
     *
     * @param lately what {@link #lately} gave
     * @param type {@code deal} or {@code stage-change}
     * @param occurredAt when the source says that it happened
     */
    public boolean isEcho(
            TenantId tenant,
            String source,
            List<Written> lately,
            String type,
            String deal,
            Instant occurredAt,
            Map<String, Object> data) {
        Set<String> ours = new java.util.HashSet<>();
        for (Written one : lately) {
            String name = NAMES.get(one.field());
            boolean near = Duration.between(one.at(), occurredAt).abs().compareTo(NEAR) <= 0;
            if (one.deal().equals(deal)
                    && near
                    && name != null
                    && one.to().equals(String.valueOf(data.getOrDefault(name, "")))) {
                ours.add(name);
            }
        }
        if (ours.isEmpty()) {
            return false;
        }
        return type.equals("stage-change")
                || saidBefore(tenant, source, deal)
                        .filter(before ->
                                without(before, ours).equals(without(RecordJson.map(RecordJson.jsonb(data)), ours)))
                        .isPresent();
    }

    private Optional<Map<String, Object>> saidBefore(TenantId tenant, String source, String deal) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(INBOX.DATA)
                        .from(INBOX)
                        .where(INBOX.TENANT.eq(tenant.value()), INBOX.SOURCE.eq(source))
                        .and(INBOX.TYPE.eq("deal"))
                        .and(INBOX.SUBJECT_ID.in(DSL.select(EXTERNAL_REF.ENTITY_ID)
                                .from(EXTERNAL_REF)
                                .where(
                                        EXTERNAL_REF.TENANT.eq(tenant.value()),
                                        EXTERNAL_REF.SOURCE.eq(source),
                                        EXTERNAL_REF.TYPE.eq("deal"),
                                        EXTERNAL_REF.EXTERNAL_ID.eq(deal))))
                        .orderBy(INBOX.OCCURRED_AT.desc(), INBOX.KNOWN_AT.desc())
                        .limit(1)
                        .fetchOptional(INBOX.DATA)
                        .map(RecordJson::map));
    }

    private static Map<String, Object> without(Map<String, Object> data, Set<String> names) {
        Map<String, Object> rest = new LinkedHashMap<>(data);
        rest.keySet().removeAll(names);
        return rest;
    }
}
