package nextbest.store.delivery;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.CARD;
import static nextbest.store.schema.Tables.OUTBOX;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Disposition;
import nextbest.store.Database;
import nextbest.store.attribution.Attributions;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.CardRecord;
import nextbest.store.schema.tables.records.OutboxRecord;
import org.jooq.DSLContext;

/** Messages that did not arrive, or of which nobody knows: a person reads them and may have them sent again. */
public final class DeadLetters {
    private final Database database;
    private final BusinessTime time;

    public DeadLetters(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * One of them.
     *
     * @param state {@code DEAD}: refused for good; {@code UNCERTAIN}: nobody knows whether it arrived
     * @param error what the receiver said; empty if it said nothing
     * @param cards the cards in it
     */
    public record DeadLetter(
            UUID id,
            String state,
            Optional<RepId> rep,
            int attempts,
            Optional<String> error,
            Instant createdAt,
            List<CardId> cards) {}

    /** The latest ones first. */
    public List<DeadLetter> list(TenantId tenant, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(OUTBOX)
                        .where(OUTBOX.TENANT.eq(tenant.value()), OUTBOX.STATE.in("DEAD", "UNCERTAIN"))
                        .orderBy(OUTBOX.CREATED_AT.desc(), OUTBOX.ID)
                        .limit(most)
                        .fetch(DeadLetters::letter));
    }

    private static DeadLetter letter(OutboxRecord row) {
        return new DeadLetter(
                row.getId(),
                row.getState(),
                Optional.ofNullable(row.getRepId()).map(RepId::new),
                row.getAttempts(),
                Optional.ofNullable(row.getLastError()),
                row.getCreatedAt(),
                RecordJson.read(row.getPayload(), Deliveries.Payload.class).cards().stream()
                        .map(CardId::new)
                        .toList());
    }

    /**
     * Lets the cards of a letter go out again: urgent ones when their loops present them next, the others with the next digest.
     * What was replaced, answered or has expired meanwhile stays as it is.
     *
     * @return the subjects whose cards may go out again; empty if there is no such dead letter
     */
    public Optional<List<SubjectId>> sendAgain(TenantId tenant, UUID letter, Instant now) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(OUTBOX)
                        .where(
                                OUTBOX.TENANT.eq(tenant.value()),
                                OUTBOX.ID.eq(letter),
                                OUTBOX.STATE.in("DEAD", "UNCERTAIN"))
                        .forUpdate()
                        .fetchOptional()
                        .map(row -> {
                            List<SubjectId> again = new ArrayList<>();
                            for (UUID card : RecordJson.read(row.getPayload(), Deliveries.Payload.class)
                                    .cards()) {
                                reopened(transaction, tenant, card, row.getChannel(), now)
                                        .ifPresent(again::add);
                            }
                            // a digest's key belongs to its day: its cards wait for the next one
                            boolean digest = row.getIdempotencyKey().startsWith("digest-");
                            row.setState(again.isEmpty() || digest ? "HELD" : "PENDING");
                            row.setRealUpdatedAt(time.realNow());
                            row.update();
                            return again;
                        }));
    }

    private static Optional<SubjectId> reopened(
            DSLContext transaction, TenantId tenant, UUID id, String channel, Instant now) {
        CardRecord card = transaction
                .selectFrom(CARD)
                .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(id))
                .fetchSingle();
        SubjectId subject = new SubjectId(card.getSubjectId());
        Attributions.lock(transaction, tenant, subject);
        card.refresh();
        boolean seen =
                "DELIVERED".equals(card.getState()) && card.getExpiresAt().isAfter(now);
        if (seen && !channel.equals(Deliveries.MAIL)) {
            // the rep has the card; it is one more place that it is missing in
            return Optional.of(subject);
        }
        if (!"DRAFTED".equals(card.getState()) || !card.getExpiresAt().isAfter(now)) {
            return Optional.empty();
        }
        int places = transaction
                .update(CANDIDATE)
                .set(CANDIDATE.DISPOSITION, Disposition.SELECTED.name())
                .set(CANDIDATE.RULE, "sent-again")
                .where(
                        CANDIDATE.TENANT.eq(tenant.value()),
                        CANDIDATE.DECISION_ID.eq(card.getDecisionId()),
                        CANDIDATE.DISPOSITION.eq(Disposition.DELIVERY_FAILED.name()))
                .execute();
        return places == 0 ? Optional.empty() : Optional.of(subject);
    }
}
