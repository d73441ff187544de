package nextbest.store.delivery;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.CARD;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.DELIVERY;
import static nextbest.store.schema.Tables.OUTBOX;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.SUBJECT;
import static nextbest.store.schema.Tables.TENANT;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Disposition;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.attribution.Attributions;
import nextbest.store.clock.BusinessTime;
import nextbest.store.decision.CardView;
import nextbest.store.decision.Decisions;
import nextbest.store.json.RecordJson;
import nextbest.store.mailbox.InboundMails;
import nextbest.store.schema.tables.records.CardRecord;
import nextbest.store.schema.tables.records.OutboxRecord;
import nextbest.store.schema.tables.records.RepRecord;
import org.jooq.DSLContext;

/** The ledger of what was presented. */
public final class Deliveries {
    private static final Set<String> SHOWABLE = Set.of("DRAFTED", "DELIVERED", "ANSWERED");

    /** The channel that needs an address. The others are named after the connection that they go over. */
    public static final String MAIL = "mail";

    /** The channel of loop reports: mail without cards. */
    public static final String REPORT = "report";

    private final Database database;
    private final Decisions decisions;
    private final BusinessTime time;
    private final NewIds ids;

    public Deliveries(Database database, Decisions decisions, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.decisions = Objects.requireNonNull(decisions, "decisions");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** What a message will carry, as the outbox keeps it. */
    record Payload(List<UUID> cards) {}

    /**
     * Asks whether cards may be sent to a rep over a channel. What is handed out is counted against the cap.
     *
     * @param key made by the workflow: the same key never sends two different things
     */
    public Claim claim(
            TenantId tenant,
            String key,
            RepId rep,
            List<CardId> cards,
            String channel,
            DeliveryPolicy policy,
            Instant now) {
        return database.inTenant(tenant, transaction -> {
            Optional<OutboxRecord> before = transaction
                    .selectFrom(OUTBOX)
                    .where(OUTBOX.TENANT.eq(tenant.value()), OUTBOX.IDEMPOTENCY_KEY.eq(key))
                    .forUpdate()
                    .fetchOptional();
            RepRecord to = transaction
                    .selectFrom(REP)
                    .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(rep.value()))
                    .fetchSingle();
            if (before.isPresent()) {
                return again(transaction, tenant, before.get(), to, policy, now);
            }
            Optional<String> obstacle = obstacle(transaction, tenant, to, channel, policy);
            if (obstacle.isPresent()) {
                return new Claim.Skip(obstacle.get());
            }
            List<UUID> sendable = cards.stream()
                    .map(CardId::value)
                    .filter(card -> isShownElsewhere(transaction, tenant, card, to, channel)
                            || CardLedger.reserve(transaction, tenant, card, to, policy, now))
                    .toList();
            if (sendable.isEmpty()) {
                return new Claim.Skip("nothing-left");
            }
            OutboxRecord row = transaction.newRecord(OUTBOX);
            row.setTenant(tenant.value());
            row.setId(ids.next());
            row.setIdempotencyKey(key);
            row.setChannel(channel);
            row.setRepId(rep.value());
            row.setPayload(RecordJson.jsonb(new Payload(sendable)));
            row.setState("SENDING");
            row.setAttempts(1);
            row.setCreatedAt(now);
            row.setRealUpdatedAt(time.realNow());
            row.insert();
            return send(transaction, tenant, row, to);
        });
    }

    /** The same key once more: an attempt was made, and nobody wrote down how it ended. */
    private Claim again(
            DSLContext transaction,
            TenantId tenant,
            OutboxRecord row,
            RepRecord to,
            DeliveryPolicy policy,
            Instant now) {
        return switch (row.getState()) {
            case "SENT" -> new Claim.Skip("sent");
            case "DEAD", "HELD" -> new Claim.Skip("dead");
            case "UNCERTAIN" -> new Claim.Skip("uncertain");
            default -> {
                // a person asked for another attempt: what it takes of the day is taken anew
                boolean asked = "PENDING".equals(row.getState());
                Optional<String> obstacle =
                        asked ? obstacle(transaction, tenant, to, row.getChannel(), policy) : Optional.empty();
                if (obstacle.isPresent()) {
                    yield new Claim.Skip(obstacle.get());
                }
                if (!asked
                        && row.getChannel().equals(MAIL)
                        && policy.afterUncertainty() == DeliveryPolicy.AfterUncertainty.AT_MOST_ONCE) {
                    settleUncertain(transaction, tenant, row);
                    yield new Claim.Skip("uncertain");
                }
                List<UUID> left = RecordJson.read(row.getPayload(), Payload.class).cards().stream()
                        .filter(card -> asked
                                ? isShownElsewhere(transaction, tenant, card, to, row.getChannel())
                                        || CardLedger.reserve(transaction, tenant, card, to, policy, now)
                                : CardLedger.goesOutAgain(transaction, tenant, card, to, policy, now))
                        .toList();
                row.setPayload(RecordJson.jsonb(new Payload(left)));
                row.setRealUpdatedAt(time.realNow());
                if (left.isEmpty()) {
                    row.setState("HELD");
                    row.update();
                    yield new Claim.Skip("nothing-left");
                }
                row.setState("SENDING");
                row.setAttempts(row.getAttempts() + 1);
                row.update();
                yield send(transaction, tenant, row, to);
            }
        };
    }

