package nextbest.store.decision;

import static nextbest.store.schema.Tables.CARD;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import nextbest.identity.CardId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.CardContent;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;

/** The current cards of many subjects at once, for lists. */
public final class CurrentCards {
    private final Database database;

    public CurrentCards(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** A card in a list. */
    public record Entry(CardId id, CardView.State state, Instant createdAt, Instant expiresAt, CardContent content) {}

    /** The latest card of each subject that has one which was neither superseded nor withdrawn. */
    public Map<SubjectId, Entry> of(TenantId tenant, Collection<SubjectId> subjects) {
        return database.inTenant(tenant, transaction -> {
            Map<SubjectId, Entry> cards = new HashMap<>();
            transaction
                    .select(CARD.SUBJECT_ID, CARD.ID, CARD.STATE, CARD.CREATED_AT, CARD.EXPIRES_AT, CARD.CONTENT)
                    .distinctOn(CARD.SUBJECT_ID)
                    .from(CARD)
                    .where(
                            CARD.TENANT.eq(tenant.value()),
                            CARD.SUBJECT_ID.in(
                                    subjects.stream().map(SubjectId::value).toList()),
                            CARD.STATE.notIn("SUPERSEDED", "WITHDRAWN"))
                    .orderBy(CARD.SUBJECT_ID, CARD.CREATED_AT.desc(), CARD.ID.desc())
                    .forEach(row -> cards.put(
                            new SubjectId(row.value1()),
                            new Entry(
                                    new CardId(row.value2()),
                                    CardView.State.valueOf(row.value3()),
                                    row.value4(),
                                    row.value5(),
                                    RecordJson.read(row.value6(), CardContent.class))));
            return cards;
        });
    }
}
