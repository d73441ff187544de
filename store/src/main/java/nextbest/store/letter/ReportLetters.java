package nextbest.store.letter;

import static nextbest.store.schema.Tables.OUTBOX;
import static nextbest.store.schema.Tables.PRODUCT_ALERT;
import static nextbest.store.schema.Tables.REPORT_ALERT_LETTER;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.delivery.Deliveries;
import nextbest.store.delivery.DeliveryPolicy;
import nextbest.store.schema.tables.records.OutboxRecord;
import nextbest.store.tenant.Tenants;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/**
 * The ledger of reports and alerts that go out by mail. What may be sent is claimed under a key, and confirmed; the same key
 * never sends two different things, and an alert goes to a reader once, whatever the key.
 */
public final class ReportLetters {
    /** An alert that is older than this when somebody could first be told stands in the next report only. */
    static final int NEWS_DAYS = 7;

    /** A letter without cards, for those who read the outbox as cards' way out. */
    private static final JSONB NO_CARDS = JSONB.valueOf("{\"cards\": []}");

    private final Database database;
    private final Tenants tenants;
    private final ReportReaders readers;
    private final BusinessTime time;
    private final NewIds ids;

    public ReportLetters(Database database, Tenants tenants, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.tenants = Objects.requireNonNull(tenants, "tenants");
        this.readers = new ReportReaders(database, time, ids);
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    public ReportReaders readers() {
        return readers;
    }

    /** What is to be claimed. */
    public enum What {
        /** The report of a period, for whoever wants it. */
        REPORT,
        /** The report, for a person who was named: whether that person wants it every week is another question. */
        ASKED_FOR,
        /** All alerts that the reader was not told of. */
        ALERTS
    }

    /** Who wants reports and can be reached: nobody in shadow mode. */
    public List<UUID> reachable(TenantId tenant) {
        return readers.all(tenant).stream()
                .filter(reader -> reader.wanted() && obstacle(tenant, reader).isEmpty())
                .map(ReportReaders.Reader::id)
                .toList();
    }

    private Optional<String> obstacle(TenantId tenant, ReportReaders.Reader reader) {
        if (tenants.get(tenant).mode() != Tenants.Mode.LIVE) {
            return Optional.of("shadow");
        }
        if (reader.address().isEmpty()) {
            return Optional.of("no-address");
        }
        return tenants.settings(tenant).deliveryPolicy().allows(reader.address().get())
                ? Optional.empty()
                : Optional.of("recipient-domain");
    }

    /** Who of those that can be reached was not told of an open alert of the last days. */
    public List<UUID> waitingForAlerts(TenantId tenant) {
        List<UUID> reachable = reachable(tenant);
        if (reachable.isEmpty()) {
            return List.of();
        }
        return database.inTenant(
                tenant,
                transaction -> reachable.stream()
                        .filter(reader ->
                                !untold(transaction, tenant, reader, time.now()).isEmpty())
                        .toList());
    }

    private static List<UUID> untold(DSLContext transaction, TenantId tenant, UUID reader, Instant now) {
        LocalDate since = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(NEWS_DAYS);
        return transaction
                .select(PRODUCT_ALERT.ID)
                .from(PRODUCT_ALERT)
                .where(
                        PRODUCT_ALERT.TENANT.eq(tenant.value()),
                        PRODUCT_ALERT.ANSWER.isNull(),
                        PRODUCT_ALERT.ON_DAY.ge(since))
                .andNotExists(DSL.selectOne()
                        .from(REPORT_ALERT_LETTER)
                        .where(
                                REPORT_ALERT_LETTER.TENANT.eq(PRODUCT_ALERT.TENANT),
                                REPORT_ALERT_LETTER.ALERT_ID.eq(PRODUCT_ALERT.ID),
                                REPORT_ALERT_LETTER.READER_ID.eq(reader)))
                .orderBy(PRODUCT_ALERT.ON_DAY.desc(), PRODUCT_ALERT.KIND, PRODUCT_ALERT.ABOUT)
                .fetch(PRODUCT_ALERT.ID);
    }

    /**
     * Asks whether something may be sent to a reader.
     *
     * @param key made by whoever sends: the same key never sends two different things
     * @param now business time
     */
    public ReportClaim claim(TenantId tenant, String key, UUID reader, What what, Instant now) {
        Optional<ReportReaders.Reader> to = readers.find(tenant, reader);
        Optional<String> obstacle = to.isEmpty()
                ? Optional.of("gone")
                : what != What.ASKED_FOR && !to.get().wanted() ? Optional.of("unwanted") : obstacle(tenant, to.get());
        DeliveryPolicy policy = tenants.settings(tenant).deliveryPolicy();
        return database.inTenant(tenant, transaction -> {
            Optional<OutboxRecord> before = transaction
                    .selectFrom(OUTBOX)
                    .where(OUTBOX.TENANT.eq(tenant.value()), OUTBOX.IDEMPOTENCY_KEY.eq(key))
                    .forUpdate()
                    .fetchOptional();
            if (before.isPresent()) {
                return again(transaction, tenant, before.get(), obstacle, to, policy);
            }
            if (obstacle.isPresent()) {
                return new ReportClaim.Skip(obstacle.get());
            }
            List<UUID> alerts = what == What.ALERTS ? untold(transaction, tenant, reader, now) : List.of();
            if (what == What.ALERTS && alerts.isEmpty()) {
                return new ReportClaim.Skip("nothing-left");
            }
            UUID outbox = ids.next();
            OutboxRecord row = transaction.newRecord(OUTBOX);
            row.setTenant(tenant.value());
            row.setId(outbox);
            row.setIdempotencyKey(key);
            row.setChannel(Deliveries.REPORT);
            row.setReaderId(reader);
            row.setPayload(NO_CARDS);
            row.setState("SENDING");
            row.setAttempts(1);
            row.setCreatedAt(now);
            row.setRealUpdatedAt(time.realNow());
            row.insert();
            // a second process that takes the same alerts fails on their key here, and finds nothing left when it asks
            // again
            alerts.forEach(alert -> transaction
                    .insertInto(REPORT_ALERT_LETTER)
                    .values(tenant.value(), alert, reader, outbox)
                    .execute());
            return new ReportClaim.Send(
                    outbox, reader, to.orElseThrow().address().orElseThrow(), alerts, 1);
        });
    }

    /** The same key once more: an attempt was made, and nobody wrote down how it ended. */
    private ReportClaim again(
            DSLContext transaction,
            TenantId tenant,
            OutboxRecord row,
            Optional<String> obstacle,
            Optional<ReportReaders.Reader> to,
            DeliveryPolicy policy) {
        switch (row.getState()) {
            case "SENT" -> {
                return new ReportClaim.Skip("sent");
            }
            case "DEAD", "HELD" -> {
                return new ReportClaim.Skip("dead");
            }
            case "UNCERTAIN" -> {
                return new ReportClaim.Skip("uncertain");
            }
            default -> {}
        }
        row.setRealUpdatedAt(time.realNow());
        if (policy.afterUncertainty() == DeliveryPolicy.AfterUncertainty.AT_MOST_ONCE) {
            row.setState("UNCERTAIN");
            row.update();
            return new ReportClaim.Skip("uncertain");
        }
        if (obstacle.isPresent()) {
            row.setState("HELD");
            row.update();
            return new ReportClaim.Skip(obstacle.get());
        }
        row.setState("SENDING");
        row.setAttempts(row.getAttempts() + 1);
        row.update();
        List<UUID> alerts = transaction
                .select(REPORT_ALERT_LETTER.ALERT_ID)
                .from(REPORT_ALERT_LETTER)
                .where(REPORT_ALERT_LETTER.TENANT.eq(tenant.value()), REPORT_ALERT_LETTER.OUTBOX_ID.eq(row.getId()))
                .fetch(REPORT_ALERT_LETTER.ALERT_ID);
        return new ReportClaim.Send(
                row.getId(), row.getReaderId(), to.orElseThrow().address().orElseThrow(), alerts, row.getAttempts());
    }

    /** It arrived. Confirming again changes nothing. */
    public void confirm(TenantId tenant, UUID outbox, String receiverRef) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(OUTBOX)
                        .set(OUTBOX.STATE, "SENT")
                        .set(OUTBOX.RECEIVER_REF, receiverRef)
                        .set(OUTBOX.REAL_UPDATED_AT, time.realNow())
                        .where(OUTBOX.TENANT.eq(tenant.value()), OUTBOX.ID.eq(outbox))
                        .execute());
    }

    /** There is nothing to say any more: it stays in the house. */
    public void hold(TenantId tenant, UUID outbox) {
        end(tenant, outbox, "HELD", null);
    }

    /** It did not arrive, and will not: it is among the dead letters. What it would have told stands in the next report. */
    public void fail(TenantId tenant, UUID outbox, String error) {
        end(tenant, outbox, "DEAD", error.length() > 500 ? error.substring(0, 500) : error);
    }

    private void end(TenantId tenant, UUID outbox, String state, String error) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(OUTBOX)
                        .set(OUTBOX.STATE, state)
                        .set(OUTBOX.LAST_ERROR, error)
                        .set(OUTBOX.REAL_UPDATED_AT, time.realNow())
                        .where(OUTBOX.TENANT.eq(tenant.value()), OUTBOX.ID.eq(outbox), OUTBOX.STATE.eq("SENDING"))
                        .execute());
    }
}
