package nextbest.store.day;

import static nextbest.store.schema.Tables.ASKED_FOR;
import static nextbest.store.schema.Tables.REP_VIEW;
import static nextbest.store.schema.Tables.STEP_DONE;

import java.time.Instant;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;

/** What a rep leaves on cards that is no answer: ticked steps, how much to show, what was looked for. */
public final class CardNotes {
    private static final int MOST_WORDS = 200;

    private final Database database;
    private final NewIds ids;

    public CardNotes(Database database, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** How much a card shows a rep. */
    public enum Amount {
        /** The first recommendation only. */
        LESS,
        STANDARD,
        /** What was outranked, too. */
        MORE
    }

    /** The steps that are ticked, from 1. */
    public SortedSet<Integer> ticked(TenantId tenant, CardId card) {
        return database.inTenant(
                tenant,
                transaction -> new TreeSet<>(transaction
                        .select(STEP_DONE.STEP)
                        .from(STEP_DONE)
                        .where(STEP_DONE.TENANT.eq(tenant.value()), STEP_DONE.CARD_ID.eq(card.value()))
                        .fetch(row -> (int) row.value1())));
    }

    /** Replaces what is ticked. */
    public void tick(TenantId tenant, CardId card, SortedSet<Integer> steps, Instant at) {
        database.doInTenant(tenant, transaction -> {
            transaction
                    .deleteFrom(STEP_DONE)
                    .where(STEP_DONE.TENANT.eq(tenant.value()), STEP_DONE.CARD_ID.eq(card.value()))
                    .and(STEP_DONE.STEP.notIn(
                            steps.stream().map(Integer::shortValue).toList()))
                    .execute();
            for (int step : steps) {
                transaction
                        .insertInto(STEP_DONE)
                        .set(STEP_DONE.TENANT, tenant.value())
                        .set(STEP_DONE.CARD_ID, card.value())
                        .set(STEP_DONE.STEP, (short) step)
                        .set(STEP_DONE.DONE_AT, at)
                        .onConflictDoNothing()
                        .execute();
            }
        });
    }

    public Amount amount(TenantId tenant, RepId rep) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(REP_VIEW.AMOUNT)
                        .from(REP_VIEW)
                        .where(REP_VIEW.TENANT.eq(tenant.value()), REP_VIEW.REP_ID.eq(rep.value()))
                        .fetchOptional(row -> Amount.valueOf(row.value1()))
                        .orElse(Amount.STANDARD));
    }

    public void show(TenantId tenant, RepId rep, Amount amount, Instant at) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(REP_VIEW)
                        .set(REP_VIEW.TENANT, tenant.value())
                        .set(REP_VIEW.REP_ID, rep.value())
                        .set(REP_VIEW.AMOUNT, amount.name())
                        .set(REP_VIEW.SINCE, at)
                        .onConflict(REP_VIEW.TENANT, REP_VIEW.REP_ID)
                        .doUpdate()
                        .setAllToExcluded()
                        .execute());
    }

    /**
     * Writes down that a rep looked for something beyond the card; the same words about the same decision count once.
     *
     * @param words what was typed; empty if more was asked for in general
     */
    public void askedFor(TenantId tenant, RepId rep, SubjectId subject, DecisionId decision, String words, Instant at) {
        String kept = words.substring(0, Math.min(MOST_WORDS, words.length()));
        database.doInTenant(tenant, transaction -> {
            boolean known = transaction.fetchExists(
                    ASKED_FOR,
                    ASKED_FOR.TENANT.eq(tenant.value()),
                    ASKED_FOR.DECISION_ID.eq(decision.value()),
                    ASKED_FOR.REP_ID.eq(rep.value()),
                    ASKED_FOR.WORDS.eq(kept));
            if (!known) {
                transaction
                        .insertInto(ASKED_FOR)
                        .set(ASKED_FOR.TENANT, tenant.value())
                        .set(ASKED_FOR.ID, ids.next())
                        .set(ASKED_FOR.REP_ID, rep.value())
                        .set(ASKED_FOR.SUBJECT_ID, subject.value())
                        .set(ASKED_FOR.DECISION_ID, decision.value())
                        .set(ASKED_FOR.WORDS, kept)
                        .set(ASKED_FOR.AT, at)
                        .execute();
            }
        });
    }
}
