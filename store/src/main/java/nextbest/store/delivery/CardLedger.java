package nextbest.store.delivery;

import static nextbest.store.schema.Tables.ATTRIBUTION;
import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.CARD;
import static nextbest.store.schema.Tables.DELIVERY;
import static nextbest.store.schema.Tables.OUTBOX;
import static nextbest.store.schema.Tables.REP_DISPOSITION;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.AttributionWindows;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Disposition;
import nextbest.store.BatchInsert;
import nextbest.store.attribution.Attributions;
import nextbest.store.decision.CardView;
import nextbest.store.decision.Decisions;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.CardRecord;
import nextbest.store.schema.tables.records.OutboxRecord;
import nextbest.store.schema.tables.records.RepRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * What a card's way to its rep changes in the ledger: it takes its recommendations from the day's cap, opens their windows when
 * it is seen, and gives back what nobody saw. Each step belongs to the transaction of its caller and holds the lock of the
 * card's subject.
 */
final class CardLedger {
    /** Rules under which recommendations are withheld or given up that may be on their way at that moment. */
    private static final List<String> TAKEN_BACK_ON_THE_WAY =
            List.of("superseded", "closed", "stopped", "expired", "uncertain", "mail-refused");

    private CardLedger() {}

    /** Takes the card's recommendations from the day's cap; what does not fit is capped for good. */
    static boolean reserve(
            DSLContext transaction, TenantId tenant, UUID cardId, RepRecord to, DeliveryPolicy policy, Instant now) {
        Optional<SubjectId> about = lockSubjectOf(transaction, tenant, cardId);
        if (about.isEmpty()) {
            return false;
        }
        SubjectId subject = about.get();
        CardRecord card = transaction
                .selectFrom(CARD)
                .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(cardId))
                .forUpdate()
                .fetchSingle();
        boolean theirs = to.getId().equals(card.getRepId());
        if (!theirs || !CardView.State.DRAFTED.name().equals(card.getState())) {
            return false;
        }
        if (!card.getExpiresAt().isAfter(now)) {
            end(transaction, tenant, card, CardView.State.EXPIRED, Disposition.WITHHELD, "expired");
            return false;
        }
        Map<String, Short> wanted = transaction
                .select(CANDIDATE.KEY, CANDIDATE.POSITION)
                .from(CANDIDATE)
                .where(
                        CANDIDATE.TENANT.eq(tenant.value()),
                        CANDIDATE.DECISION_ID.eq(card.getDecisionId()),
                        CANDIDATE.DISPOSITION.eq(Disposition.SELECTED.name()))
                .orderBy(CANDIDATE.POSITION)
                .fetchMap(CANDIDATE.KEY, CANDIDATE.POSITION);
        Set<String> off = switchedOff(transaction, tenant, card.getDecisionId(), wanted, policy);
        if (wanted.entrySet().stream().anyMatch(entry -> entry.getValue() == 1 && off.contains(entry.getKey()))) {
            end(transaction, tenant, card, CardView.State.WITHDRAWN, Disposition.WITHHELD, "switched-off");
            return false;
        }
        wanted.keySet().removeAll(off);
        List<String> allowed = CapLedger.take(
                transaction,
                tenant,
                subject,
                now.atZone(ZoneId.of(to.getZone())).toLocalDate(),
                policy.cap(),
                card.getDecisionId(),
                List.copyOf(wanted.keySet()));
        boolean mainFits =
                wanted.entrySet().stream().anyMatch(entry -> entry.getValue() == 1 && allowed.contains(entry.getKey()));
        if (!mainFits) {
            CapLedger.giveBack(transaction, tenant, subject, card.getDecisionId());
            end(transaction, tenant, card, CardView.State.WITHDRAWN, Disposition.CAPPED, "cap");
            return false;
        }
        Set<String> tooMany = new java.util.HashSet<>(wanted.keySet());
        allowed.forEach(tooMany::remove);
        if (!tooMany.isEmpty()) {
            transaction
                    .update(CANDIDATE)
                    .set(CANDIDATE.DISPOSITION, Disposition.CAPPED.name())
                    .set(CANDIDATE.RULE, "cap")
                    .where(
                            CANDIDATE.TENANT.eq(tenant.value()),
                            CANDIDATE.DECISION_ID.eq(card.getDecisionId()),
                            CANDIDATE.KEY.in(tooMany))
                    .execute();
        }
        return true;
    }

    /** What was switched off after it was decided: it is withheld, and the rest of the card goes out without it. */
    private static Set<String> switchedOff(
            DSLContext transaction, TenantId tenant, UUID decision, Map<String, Short> wanted, DeliveryPolicy policy) {
        if (policy.switchedOff().isEmpty()) {
            return Set.of();
        }
        Set<String> off = transaction
                .select(CANDIDATE.KEY)
                .from(CANDIDATE)
                .where(
                        CANDIDATE.TENANT.eq(tenant.value()),
                        CANDIDATE.DECISION_ID.eq(decision),
                        CANDIDATE.KEY.in(wanted.keySet()),
                        CANDIDATE.ACTION.in(policy.switchedOff()).or(CANDIDATE.KEY.in(policy.switchedOff())))
                .fetchSet(CANDIDATE.KEY);
        if (!off.isEmpty()) {
            transaction
                    .update(CANDIDATE)
                    .set(CANDIDATE.DISPOSITION, Disposition.WITHHELD.name())
                    .set(CANDIDATE.RULE, "switched-off")
                    .where(
                            CANDIDATE.TENANT.eq(tenant.value()),
                            CANDIDATE.DECISION_ID.eq(decision),
                            CANDIDATE.KEY.in(off))
                    .execute();
        }
        return off;
    }

    /**
     * The card has been seen: its recommendations are delivered from now on, and every window of theirs opens.
     *
     * @param outbox the message that carried it, or null if it was seen on a page
     * @param receiverRef how the receiver names the message, or null
     * @return business time at which time alone first changes what comes of it; empty if nothing was opened now
     */
    static Optional<Instant> delivered(
            DSLContext transaction,
            TenantId tenant,
            UUID cardId,
            String channel,
            UUID outbox,
            String receiverRef,
            DeliveryPolicy policy,
            Instant now) {
        SubjectId subject = lockSubjectOf(transaction, tenant, cardId).orElseThrow();
        CardRecord card = transaction
                .selectFrom(CARD)
                .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(cardId))
                .fetchSingle();
        transaction
                .insertInto(
                        DELIVERY,
                        DELIVERY.TENANT,
                        DELIVERY.CARD_ID,
                        DELIVERY.CHANNEL,
                        DELIVERY.OUTBOX_ID,
                        DELIVERY.DELIVERED_AT,
                        DELIVERY.RECEIVER_REF)
                .values(tenant.value(), cardId, channel, outbox, now, receiverRef)
                .onConflictDoNothing()
                .execute();
        // a card that was superseded between claim and confirm was sent all the same: what was seen counts
        if (CardView.State.DRAFTED.name().equals(card.getState())) {
            card.setState(CardView.State.DELIVERED.name());
            card.update();
        }
        // what was taken back while the mail was on its way has been seen all the same
        Condition seen = outbox == null
                ? CANDIDATE.DISPOSITION.eq(Disposition.SELECTED.name())
                : CANDIDATE.DISPOSITION.eq(Disposition.SELECTED.name()).or(CANDIDATE.RULE.in(TAKEN_BACK_ON_THE_WAY));
        var places = transaction
                .update(CANDIDATE)
                .set(CANDIDATE.DISPOSITION, Disposition.DELIVERED.name())
                .set(CANDIDATE.RULE, "delivered")
                .where(
                        CANDIDATE.TENANT.eq(tenant.value()),
                        CANDIDATE.DECISION_ID.eq(card.getDecisionId()),
                        CANDIDATE.POSITION.isNotNull())
                .and(seen)
                .returning(CANDIDATE.POSITION, CANDIDATE.ACTION)
                .fetch();
        if (places.isEmpty()) {
            return Optional.empty();
        }
        BatchInsert.into(
                transaction,
                REP_DISPOSITION,
                places.map(place -> new Object[] {
                    tenant.value(), card.getDecisionId(), place.getPosition(), RepDisposition.NO_ANSWER.name(), now
                }),
                REP_DISPOSITION.TENANT,
                REP_DISPOSITION.DECISION_ID,
                REP_DISPOSITION.POSITION,
                REP_DISPOSITION.DISPOSITION,
                REP_DISPOSITION.AT);
        AttributionWindows windows = policy.windows();
        Instant answerDue = RepCalendar.of(transaction, tenant, card.getRepId())
                .plusWorkingDays(now, windows.ignoredAfterWorkingDays());
        BatchInsert.into(
                transaction,
                ATTRIBUTION,
                places.map(place -> new Object[] {
                    tenant.value(),
                    card.getDecisionId(),
                    place.getPosition(),
                    card.getSubjectId(),
                    place.getAction(),
                    now,
                    answerDue,
                    now.plus(windows.executedWithin()),
                    now.plus(windows.advancedWithin()),
                    now.plus(windows.closedWithin())
                }),
                ATTRIBUTION.TENANT,
                ATTRIBUTION.DECISION_ID,
                ATTRIBUTION.POSITION,
                ATTRIBUTION.SUBJECT_ID,
                ATTRIBUTION.ACTION,
                ATTRIBUTION.OPENED_AT,
                ATTRIBUTION.ANSWER_DUE,
                ATTRIBUTION.EXECUTION_DUE,
                ATTRIBUTION.ADVANCE_DUE,
                ATTRIBUTION.CLOSE_DUE);
        return Attributions.evaluate(transaction, tenant, subject, now).nextDue();
    }

    /**
     * Whether a card goes out once more after an attempt of which nobody knows how it ended. One that was replaced or withdrawn
     * meanwhile does not, and what it took stays taken: the first attempt may have arrived. On a later day it takes anew.
     */
    static boolean goesOutAgain(
            DSLContext transaction, TenantId tenant, UUID cardId, RepRecord to, DeliveryPolicy policy, Instant now) {
        String state = transaction
                .select(CARD.STATE)
                .from(CARD)
                .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(cardId))
                .fetchSingle(CARD.STATE);
        return CardView.State.DELIVERED.name().equals(state)
                || (CardView.State.DRAFTED.name().equals(state)
                        && reserve(transaction, tenant, cardId, to, policy, now));
    }

    /**
     * Gives back what a card took of the cap, unless the rep saw it or may have seen it: on a page, or by a message that is on
     * its way, or by an attempt of which nobody knows how it ended.
     *
     * @param refused the message that certainly did not arrive
     */
    static void giveBackUnseen(DSLContext transaction, TenantId tenant, CardRecord card, OutboxRecord refused) {
        boolean seen = transaction.fetchExists(
                DELIVERY, DELIVERY.TENANT.eq(tenant.value()), DELIVERY.CARD_ID.eq(card.getId()));
        boolean mayHaveArrived = refused.getAttempts() > 1
                || transaction.fetchExists(
                        OUTBOX,
                        OUTBOX.TENANT.eq(tenant.value()),
                        OUTBOX.REP_ID.eq(refused.getRepId()),
                        OUTBOX.ID.ne(refused.getId()),
                        OUTBOX.PAYLOAD.contains(RecordJson.jsonb(new Deliveries.Payload(List.of(card.getId())))),
                        OUTBOX.ATTEMPTS.gt(1).or(OUTBOX.ATTEMPTS.eq(1).and(OUTBOX.STATE.ne("DEAD"))));
        if (!seen && !mayHaveArrived) {
            CapLedger.giveBack(transaction, tenant, new SubjectId(card.getSubjectId()), card.getDecisionId());
        }
    }

    /** Serialises with all else that changes the ledger of the card's subject; empty if there is no such card. */
    private static Optional<SubjectId> lockSubjectOf(DSLContext transaction, TenantId tenant, UUID card) {
        return transaction
                .select(SUBJECT.ID)
                .from(SUBJECT)
                .join(CARD)
                .on(CARD.TENANT.eq(SUBJECT.TENANT), CARD.SUBJECT_ID.eq(SUBJECT.ID))
                .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(card))
                .forUpdate()
                .of(SUBJECT)
                .fetchOptional(SUBJECT.ID)
                .map(SubjectId::new);
    }

    private static void end(
            DSLContext transaction,
            TenantId tenant,
            CardRecord card,
            CardView.State state,
            Disposition disposition,
            String rule) {
        card.setState(state.name());
        card.update();
        Decisions.closeUndelivered(transaction, tenant, card.getDecisionId(), disposition, rule);
    }
}