    /** Nobody knows whether it arrived, and nobody sends it again. */
    private void settleUncertain(DSLContext transaction, TenantId tenant, OutboxRecord row) {
        row.setState("UNCERTAIN");
        row.setRealUpdatedAt(time.realNow());
        row.update();
        for (UUID cardId : RecordJson.read(row.getPayload(), Payload.class).cards()) {
            UUID decision = transaction
                    .select(CARD.DECISION_ID)
                    .from(CARD)
                    .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(cardId))
                    .fetchSingle(CARD.DECISION_ID);
            Decisions.closeUndelivered(transaction, tenant, decision, Disposition.DELIVERY_FAILED, "uncertain");
        }
    }

    private Claim.Send send(DSLContext transaction, TenantId tenant, OutboxRecord row, RepRecord to) {
        List<CardView> views = new ArrayList<>();
        for (UUID card : RecordJson.read(row.getPayload(), Payload.class).cards()) {
            decisions.card(transaction, tenant, new CardId(card)).ifPresent(views::add);
        }
        return new Claim.Send(
                row.getId(),
                new RepId(to.getId()),
                Objects.requireNonNullElse(to.getEmail(), ""),
                views,
                row.getAttempts());
    }

    /** A card that the rep has seen is the same unit on another channel: it takes nothing of the day. */
    private static boolean isShownElsewhere(
            DSLContext transaction, TenantId tenant, UUID card, RepRecord to, String channel) {
        return !channel.equals(MAIL)
                && transaction.fetchExists(
                        CARD,
                        CARD.TENANT
                                .eq(tenant.value())
                                .and(CARD.ID.eq(card))
                                .and(CARD.REP_ID.eq(to.getId()))
                                .and(CARD.STATE.eq(CardView.State.DELIVERED.name())));
    }

    private static Optional<String> obstacle(
            DSLContext transaction, TenantId tenant, RepRecord to, String channel, DeliveryPolicy policy) {
        String mode = transaction
                .select(TENANT.MODE)
                .from(TENANT)
                .where(TENANT.ID.eq(tenant.value()))
                .fetchSingle(TENANT.MODE);
        if (!"LIVE".equals(mode)) {
            return Optional.of("shadow");
        }
        if (!channel.equals(MAIL)) {
            return Optional.empty();
        }
        if (to.getEmail() == null) {
            return Optional.of("no-address");
        }
        if (InboundMails.isStopped(transaction, tenant, to.getEmail())) {
            return Optional.of("address-bounced");
        }
        return policy.allows(to.getEmail()) ? Optional.empty() : Optional.of("recipient-domain");
    }

    /**
     * It arrived. The recommendations are delivered from now on, and every window of theirs opens. Confirming again changes
     * nothing.
     *
     * @param receiverRef how the receiver names it
     * @return business time at which time alone first changes what comes of it; empty if nothing was opened now
     */
    public Optional<Instant> confirm(
            TenantId tenant, UUID outbox, String receiverRef, DeliveryPolicy policy, Instant now) {
        return database.inTenant(tenant, transaction -> {
            OutboxRecord row = transaction
                    .selectFrom(OUTBOX)
                    .where(OUTBOX.TENANT.eq(tenant.value()), OUTBOX.ID.eq(outbox))
                    .forUpdate()
                    .fetchSingle();
            if ("SENT".equals(row.getState())) {
                return Optional.<Instant>empty();
            }
            row.setState("SENT");
            row.setReceiverRef(receiverRef);
            row.setRealUpdatedAt(time.realNow());
            row.update();
            Optional<Instant> nextDue = Optional.empty();
            for (UUID card : RecordJson.read(row.getPayload(), Payload.class).cards()) {
                Optional<Instant> due = CardLedger.delivered(
                        transaction, tenant, card, row.getChannel(), outbox, receiverRef, policy, now);
                nextDue = Stream.concat(nextDue.stream(), due.stream()).min(Comparator.naturalOrder());
            }
            return nextDue;
        });
    }

    /**
     * Whether a card was shown on a channel before and may be shown there again: then showing it is nothing new, and nothing is
     * to be written.
     */
    public boolean isShownOn(TenantId tenant, CardView card, String channel) {
        if (card.shadow()
                || card.state() == CardView.State.DRAFTED
                || !SHOWABLE.contains(card.state().name())) {
            return false;
        }
        return database.inTenant(
                tenant,
                transaction -> transaction.fetchExists(
                        DELIVERY,
                        DELIVERY.TENANT
                                .eq(tenant.value())
                                .and(DELIVERY.CARD_ID.eq(card.id().value()))
                                .and(DELIVERY.CHANNEL.eq(channel))
                                .and(exists(selectOne()
                                        .from(TENANT)
                                        .where(TENANT.ID.eq(tenant.value()), TENANT.MODE.eq("LIVE"))))));
    }

    /**
     * The card was rendered to the rep on a page: this delivers a card that was waiting, and is one more channel for a card
     * that was delivered.
     *
     * @return whether the rep may see it
     */
    public boolean rendered(
            TenantId tenant, CardId card, RepId rep, String channel, DeliveryPolicy policy, Instant now) {
        return database.inTenant(tenant, transaction -> {
            RepRecord to = transaction
                    .selectFrom(REP)
                    .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(rep.value()))
                    .fetchSingle();
            String mode = transaction
                    .select(TENANT.MODE)
                    .from(TENANT)
                    .where(TENANT.ID.eq(tenant.value()))
                    .fetchSingle(TENANT.MODE);
            CardRecord row = transaction
                    .selectFrom(CARD)
                    .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(card.value()))
                    .fetchSingle();
            String cardMode = transaction
                    .select(DECISION.MODE)
                    .from(DECISION)
                    .where(DECISION.TENANT.eq(tenant.value()), DECISION.ID.eq(row.getDecisionId()))
                    .fetchSingle(DECISION.MODE);
            if (!"LIVE".equals(mode) || !"LIVE".equals(cardMode)) {
                return false;
            }
            if (!SHOWABLE.contains(row.getState())) {
                return false;
            }
            boolean drafted = CardView.State.DRAFTED.name().equals(row.getState());
            // most looks are at a card that was shown there before: nothing is to be written, and nobody waits for a
            // lock
            if (!drafted
                    && transaction.fetchExists(
                            DELIVERY,
                            DELIVERY.TENANT
                                    .eq(tenant.value())
                                    .and(DELIVERY.CARD_ID.eq(card.value()))
                                    .and(DELIVERY.CHANNEL.eq(channel)))) {
                return true;
            }
            if (drafted && !CardLedger.reserve(transaction, tenant, card.value(), to, policy, now)) {
                return false;
            }
            var _ = CardLedger.delivered(transaction, tenant, card.value(), channel, null, null, policy, now);
            return true;
        });
    }

    /**
     * It did not arrive, and will not. The outbox row is dead until a person looks at it; what was taken from the cap is given
     * back if this was the only attempt.
     */
    public void fail(TenantId tenant, UUID outbox, String error) {
        database.doInTenant(tenant, transaction -> {
            OutboxRecord row = transaction
                    .selectFrom(OUTBOX)
                    .where(OUTBOX.TENANT.eq(tenant.value()), OUTBOX.ID.eq(outbox))
                    .forUpdate()
                    .fetchSingle();
            if (!"SENDING".equals(row.getState())) {
                return;
            }
            row.setState("DEAD");
            row.setLastError(error.length() > 500 ? error.substring(0, 500) : error);
            row.setRealUpdatedAt(time.realNow());
            row.update();
            for (UUID cardId : RecordJson.read(row.getPayload(), Payload.class).cards()) {
                CardRecord card = transaction
                        .selectFrom(CARD)
                        .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(cardId))
                        .fetchSingle();
                Attributions.lock(transaction, tenant, new SubjectId(card.getSubjectId()));
                CardLedger.giveBackUnseen(transaction, tenant, card, row);
                Decisions.closeUndelivered(
                        transaction, tenant, card.getDecisionId(), Disposition.DELIVERY_FAILED, "mail-refused");
            }
        });
    }

    /**
     * Lets nothing more be shown of a deal on the local day of its rep: more was shown than the ledger knows.
     *
     * @return the day
     */
    public LocalDate closeDay(TenantId tenant, SubjectId subject, Instant now) {
        return database.inTenant(tenant, transaction -> {
            Attributions.lock(transaction, tenant, subject);
            UUID rep = transaction
                    .select(SUBJECT.REP_ID)
                    .from(SUBJECT)
                    .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.ID.eq(subject.value()))
                    .fetchSingle(SUBJECT.REP_ID);
            LocalDate day = RepCalendar.of(transaction, tenant, rep).dayOf(now);
            CapLedger.close(transaction, tenant, subject, day);
            return day;
        });
    }

    /** Cards of a rep that wait for the next digest, the highest score first. */
    public List<CardId> waiting(TenantId tenant, RepId rep, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(CARD.ID)
                        .from(CARD)
                        .join(CANDIDATE)
                        .on(
                                CANDIDATE.TENANT.eq(CARD.TENANT),
                                CANDIDATE.DECISION_ID.eq(CARD.DECISION_ID),
                                CANDIDATE.POSITION.eq((short) 1),
                                CANDIDATE.DISPOSITION.eq(Disposition.SELECTED.name()))
                        .where(
                                CARD.TENANT.eq(tenant.value()),
                                CARD.REP_ID.eq(rep.value()),
                                CARD.STATE.eq(CardView.State.DRAFTED.name()))
                        .orderBy(CANDIDATE.SCORE.desc(), CARD.CREATED_AT)
                        .limit(most)
                        .fetch(row -> new CardId(row.value1())));
    }

    /**
     * Settles mails that are marked as being sent although nobody sends them any more: whether they arrived is not known.
     *
     * @param before real time: the last attempt began before this
     * @return how many
     */
    public int settleStuck(TenantId tenant, Instant before) {
        return database.inTenant(tenant, transaction -> {
            List<OutboxRecord> stuck = transaction
                    .selectFrom(OUTBOX)
                    .where(
                            OUTBOX.TENANT.eq(tenant.value()),
                            OUTBOX.STATE.eq("SENDING"),
                            // elsewhere it can be looked up whether it arrived
                            OUTBOX.CHANNEL.in(MAIL, REPORT),
                            OUTBOX.REAL_UPDATED_AT.lt(before))
                    .forUpdate()
                    .skipLocked()
                    .fetch();
            stuck.forEach(row -> settleUncertain(transaction, tenant, row));
            return stuck.size();
        });
    }

    /**
     * What is to go out over a channel.
     *
     * @param key to claim it with
     */
    public record Wish(String key, RepId rep, List<CardId> cards) {
        public Wish {
            cards = List.copyOf(cards);
        }
    }

    /** Notes that a card is to go out over a channel too; whoever works for the channel claims it. Repeating changes nothing. */
    public void wish(TenantId tenant, String channel, RepId rep, CardId card, Instant now) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(OUTBOX)
                        .set(OUTBOX.TENANT, tenant.value())
                        .set(OUTBOX.ID, ids.next())
                        .set(OUTBOX.IDEMPOTENCY_KEY, channel + "-" + card.value())
                        .set(OUTBOX.CHANNEL, channel)
                        .set(OUTBOX.REP_ID, rep.value())
                        .set(OUTBOX.PAYLOAD, RecordJson.jsonb(new Payload(List.of(card.value()))))
                        .set(OUTBOX.STATE, "PENDING")
                        .set(OUTBOX.CREATED_AT, now)
                        .set(OUTBOX.REAL_UPDATED_AT, time.realNow())
                        .onConflictDoNothing()
                        .execute());
    }

    /**
     * What waits to go out over a channel, the oldest first.
     *
     * @param stuckBefore real time: an attempt that began before this has most likely died, and is to be looked up
     */
    public List<Wish> wishes(TenantId tenant, String channel, Instant stuckBefore, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(OUTBOX)
                        .where(OUTBOX.TENANT.eq(tenant.value()), OUTBOX.CHANNEL.eq(channel))
                        .and(OUTBOX.STATE
                                .eq("PENDING")
                                .or(OUTBOX.STATE.eq("SENDING").and(OUTBOX.REAL_UPDATED_AT.lt(stuckBefore))))
                        .orderBy(OUTBOX.CREATED_AT, OUTBOX.ID)
                        .limit(most)
                        .fetch(row -> new Wish(
                                row.getIdempotencyKey(),
                                new RepId(row.getRepId()),
                                RecordJson.read(row.getPayload(), Payload.class).cards().stream()
                                        .map(CardId::new)
                                        .toList())));
    }
}
