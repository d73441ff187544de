package nextbest.store.drafting;

import static nextbest.store.schema.Tables.CARD;
import static nextbest.store.schema.Tables.CLIENT;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.STAGE;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Argument;
import nextbest.recommendation.CardContent;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;

/**
 * What a draft of a card is made from.
 *
 * @param living whether the card can still be looked at; another one needs no draft
 * @param zone of the rep
 */
public record DraftFacts(
        DecisionId decision,
        boolean living,
        CardContent content,
        Optional<String> deal,
        Optional<String> client,
        Optional<String> stage,
        Optional<Argument.Amount> amount,
        ZoneId zone) {
    private static final List<String> LIVING = List.of("DRAFTED", "DELIVERED", "ANSWERED");

    /** Empty if there is no such card. */
    public static Optional<DraftFacts> of(Database database, TenantId tenant, CardId card) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(
                                CARD.DECISION_ID,
                                CARD.STATE,
                                CARD.CONTENT,
                                DEAL.NAME,
                                CLIENT.NAME,
                                STAGE.LABEL,
                                DEAL.AMOUNT_MINOR,
                                DEAL.CURRENCY,
                                REP.ZONE)
                        .from(CARD)
                        .join(SUBJECT)
                        .on(SUBJECT.TENANT.eq(CARD.TENANT), SUBJECT.ID.eq(CARD.SUBJECT_ID))
                        .leftJoin(DEAL)
                        .on(DEAL.TENANT.eq(SUBJECT.TENANT), DEAL.SUBJECT_ID.eq(SUBJECT.ID))
                        .leftJoin(CLIENT)
                        .on(CLIENT.TENANT.eq(SUBJECT.TENANT), CLIENT.ID.eq(SUBJECT.CLIENT_ID))
                        .leftJoin(STAGE)
                        .on(STAGE.TENANT.eq(DEAL.TENANT), STAGE.KEY.eq(DEAL.STAGE_KEY))
                        .leftJoin(REP)
                        .on(REP.TENANT.eq(CARD.TENANT), REP.ID.eq(CARD.REP_ID))
                        .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(card.value()))
                        .fetchOptional(row -> new DraftFacts(
                                new DecisionId(row.value1()),
                                LIVING.contains(row.value2()),
                                RecordJson.read(row.value3(), CardContent.class),
                                Optional.ofNullable(row.value4()),
                                Optional.ofNullable(row.value5()),
                                Optional.ofNullable(row.value6()),
                                amount(row.value7(), row.value8()),
                                Optional.ofNullable(row.value9())
                                        .map(ZoneId::of)
                                        .orElse(ZoneId.of("UTC")))));
    }

    private static Optional<Argument.Amount> amount(Long minor, String currency) {
        return minor == null || currency == null ? Optional.empty() : Optional.of(new Argument.Amount(minor, currency));
    }
}
